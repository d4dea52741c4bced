from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from engine.domain.metrics import Interval, Yardstick
from engine.simulation.cells import CellResult
from engine.simulation.foresight import score_forecasts
from tests.simulation.results import a_result, an_accuracy


def validated(values: Sequence[float]) -> CellResult:
    result = a_result("random", values)
    points = [
        replace(
            point,
            val=replace(
                an_accuracy(value),
                yardstick=Yardstick.VAL,
                interval=Interval(value - 0.02, value + 0.02),
            ),
        )
        for point, value in zip(result.points, values, strict=True)
    ]
    return replace(result, points=tuple(points))


def smooth(num: int) -> list[float]:
    return [float(0.7 - 0.5 * n**-0.5) for n in range(1, num + 1)]


def test_forecasts_of_a_curve_that_goes_on_hold_and_of_one_that_leaps_do_not():
    goes_on = score_forecasts([validated(smooth(6))])
    leaps = score_forecasts([validated([*smooth(4), 0.95])])

    assert goes_on is not None
    assert (goes_on.num_forecasts, goes_on.num_held) == (2, 2)
    assert leaps is not None
    assert (leaps.num_forecasts, leaps.num_held) == (1, 0)


@pytest.mark.parametrize("result", [validated(smooth(4)), a_result("random", smooth(6))])
def test_forecasts_when_curves_are_too_short_or_not_validated_then_none(result: CellResult):
    assert score_forecasts([result]) is None


def test_forecasts_of_several_curves_then_their_share_with_its_interval():
    leaping = [validated([*smooth(4), 0.95]) for _ in range(3)]

    found = score_forecasts([*leaping, *(validated(smooth(5)) for _ in range(9))])

    assert found is not None
    assert found.share == 0.75
    assert found.interval.low < 0.5
    assert found.interval.high > 0.85
