"""The learning curves of a comparison, drawn."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.simulation.comparison import FULL_SHARE, Comparison
from engine.simulation.curve_fits import Floats
from engine.simulation.drawing import Dot, Drawing, Line, Mark, Place, Text

COLORS = (
    "#0f8f7e",
    "#c46a00",
    "#2a7fbf",
    "#b3548e",
    "#7a5cc2",
    "#5f7f17",
    "#b53a2e",
    "#4b5563",
)

_WIDTH, _PANEL, _GAP = 840, 300, 24
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 240, 34, 48
_INK, _MUTED, _GRID = "#1b1e23", "#5c656f", "#e3e6ea"
_STEPS = 5
_LINE_PX = 15


def draw_comparison(comparison: Comparison) -> Drawing:
    """Return a panel for each data set: accuracy over the share of the price of all labels.

    Thin lines are seeds, whose number the legend tells, thick ones their mean; dashed is what all
    labels reach, and the share of it at which costs are compared.
    """
    datasets = comparison.datasets
    height = len(datasets) * (_PANEL + _GAP)
    drawing = Drawing(_WIDTH, max(height, _PANEL))
    for place, dataset in enumerate(datasets):
        drawing.add(_panel(comparison, dataset, top=place * (_PANEL + _GAP)))
    return drawing


def _panel(comparison: Comparison, dataset: str, *, top: int) -> Iterator[Mark]:
    largest = max(float(run.costs[-1]) for run in comparison.runs if run.dataset == dataset)
    frame = _Frame(top, largest)
    yield Text((_LEFT, top + 16), dataset, _INK, is_bold=True)
    yield from _axes(frame)
    if dataset in comparison.full:
        yield from _levels(frame, comparison.full[dataset])
    for place, arm in enumerate(comparison.arms):
        if arm in comparison.arms_of(dataset):
            yield from _arm(comparison, dataset, arm, frame, place)


class _Frame:
    """Where things lie in one panel."""

    def __init__(self, top: int, largest: float) -> None:
        self.top = top
        # The axis ends at a round figure.
        self.largest = max(math.ceil(largest * 10) / 10, 0.1)
        self.bottom = top + _PANEL - _BOTTOM
        self.right = _WIDTH - _RIGHT

    def at(self, cost: float, value: float) -> Place:
        x = _LEFT + (self.right - _LEFT) * cost / self.largest
        return x, self.bottom - (self.bottom - self.top - _TOP) * value

    def line(self, costs: Floats, values: Floats) -> tuple[Place, ...]:
        return tuple(self.at(float(c), float(v)) for c, v in zip(costs, values, strict=True))


def _axes(frame: _Frame) -> Iterator[Mark]:
    for step in range(_STEPS + 1):
        (x, y), part = frame.at(0.0, step / _STEPS), step / _STEPS
        yield Line(((x, y), (frame.right, y)), _GRID)
        yield Text((x - 8, y + 4), f"{part:.1f}", _MUTED, "end")
        across = frame.at(part * frame.largest, 0.0)[0]
        yield Text((across, frame.bottom + 16), f"{part * frame.largest:.0%}", _MUTED, "middle")
    middle = (_LEFT + frame.right) / 2
    caption = "expert time, of what labeling everything by hand takes (accuracy: mAP50-95 on test)"
    yield Text((middle, frame.bottom + 34), caption, _MUTED, "middle")


def _levels(frame: _Frame, full: float) -> Iterator[Mark]:
    for share, name in ((1.0, "all labels"), (FULL_SHARE, f"{FULL_SHARE:.0%} of it")):
        y = frame.at(0.0, share * full)[1]
        yield Line(((_LEFT, y), (frame.right, y)), _MUTED, is_dashed=True)
        yield Text((_LEFT + 4, y + (12 if share < 1 else -4)), name, _MUTED)


def _arm(
    comparison: Comparison, dataset: str, arm: str, frame: _Frame, place: int
) -> Iterator[Mark]:
    runs = [run for run in comparison.runs if (run.dataset, run.arm) == (dataset, arm)]
    color = COLORS[place % len(COLORS)]
    for run in runs if len(runs) > 1 else []:
        yield Line(frame.line(run.costs, run.values), color, opacity=0.3)
    line = frame.line(*comparison.mean_curve(dataset, arm))
    yield Line(line, color, width=2.0)
    for each in line:
        yield Dot(each, 3.0, color)
    y = frame.top + _TOP + 10 + place * _LINE_PX
    yield Line(((frame.right + 14, y - 4), (frame.right + 34, y - 4)), color, width=2.0)
    yield Text((frame.right + 40, y), f"{arm} ({len(runs)})", _INK)
