"""How often the forecasts of more labels came true, over the whole curves of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.domain.forecasts import MIN_POINTS
from engine.domain.metrics import Accuracy, Interval
from engine.evaluation.intervals import wilson
from engine.loop.forecasting import spread_of
from engine.query.stopping import LearningPoint, deviations_of, forecast_gain
from engine.simulation.cells import CellResult, Point


@dataclass(frozen=True, slots=True)
class Foresight:
    """Forecasts of the gain of the next round, made by validation alone, and what became of them.

    Attributes:
        num_forecasts: Made with at least four models, where a fifth then came.
        num_held: Whose 80 % interval held the gain that came.
        interval: 95 % of the share that held; forecasts of one curve count as independent.
    """

    num_forecasts: int
    num_held: int
    interval: Interval

    @property
    def share(self) -> float:
        """The share that held, 0 to 1."""
        return self.num_held / self.num_forecasts


def score_forecasts(results: Iterable[CellResult]) -> Foresight | None:
    """Return how often forecasts held; None where no curve is long enough for one."""
    held = [is_held for result in results for is_held in _held(_measured(result))]
    if not held:
        return None
    return Foresight(len(held), sum(held), wilson(sum(held) / len(held), len(held)))


def _measured(result: CellResult) -> list[tuple[Point, Accuracy]]:
    return [(point, point.val) for point in result.points if point.val is not None]


def _held(measured: Sequence[tuple[Point, Accuracy]]) -> Iterator[bool]:
    known = [_learning_point(point, val) for point, val in measured]
    for number, (last, following) in enumerate(pairwise(known), start=1):
        ahead = following.effort - last.effort
        if number < MIN_POINTS or ahead <= 0:
            continue
        gain = forecast_gain(known[:number], ahead=ahead)
        if gain is not None:
            yield gain.low <= following.value - last.value <= gain.high


def _learning_point(point: Point, val: Accuracy) -> LearningPoint:
    deviations = deviations_of(point.val_draws, spread=spread_of(val), seed=point.round_number)
    return LearningPoint(max(point.expert_minutes, 1e-6), val.map50_95, deviations)
