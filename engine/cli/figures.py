"""Figures in words and tables, as the command line shows them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from engine.domain.metrics import Accuracy, figure_name
from engine.domain.project import Task
from engine.domain.recipes import Recipe
from engine.domain.rounds import Question
from engine.domain.searches import TrialRecord
from engine.domain.versions import ExportCheck, ModelVersion


def accuracy_in_words(accuracy: Accuracy | None, task: Task) -> str:
    """Return an accuracy with its interval, its images and what they are; "" without one."""
    if accuracy is None:
        return ""
    text = f"{figure_name(task)} {_with_interval(accuracy)}"
    return f"{text} on {accuracy.num_images:,} {accuracy.yardstick} images"


def accuracy_in_short(accuracy: Accuracy | None) -> str:
    """Return an accuracy with its interval, for a table."""
    return "" if accuracy is None else _with_interval(accuracy)


def version_in_words(version: ModelVersion) -> str:
    """Return what a model version is and what it reached."""
    recipe = version.recipe
    parts = [
        f"Version {version.number}: {recipe.model} from {version.start.value.replace('_', ' ')}, "
        f"{version.num_train_images:,} images, {_epochs(recipe)} at {recipe.imgsz} px.",
        *(f"{accuracy_in_words(accuracy, version.task)}." for accuracy in version.accuracies),
    ]
    return " ".join(parts)


def check_in_words(check: ExportCheck) -> str:
    """Return how far an export is from PyTorch, in numbers."""
    same = f"{check.num_matched} of {check.num_boxes}"
    if check.threshold:
        same += f" boxes above confidence {check.threshold:.3g} were found again"
    else:
        same += " images were called the same"
    return (
        f"raw outputs differ by at most {check.max_abs_difference:.2g} on {check.num_images} "
        f"images; {same}"
    )


def thresholds_in_words(version: ModelVersion) -> str:
    """Return from which confidence the boxes of each class count; empty if nothing was measured."""
    point = version.operating_point
    if point is None:
        return ""
    each = [
        f"{name} {threshold:.2f}"
        for name, threshold in zip(version.class_names, point.thresholds, strict=True)
    ]
    return f" Boxes count from the confidence {', '.join(each)} (operating_point.json)."


def questions_table(rows: Sequence[tuple[Question, str]]) -> Table:
    """Return the questions of a round with the names of their images."""
    table = _table("Rank", "Image", "Why")
    for question, name in rows:
        table.add_row(str(question.rank + 1), name, question.pick.reason)
    return table


def checks_table(rows: Sequence[tuple[str, float, str]]) -> Table:
    """Return images whose labels are in doubt, with the scores of their labels and why."""
    table = _table("Image", "Score", "Why")
    for name, score, reason in rows:
        table.add_row(name, f"{score:.2f}", reason)
    return table


def trials_table(trials: Sequence[TrialRecord]) -> Table:
    """Return the trials of a search."""
    table = _table("Trial", "State", "Validation accuracy", "Recipe", "Seconds")
    for trial in trials:
        value = "" if trial.value is None else f"{trial.value:.3f}"
        recipe = recipe_in_words(trial.recipe)
        table.add_row(str(trial.number), trial.state, value, recipe, f"{trial.seconds:.0f}")
    return table


def recipe_in_words(recipe: Recipe) -> str:
    """Return what a search varies of a recipe."""
    rate = "" if recipe.optimizer == "auto" else f" {recipe.lr0:.2g}"
    return (
        f"{recipe.model} {recipe.imgsz} px, {recipe.optimizer}{rate}, "
        f"decay {recipe.weight_decay:.1g}, freeze {recipe.freeze}"
    )


def _epochs(recipe: Recipe) -> str:
    return "1 epoch" if recipe.epochs == 1 else f"{recipe.epochs} epochs"


def _with_interval(accuracy: Accuracy) -> str:
    interval = accuracy.interval
    if interval is None:
        return f"{accuracy.map50_95:.3f}"
    return f"{accuracy.map50_95:.3f} ({interval.low:.3f} to {interval.high:.3f})"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
