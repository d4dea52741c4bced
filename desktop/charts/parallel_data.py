"""Trials side by side: what each tried, as places on one axis a value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from desktop.forms.recipe_words import value_name
from engine.domain.recipes import Augmentation, Recipe
from engine.domain.searches import TrialRecord, TrialState

# Rates of learning spread over powers of ten.
_LOGARITHMIC = frozenset({"lr0", "lrf", "weight_decay"})
_OUTCOME = "mAP50-95"


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing trials differ in, with the words at its lower and upper end."""

    name: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class TrialLine:
    """A trial as a place on each axis, 0 (low) to 1 (high)."""

    number: int
    places: tuple[float, ...]
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
    columns = [(_name(key), key, [_value(trial.recipe, key) for trial in valued]) for key in _KEYS]
    differing = [each for each in columns if len(set(each[2])) > 1]
    complete = [trial for trial in valued if trial.state is TrialState.COMPLETE]
    best = max(complete, key=lambda trial: (trial.value or 0.0, -trial.number), default=None)
    outcomes: list[object] = [trial.value for trial in valued]
    placed = [_axis(name, key, values) for name, key, values in differing]
    placed.append(_axis(_OUTCOME, "", outcomes))
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


def _axis(name: str, key: str, values: Sequence[object]) -> tuple[Axis, list[float]]:
    numbers = [value for value in values if isinstance(value, (int, float))]
    if len(numbers) < len(values):
        words = sorted({str(value) for value in values})
        last = max(1, len(words) - 1)
        places = [words.index(str(value)) / last for value in values]
        return Axis(name, words[0], words[-1]), places
    is_logarithmic = key in _LOGARITHMIC and min(numbers) > 0
    scaled = [math.log(each) if is_logarithmic else float(each) for each in numbers]
    low, span = min(scaled), max(scaled) - min(scaled)
    places = [(each - low) / span if span else 0.5 for each in scaled]
    return Axis(name, f"{min(numbers):.3g}", f"{max(numbers):.3g}"), places


_KEYS = (
    *(field.name for field in fields(Recipe) if field.name != "augmentation"),
    *(f"augmentation.{field.name}" for field in fields(Augmentation)),
)


def _name(key: str) -> str:
    return value_name(key.rpartition(".")[2])


def _value(recipe: Recipe, key: str) -> object:
    group, _, name = key.rpartition(".")
    return getattr(recipe.augmentation if group else recipe, name)
