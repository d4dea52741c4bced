"""Trials side by side: what each tried, as places on one axis a value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from desktop.forms.recipe_words import choice_name, value_name
from engine.domain.recipes import Augmentation, Recipe
from engine.domain.searches import Choice, TrialRecord, TrialState

# Rates of learning spread over powers of ten.
_LOGARITHMIC = frozenset({"lr0", "lrf", "weight_decay"})
_OUTCOME = "mAP50-95"


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing trials differ in, with the words at its lower and upper end."""

    name: str
    low: str
    high: str
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A trial as a place on each axis, 0 (low) to 1 (high); None where it has none."""

    number: int
    places: tuple[float | None, ...]
    is_best: bool
    is_complete: bool


@dataclass(frozen=True, slots=True)
class ParallelData:
    """Axes from left to right, the outcome last, and the trials from worst to best."""

    axes: tuple[Axis, ...] = ()
    lines: tuple[TrialLine, ...] = ()


def parallel_data(trials: Sequence[TrialRecord]) -> ParallelData:
    """Return the trials that have a value; nothing while fewer than two have."""
    valued = sorted((t for t in trials if t.value is not None), key=lambda t: t.value or 0.0)
    if len(valued) < 2:
        return ParallelData()
    differing = [column for column in _columns(valued) if len(set(column.values)) > 1]
    complete = [trial for trial in valued if trial.state is TrialState.COMPLETE]
    best = max(complete, key=lambda trial: (trial.value or 0.0, -trial.number), default=None)
    outcomes = _Column(_OUTCOME, [trial.value for trial in valued])
    placed = [_axis(column) for column in (*differing, outcomes)]
    return ParallelData(
        tuple(axis for axis, _ in placed),
        tuple(
            TrialLine(
                trial.number,
                tuple(places[row] for _, places in placed),
                is_best=trial is best,
                is_complete=trial.state is TrialState.COMPLETE,
            )
            for row, trial in enumerate(valued)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A value of each trial."""

    name: str
    values: Sequence[object]
    choice: Choice | None = None
    is_logarithmic: bool = False


def _columns(trials: Sequence[TrialRecord]) -> list[_Column]:
    """Return what trials may differ in: first what a search chooses, then what follows from it."""
    columns = [_column(trials, key) for key in _KEYS]
    strengths = [trial.strength for trial in trials]
    if any(strength is not None for strength in strengths):
        # One number stands for all that is done to the images.
        columns = [each for each in columns if each.choice is not Choice.AUGMENTATION]
        name = choice_name(Choice.AUGMENTATION)
        columns.append(_Column(name, strengths, Choice.AUGMENTATION))
    return sorted(columns, key=lambda each: each.choice is None)


def _column(trials: Sequence[TrialRecord], key: str) -> _Column:
    group, _, name = key.rpartition(".")
    values = [getattr(t.recipe.augmentation if group else t.recipe, name) for t in trials]
    choice = Choice.AUGMENTATION if group else _CHOICES.get(name)
    return _Column(value_name(name), values, choice, is_logarithmic=name in _LOGARITHMIC)


def _axis(column: _Column) -> tuple[Axis, list[float | None]]:
    name, choice = column.name, column.choice
    numbers = [value for value in column.values if isinstance(value, (int, float))]
    if any(isinstance(value, str) for value in column.values):
        words = sorted({str(value) for value in column.values})
        last = max(1, len(words) - 1)
        return (
            Axis(name, words[0], words[-1], choice),
            [words.index(str(value)) / last for value in column.values],
        )
    is_logarithmic = column.is_logarithmic and min(numbers) > 0
    scale = math.log if is_logarithmic else float
    low, span = scale(min(numbers)), scale(max(numbers)) - scale(min(numbers))
    places = [
        None if not isinstance(each, (int, float)) else (scale(each) - low) / span if span else 0.5
        for each in column.values
    ]
    return Axis(name, f"{min(numbers):.3g}", f"{max(numbers):.3g}", choice), places


_KEYS = (
    *(field.name for field in fields(Recipe) if field.name != "augmentation"),
    *(f"augmentation.{field.name}" for field in fields(Augmentation)),
)
_CHOICES = {
    "model": Choice.MODEL,
    "imgsz": Choice.IMAGE_SIZE,
    "optimizer": Choice.OPTIMIZER,
    "lr0": Choice.LEARNING_RATE,
    "lrf": Choice.LAST_RATE,
    "weight_decay": Choice.WEIGHT_DECAY,
    "box": Choice.LOSS_GAINS,
    "cls": Choice.LOSS_GAINS,
    "dfl": Choice.LOSS_GAINS,
    "cls_pw": Choice.CLASS_WEIGHTS,
    "freeze": Choice.FREEZE,
}
