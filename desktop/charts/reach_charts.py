"""Charts of what thresholds reach: precision over the share found, and FROC."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.charts.chart_data import ChartData, Mark, Series, Tone
from desktop.qtkit.translation import tr
from engine.domain.evaluations import ClassCurve

_MAX_POINTS = 160
# Beyond so many false alarms an image nobody works; the curve would be all tail.
_LEAST_REACH, _REACH_FACTOR = 1.0, 4.0


@dataclass(frozen=True, slots=True)
class ToldCurves:
    """A class on what is looked at and, apart, where its threshold was chosen.

    Attributes:
        chosen: None where both are the same, or nothing chose.
        threshold: Marked on the curve.
    """

    shown: ClassCurve
    shown_name: str
    chosen: ClassCurve | None
    chosen_name: str
    threshold: float


def precision_over_recall(told: ToldCurves) -> ChartData:
    """Return precision over the share of objects found."""
    lines = []
    for curve, name, tone in _curves(told):
        # Before the first object is found precision is 0, whatever comes later.
        begun = curve.num_found > 0
        if curve.num_objects:
            lines.append(_line(name, curve.recall[begun], curve.precision[begun], tone))
    place = _place(told.shown, told.threshold)
    marks = _mark(told, told.shown.recall, told.shown.precision, place)
    return ChartData(tuple(lines), x_name=tr("share of objects found"), marks=marks)


def found_over_false_alarms(told: ToldCurves) -> ChartData:
    """Return the share of objects found over false alarms per image (FROC)."""
    place = _place(told.shown, told.threshold)
    at = float(told.shown.false_alarms[place]) if place is not None else 0.0
    end = max(_LEAST_REACH, _REACH_FACTOR * at)
    lines = []
    for curve, name, tone in _curves(told):
        if curve.num_objects:
            near = curve.false_alarms <= end
            lines.append(_line(name, curve.false_alarms[near], curve.recall[near], tone))
    marks = _mark(told, told.shown.false_alarms, told.shown.recall, place)
    return ChartData(tuple(lines), x_name=tr("false alarms per image"), marks=marks)


def _curves(told: ToldCurves) -> list[tuple[ClassCurve, str, Tone]]:
    quiet = [] if told.chosen is None else [(told.chosen, told.chosen_name, Tone.QUIET)]
    return [*quiet, (told.shown, told.shown_name, Tone.MAIN)]


def _line(name: str, xs: NDArray[np.float64], ys: NDArray[np.float64], tone: Tone) -> Series:
    if len(xs) > _MAX_POINTS:
        kept = np.unique(np.linspace(0, len(xs) - 1, _MAX_POINTS).round().astype(int))
        xs, ys = xs[kept], ys[kept]
    return Series(name, _floats(xs), _floats(ys), tone, has_points=False)


def _place(curve: ClassCurve, threshold: float) -> int | None:
    """Return the row of the curve that a threshold stands for; None where no box is shown."""
    num_above = int((curve.thresholds >= threshold).sum())
    return num_above - 1 if num_above and curve.num_objects else None


def _mark(
    told: ToldCurves, xs: NDArray[np.float64], ys: NDArray[np.float64], place: int | None
) -> tuple[Mark, ...]:
    if place is None:
        return ()
    return (
        Mark(
            float(xs[place]),
            float(ys[place]),
            tr("from {threshold:.2f}").format(threshold=told.threshold),
        ),
    )


def _floats(values: Sequence[float] | NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
