"""The figure that decides, had the measured images been others: the same draws for all versions."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from engine.domain.evaluations import Evaluation
from engine.domain.project import Task
from engine.evaluation.average_precision import PrecisionMeter, matches_of, mean_precision

NUM_DRAWS = 100


def figure_draws(evaluation: Evaluation, task: Task) -> tuple[float, ...]:
    """Return the figure that decides under 100 draws of groups of images.

    How often a draw takes a group (Poisson, on average once) hangs on the group's name alone, so
    that draws of two versions measured on the same images can be compared one by one. Empty without
    any object.
    """
    names = [group or name for group, name in zip(evaluation.groups, evaluation.names, strict=True)]
    weights = np.array([_weights(name) for name in names]).reshape(len(names), NUM_DRAWS)
    if task is Task.CLASSIFY:
        drawn = _shares(evaluation, weights)
    else:
        meter = PrecisionMeter(matches_of(evaluation))
        drawn = np.array([mean_precision(meter.precisions(each)) for each in weights.T])
    return tuple(drawn.tolist()) if drawn.size and np.isfinite(drawn).all() else ()


def _weights(name: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).poisson(1.0, NUM_DRAWS).astype(np.float64)


def _shares(evaluation: Evaluation, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    right = np.array([each.is_correct[:, 0].any() for each in matches_of(evaluation)], float)
    total = weights.sum(axis=0)
    shares = np.full(NUM_DRAWS, np.nan)
    np.divide(right @ weights, total, out=shares, where=total > 0)
    return shares
