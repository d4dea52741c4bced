"""The learning curve as the page Progress shows it."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.charts.chart_data import ChartData, Mark
from desktop.charts.loop_charts import CurvePoint, learning_curve
from desktop.pages.progress.state import ProgressReading
from desktop.qtkit.words import count_text, duration_text
from desktop.viewmodels.accuracy_words import metric_name, metric_text, yardstick_text
from engine.domain.metrics import Interval, Yardstick
from engine.domain.searches import SearchOutcome, SearchRecord, SearchVerdict
from engine.domain.versions import ModelVersion
from engine.loop.curves import CurvePoint as MeasuredPoint


def progress_chart(reading: ProgressReading, *, by_minutes: bool) -> ChartData:
    """Return the learning curve over expert minutes or over labeled images."""
    points = [
        CurvePoint(
            each.expert_minutes if by_minutes else float(each.num_train_images),
            each.accuracy.map50_95,
            each.accuracy.interval or Interval(each.accuracy.map50_95, each.accuracy.map50_95),
            each.objective,
        )
        for each in reading.curve.points
    ]
    order = sorted(range(len(points)), key=lambda index: points[index].effort)
    return learning_curve(
        [points[index] for index in order],
        name=metric_text(reading.curve.yardstick, reading.task),
        x_name="expert minutes" if by_minutes else "images learned from",
        target=reading.goal.target_accuracy,
        marks=_adoptions(reading, points),
    )


def curve_title(reading: ProgressReading) -> str:
    """Return what the learning curve was measured on."""
    points = reading.curve.points
    if not points:
        return "Accuracy"
    where = yardstick_text(reading.curve.yardstick)
    newest = points[-1].accuracy.num_images
    if reading.curve.yardstick is Yardstick.FOLD:
        return f"Accuracy ({metric_name(reading.task)}) on {newest} images of a fold of the labeled"
    return f"Accuracy ({metric_name(reading.task)}) on {newest} {where} images, drawn at random, frozen"


def course_words(reading: ProgressReading) -> tuple[str, ...]:
    """Return what the last labels gained and how far the target is, in sentences."""
    words = []
    points = reading.curve.points
    if len(points) > 1 and points[-1].objective != points[-2].objective:
        number = points[-1].version_number
        words.append(f"Version {number} is the first on other classes: nothing compares with it.")
    elif len(points) > 1:
        before, now = points[-2:]
        gain = now.accuracy.map50_95 - before.accuracy.map50_95
        where = metric_text(reading.curve.yardstick, reading.task)
        step = f"Version {now.version_number} changed {where} by {gain:+.3f} over version "
        words.append(f"{step}{before.version_number}{_cost(before, now)}.")
    target = reading.goal.target_accuracy
    if target is not None and points:
        words.append(f"The target is {target:.2f}.")
    return tuple(words)


def _cost(before: MeasuredPoint, now: MeasuredPoint) -> str:
    """Return what lies between two versions: images and the expert's time."""
    images = now.num_train_images - before.num_train_images
    minutes = now.expert_minutes - before.expert_minutes
    parts = [count_text(images, "more image")] if images > 0 else []
    parts += [f"{duration_text(60 * minutes)} of your time"] if minutes > 0 else []
    return f", for {' and '.join(parts)}" if parts else ", on as many images"


def is_timed(reading: ProgressReading) -> bool:
    """Whether the expert's time is known, so that a curve over it says something."""
    return any(point.expert_minutes > 0 for point in reading.curve.points)


def _adoptions(reading: ProgressReading, points: Sequence[CurvePoint]) -> list[Mark]:
    """Return where an adopted recipe was first trained with, and what it was confirmed to gain."""
    numbers = [point.version_number for point in reading.curve.points]
    marks = []
    for search in reading.searches:
        outcome = search.outcome
        if outcome is None or outcome.confirmation is None:
            continue
        first = _first_after(search, outcome, reading.versions)
        if outcome.verdict is SearchVerdict.ADOPTED and first in numbers:
            point = points[numbers.index(first)]
            gain = f"search adopted, {outcome.confirmation.mean_difference:+.2f}"
            marks.append(Mark(point.effort, point.value, gain))
    return marks


def _first_after(
    search: SearchRecord, outcome: SearchOutcome, versions: Sequence[ModelVersion]
) -> int | None:
    """Return the number of the first version trained with the recipe of a search."""
    adopted = outcome.recipe
    for version in versions:
        is_alike = (version.recipe.optimizer, version.recipe.lr0) == (
            adopted.optimizer,
            adopted.lr0,
        )
        if version.created_at >= search.created_at and is_alike:
            return version.number
    return None
