"""Forecasts of a learning curve, and how alike two models see."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.forecasts import WORTH_AN_HOUR, Agreement, Forecast
from engine.domain.predictions import Predictions
from engine.query.stopping import LearningPoint, agree, deviations_of, forecast_gain


def _points(values, efforts, *, spread: float = 0.004):
    rng = np.random.default_rng(0)
    return [
        LearningPoint(effort, value, rng.normal(0, spread, 100))
        for effort, value in zip(efforts, values, strict=True)
    ]


def test_forecast_when_fewer_than_four_points_are_known_then_nothing_is_said():
    assert forecast_gain(_points([0.2, 0.4, 0.5], [10, 20, 30]), ahead=60) is None


def test_forecast_when_the_curve_rises_then_the_interval_holds_what_follows():
    efforts = np.array([20.0, 40, 60, 90])
    curve = 0.8 - 2.0 * efforts**-0.6
    gain = forecast_gain(_points(curve, efforts), ahead=60)
    true = 2.0 * (90**-0.6 - 150**-0.6)
    assert gain is not None
    assert gain.low <= true <= gain.high
    assert gain.value == pytest.approx(true, rel=0.5)


def test_forecast_when_the_curve_is_flat_then_an_hour_is_surely_not_worth_it():
    efforts = [20.0, 60, 120, 200, 300, 420]
    gain = forecast_gain(_points([0.7, 0.702, 0.699, 0.701, 0.7, 0.7], efforts), ahead=60)
    assert gain is not None
    assert gain.high < WORTH_AN_HOUR


@given(
    values=st.lists(st.floats(0, 1), min_size=4, max_size=12),
    first=st.floats(0.1, 100),
    ahead=st.floats(0.1, 1e4),
)
def test_forecast_whatever_was_reached_then_no_gain_is_negative_or_above_one(values, first, ahead):
    efforts = first * np.arange(1, len(values) + 1)
    gain = forecast_gain(_points(values, efforts), ahead=ahead)
    assert gain is not None
    assert 0 <= gain.low <= gain.value <= gain.high <= 1.5


def test_deviations_when_the_images_were_drawn_then_these_count_else_chance():
    assert deviations_of([0.5] * 99 + [0.6], spread=9.0, seed=0).max() == pytest.approx(0.099)
    assert deviations_of((), spread=0.01, seed=0).std() == pytest.approx(0.01, rel=0.3)


def _seen(*boxes: tuple[float, tuple[float, ...]]) -> Predictions:
    corners = np.array([[x, 0, x + 10, 10] for x, _ in boxes], np.float32).reshape(-1, 4)
    scores = np.array([each for _, each in boxes], np.float32).reshape(-1, 2)
    return Predictions(corners, scores, np.zeros(len(boxes), np.float32))


def test_agree_when_models_see_half_alike_then_so_it_says():
    before = _seen((0, (0.9, 0.1)), (50, (0.8, 0.1)))
    now = _seen((1, (0.7, 0.1)), (50, (0.1, 0.8)), (90, (0.1, 0.2)))
    assert agree([(before, now), (_seen(), _seen())]) == Agreement(0.5, 2)


def test_agree_when_neither_is_sure_of_anything_then_nothing_is_said():
    assert agree([(_seen((0, (0.1, 0.1))), _seen())]) is None
    assert agree([]) is None


@pytest.mark.parametrize(
    ("shares", "is_settled"),
    [
        ((0.9, 0.9, 0.9), False),
        ((0.90, 0.91, 0.92, 0.92), True),
        ((0.5, 0.8, 0.85, 0.9), False),
        ((0.1, 0.90, 0.905, 0.91, 0.91), True),
    ],
)
def test_settled_when_agreement_rises_no_more_over_three_versions(shares, is_settled):
    found = tuple(Agreement(share, 100) for share in shares)
    assert Forecast(num_points=len(shares), agreements=found).is_settled is is_settled


def test_forecast_when_many_curves_are_made_up_then_about_eight_of_ten_intervals_hold_the_truth():
    rng = np.random.default_rng(3)
    efforts = np.array([10.0, 20, 30, 40, 50, 60])
    held = 0
    for _ in range(200):
        t = efforts[: rng.integers(4, 7)]
        top, exponent = rng.uniform(0.4, 0.9), rng.uniform(0.3, 1.2)
        drop = rng.uniform(0.3, 1.0) * 0.4 * 10**exponent
        luck = rng.normal(0, 0.02, 100)
        points = [
            LearningPoint(
                effort,
                top - drop * effort**-exponent + rng.normal(0, 0.008),
                luck + rng.normal(0, 0.006, 100),
            )
            for effort in t.tolist()
        ]
        true = drop * (t[-1] ** -exponent - (t[-1] + 60) ** -exponent)
        gain = forecast_gain(points, ahead=60)
        assert gain is not None
        held += gain.low <= true <= gain.high
    assert 0.7 * 200 <= held <= 0.9 * 200
