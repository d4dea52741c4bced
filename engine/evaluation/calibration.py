"""How a confidence becomes the chance that a box is right."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.domain.evaluations import Evaluation, Rows
from engine.domain.operating_points import Calibration

# Fainter boxes are so many that they alone would decide, and no threshold goes so low.
_LEAST_CONFIDENCE = 0.01
# How sure one is beforehand that a confidence is to be taken as it is: so few boxes change little.
_SLOPE_SPREAD = 0.5
_OFFSET_SPREAD = 1.0
_STEPS = 30
_MAX_STEP = 1.0
_NUM_BINS = 10


def fit_calibration(evaluation: Evaluation, found: Rows) -> Calibration | None:
    """Fit a calibration to what was found; None without any box.

    Two numbers, drawn towards no change, rather than a free curve: with the dozens of boxes of a
    small validation split an isotonic fit repeats their luck.
    """
    rows = np.flatnonzero(evaluation.confidence >= _LEAST_CONFIDENCE)
    if not len(rows):
        return None
    logits = _logit(evaluation.confidence[rows])
    slope, offset = _fit(logits, (found[rows] >= 0).astype(np.float64))
    return Calibration(slope, offset, len(rows), unseen=_unseen(evaluation, found[rows]))


def calibration_error(
    evaluation: Evaluation, found: Rows, calibration: Calibration | None = None
) -> float | None:
    """Return how far stated chances are from what happened, 0 to 1; None without any box.

    The mean over ten bins of equal size of |mean chance - share that is right| (ECE).
    """
    rows = np.flatnonzero(evaluation.confidence >= _LEAST_CONFIDENCE)
    if not len(rows):
        return None
    chances = evaluation.confidence[rows].astype(np.float64)
    if calibration is not None:
        chances = _sigmoid(calibration.slope * _logit(chances) + calibration.offset)
    order = np.argsort(chances, kind="stable")
    is_right = (found[rows] >= 0)[order]
    parts = np.array_split(np.arange(len(rows)), min(_NUM_BINS, len(rows)))
    gaps = [abs(chances[order][part].mean() - is_right[part].mean()) * len(part) for part in parts]
    return float(sum(gaps) / len(rows))


def _unseen(evaluation: Evaluation, found: Rows) -> float:
    """Return the objects without a box for each with one, one more of each assumed beforehand."""
    num_objects, num_found = len(evaluation.object_classes), int((found >= 0).sum())
    return (num_objects - num_found + 1) / (num_found + 1) if num_objects else 0.0


def _fit(logits: NDArray[np.float64], is_right: NDArray[np.float64]) -> tuple[float, float]:
    """Return slope and offset of the most probable logistic, by Newton's method."""
    features = np.stack([logits, np.ones_like(logits)], axis=1)
    before = np.array([1.0, 0.0])
    strength = np.diag([1 / _SLOPE_SPREAD**2, 1 / _OFFSET_SPREAD**2])
    weights = before.copy()
    for _ in range(_STEPS):
        chances = _sigmoid(features @ weights)
        slope = features.T @ (chances - is_right) + strength @ (weights - before)
        curvature = (features.T * (chances * (1 - chances))) @ features + strength
        step = np.linalg.solve(curvature, slope)
        weights -= step * min(1.0, _MAX_STEP / max(float(np.abs(step).max()), 1e-12))
    # A model that is more often right the less sure it is would be turned upside down.
    return max(float(weights[0]), 0.0), float(weights[1])


def _logit(confidence: NDArray[Any]) -> NDArray[np.float64]:
    inside = np.clip(confidence.astype(np.float64), 1e-6, 1 - 1e-6)
    logits: NDArray[np.float64] = np.log(inside / (1 - inside))
    return logits


def _sigmoid(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return 0.5 * (1 + np.tanh(values / 2))
