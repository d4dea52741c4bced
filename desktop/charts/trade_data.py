"""Trials as a trade: what they reach against what they cost, and which of them none outdoes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop.qtkit.translation import tr
from engine.domain.searches import TrialRecord, TrialState

# About what chance alone makes of two equal recipes on a usual validation set.
_ALMOST = 0.02
# A saving that is worth a word.
_SAVING = 0.2


class Cost(StrEnum):
    """What a recipe costs: each image later on, the size of the model, or its training."""

    LATENCY = "latency"
    SIZE = "size"
    TRAINING = "training"


_UNITS = {
    Cost.LATENCY: tr("ms per image, network alone, here"),
    Cost.SIZE: tr("million parameters"),
    Cost.TRAINING: tr("minutes of training"),
}


@dataclass(frozen=True, slots=True)
class TradePoint:
    """A trial by its cost and its accuracy; `is_front` where no other is better and cheaper."""

    number: int
    cost: float
    value: float
    is_front: bool
    text: str


@dataclass(frozen=True, slots=True)
class TradeData:
    """The points by rising cost, the unit of the cost, and the cheaper trial worth a look."""

    points: tuple[TradePoint, ...] = ()
    unit: str = ""
    bargain: TradePoint | None = None

    @property
    def front(self) -> tuple[TradePoint, ...]:
        """The points that none outdoes, by rising cost and accuracy."""
        return tuple(point for point in self.points if point.is_front)


def trade_data(trials: Sequence[TrialRecord], cost: Cost) -> TradeData:
    """Return the complete trials whose cost is known; nothing while fewer than two are."""
    done = [t for t in trials if t.state is TrialState.COMPLETE and t.value is not None]
    costs = _costs(done, cost)
    # Of equal costs the better one comes first, and alone may be on the front.
    known = sorted(
        (t for t in done if t.number in costs), key=lambda t: (costs[t.number], -(t.value or 0.0))
    )
    if len(known) < 2:
        return TradeData()
    points: list[TradePoint] = []
    for trial in known:
        value, spent = trial.value or 0.0, costs[trial.number]
        is_front = all(value > point.value for point in points)
        text = _text(trial, spent, cost)
        points.append(TradePoint(trial.number, spent, value, is_front, text))
    return TradeData(tuple(points), _UNITS[cost], _bargain(points))


def trade_words(data: TradeData) -> str:
    """Return what the trade comes to, in words; the empty text while there is none."""
    if not data.points:
        return ""
    caution = tr("Each is one training on validation: no proof.")
    if len({point.cost for point in data.points}) == 1:
        return tr("All cost the same: let trials choose models or image sizes to trade accuracy.")
    if data.bargain is None:
        return tr("No cheaper trial comes close to the best. {caution}").format(caution=caution)
    best, bargain = data.front[-1], data.bargain
    saved = 1 - bargain.cost / best.cost
    return tr(
        "Trial {cheaper} costs {saved:.0%} less than trial {best} and is {loss:.3f} "
        "behind it. {caution}"
    ).format(
        cheaper=bargain.number,
        saved=saved,
        best=best.number,
        loss=best.value - bargain.value,
        caution=caution,
    )


def _costs(trials: Sequence[TrialRecord], cost: Cost) -> dict[int, float]:
    """Return what each trial costs, where it is known."""
    if cost is Cost.TRAINING:
        return {trial.number: trial.seconds / 60 for trial in trials if trial.seconds}
    known = {trial.number: trial.cost for trial in trials if trial.cost is not None}
    if cost is Cost.SIZE:
        return {number: each.parameters / 1e6 for number, each in known.items()}
    # One network at one size takes one time, however differently it was measured.
    kinds = {t.number: (t.recipe.model, t.recipe.imgsz) for t in trials if t.number in known}
    return {
        number: statistics.median(
            known[other].latency_ms for other, each in kinds.items() if each == kind
        )
        for number, kind in kinds.items()
    }


def _bargain(points: Sequence[TradePoint]) -> TradePoint | None:
    """Return the cheapest point that saves a fifth of the best one's cost and is close to it."""
    front = [point for point in points if point.is_front]
    best = front[-1]
    close = [
        point
        for point in front
        if point.cost <= (1 - _SAVING) * best.cost and point.value >= best.value - _ALMOST
    ]
    return close[0] if close else None


def _text(trial: TrialRecord, spent: float, cost: Cost) -> str:
    unit = {Cost.LATENCY: "ms", Cost.SIZE: tr("million parameters"), Cost.TRAINING: "min"}[cost]
    name = tr("Defaults") if trial.number == 0 else tr("Trial {number}").format(number=trial.number)
    model = Path(trial.recipe.model).stem
    return tr("{name}: {value:.3f}, {spent:.3g} {unit}, {model} at {imgsz} px").format(
        name=name, value=trial.value, spent=spent, unit=unit, model=model, imgsz=trial.recipe.imgsz
    )
