"""Whether more labels will pay: a learning curve's forecast, and how alike two models see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.domain.forecasts import MIN_POINTS, Agreement, Gain
from engine.domain.geometry import iou_matrix, match_greedily
from engine.domain.predictions import Predictions
from engine.query.ranking import Floats

# Exponents of the curve, and how likely they are beforehand: around 0.5, from a quarter to one.
_EXPONENTS = np.geomspace(0.05, 3.0, 40)
_LIKELY_EXPONENT, _EXPONENT_SPREAD = 0.5, 0.7
# A training repeated with another seed reaches another figure, by so much at the least.
_LEAST_NOISE = 0.003
# How far the figure lies from the curve beforehand, before its points tell.
_USUAL_NOISE = 0.01
_NUM_DRAWS = 100
_TAILS = (10, 90)
_SURE_FROM = 0.25
_SAME_OBJECT_IOU = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class LearningPoint:
    """One version: what its labels cost, what it reached, how far luck of the images put it off.

    Attributes:
        effort: Expert minutes or images, above 0.
        value: The figure that decides, 0 to 1.
        deviations: Of the figure under draws of the images, (100,); draw by draw alike for versions
            measured on the same images.
    """

    effort: float
    value: float
    deviations: Floats


def forecast_gain(points: Sequence[LearningPoint], *, ahead: float, seed: int = 0) -> Gain | None:
    """Return what so much more effort is likely to gain; None with fewer than four points.

    The curve value = a - b effort^-c with a <= 1 and b >= 0 is fitted to each draw of the images,
    every point moved besides by as much as trainings differ, which the distance of the points from
    the curve tells. The interval of 80 % is that of the draws.
    """
    if len(points) < MIN_POINTS:
        return None
    effort = np.array([point.effort for point in points])
    scaled, next_effort = effort / effort[-1], 1.0 + ahead / effort[-1]
    values = np.array([point.value for point in points])
    (middle,), (residual,) = _gains(scaled, values[None], next_effort)
    noise = np.hypot(_LEAST_NOISE, residual / np.sqrt(max(len(points) - 2, 1)))
    rng = np.random.default_rng(seed)
    moved = values + np.array([point.deviations for point in points]).T
    moved = moved + rng.normal(0.0, noise, (_NUM_DRAWS, len(points)))
    low, high = np.percentile(_gains(scaled, moved, next_effort)[0], _TAILS)
    return Gain(float(middle), float(min(low, middle)), float(max(high, middle)))


def deviations_of(drawn: Sequence[float], *, spread: float, seed: int) -> Floats:
    """Return how far draws lie from their mean, (100,); random ones where nothing was drawn.

    Args:
        drawn: The figure under each draw, or nothing.
        spread: Standard deviation of the figure, used where nothing was drawn.
        seed: Of the random ones.
    """
    if len(drawn) == _NUM_DRAWS:
        values = np.asarray(drawn, dtype=np.float64)
        return np.asarray(values - values.mean(), dtype=np.float64)
    return np.random.default_rng(seed).normal(0.0, spread, _NUM_DRAWS)


def agree(pairs: Iterable[tuple[Predictions, Predictions]]) -> Agreement | None:
    """Return how alike two models see images; None where neither is sure of anything.

    Of the boxes with a confidence of 0.25 or more, the share that stands on a box of the other
    model with the same class (IoU 0.5 or more), each found once.
    """
    num_images = num_boxes = num_alike = 0
    for before, now in pairs:
        first, second = _sure(before), _sure(now)
        num_images += 1
        num_boxes += len(first) + len(second)
        num_alike += 2 * _num_alike(first, second)
    return Agreement(num_alike / num_boxes, num_images) if num_boxes else None


def _gains(effort: Floats, values: Floats, next_effort: float) -> tuple[Floats, Floats]:
    """Return the gain of the most probable curve of each row, and its distance to it, (r,)."""
    best_loss = np.full(len(values), np.inf)
    gains, residuals = np.zeros(len(values)), np.zeros(len(values))
    for exponent in _EXPONENTS:
        x = effort**-exponent
        top, drop = _line(x, values)
        squares = ((values - (top[:, None] - drop[:, None] * x)) ** 2).sum(axis=1)
        unlikely = (np.log(exponent / _LIKELY_EXPONENT) / _EXPONENT_SPREAD) ** 2
        loss = squares / _USUAL_NOISE**2 + unlikely
        better = loss < best_loss
        best_loss = np.where(better, loss, best_loss)
        gains = np.where(better, drop * (x[-1] - next_effort**-exponent), gains)
        residuals = np.where(better, np.sqrt(squares), residuals)
    return gains, residuals


def _line(x: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return the best a <= 1 and b >= 0 of values = a - b x, for each row."""
    centered = x - x.mean()
    drop = np.maximum(-(values @ centered) / max(float(centered @ centered), 1e-12), 0.0)
    top = values.mean(axis=1) + drop * x.mean()
    below_one = np.maximum(((1.0 - values) @ x) / float(x @ x), 0.0)
    return np.minimum(top, 1.0), np.where(top > 1.0, below_one, drop)


def _sure(seen: Predictions) -> Predictions:
    rows = seen.confidence >= _SURE_FROM
    return Predictions(seen.xyxy_px[rows], seen.scores[rows], seen.localization[rows])


def _num_alike(first: Predictions, second: Predictions) -> int:
    if not len(first) or not len(second):
        return 0
    overlap = iou_matrix(first.xyxy_px, second.xyxy_px)
    is_same = first.class_index[:, None] == second.class_index[None, :]
    return len(match_greedily(np.where(is_same, overlap, 0.0), threshold=_SAME_OBJECT_IOU))
