"""Whether differences between paired runs are more than luck."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from engine.domain.metrics import Interval

# Up to so many pairs all ways of swapping them are counted; beyond, as many are drawn.
_MAX_EXACT = 16
_NUM_DRAWN = 65_536
_SEED = 0
_SAME = 1e-12
_LEVEL = 0.05
_POWER = 0.8

# The pairs of each data set that a draw takes, by the data set's name and the pairs' places.
Draw: TypeAlias = Sequence[tuple[str, Sequence[int]]]


def sign_flip_p(differences: Sequence[float]) -> float:
    """Return the two-sided p of a sign-flip permutation test of paired differences.

    Under the hypothesis of no difference each pair might as well have come out the other way
    round; p is the share of all ways to swap pairs whose mean is at least as far from 0. 1 for no
    pairs. With n pairs p is never below 2 / 2^n.
    """
    values = np.asarray(differences, np.float64)
    if not len(values):
        return 1.0
    signs = _all_signs(len(values)) if len(values) <= _MAX_EXACT else _some_signs(len(values))
    seen = abs(values.sum())
    slack = _SAME * max(1.0, float(np.abs(values).sum()))
    at_least = np.abs(signs @ values) >= seen - slack
    if len(values) <= _MAX_EXACT:
        return float(at_least.mean())
    # What was seen counts as one of the draws, so that p is never 0.
    return float((at_least.sum() + 1) / (len(at_least) + 1))


def smallest_p(num_pairs: int) -> float:
    """Return the smallest p that so many pairs can come to."""
    return min(1.0, 2.0 ** (1 - num_pairs))


def pairs_needed(num_tests: int = 1, *, level: float = _LEVEL) -> int:
    """Return how many pairs it takes at least for the first of several tests to be significant."""
    return math.ceil(1 + math.log2(max(num_tests, 1) / level))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Return p-values adjusted for being several, by Holm's step-down; in the order given."""
    adjusted: dict[str, float] = {}
    floor = 0.0
    for place, (name, p) in enumerate(sorted(p_values.items(), key=lambda item: item[1])):
        floor = max(floor, min(1.0, p * (len(p_values) - place)))
        adjusted[name] = floor
    return {name: adjusted[name] for name in p_values}


def draw_again(
    num_pairs: Mapping[str, int], statistic: Callable[[Draw], float], *, num_draws: int = 1000
) -> list[float]:
    """Return a statistic of a hierarchical bootstrap: data sets drawn anew, then pairs in each.

    Args:
        num_pairs: Pairs (seeds) of each data set, by its name.
        statistic: What to make of a draw; a data set may be in it several times.
        num_draws: How many draws.
    """
    rng = np.random.default_rng(_SEED)
    names = list(num_pairs)
    found = []
    for _ in range(num_draws):
        drawn = [names[place] for place in rng.integers(len(names), size=len(names))]
        draw = [(n, rng.integers(num_pairs[n], size=num_pairs[n]).tolist()) for n in drawn]
        found.append(statistic(draw))
    return found


def interval_of_draws(drawn: Sequence[float], *, value: float) -> Interval:
    """Return the 95 % percentile interval of draws, which holds the value itself.

    Infinite draws stand for what is larger than could be measured; an end may be infinite.
    """
    ordered = np.sort(np.asarray(drawn, np.float64))
    # Not interpolated: between a number and infinity there is nothing.
    low = float(ordered[math.floor(0.025 * (len(ordered) - 1))])
    high = float(ordered[math.ceil(0.975 * (len(ordered) - 1))])
    return Interval(min(low, value), max(high, value))


def detectable_effect(differences: Sequence[float]) -> float | None:
    """Return the smallest mean difference that so many pairs would show in 80 % of cases.

    By Student's t, two-sided at 0.05, for pairs that vary as these do. None for fewer than two.
    """
    if len(differences) < 2:
        return None
    from scipy.stats import t

    num = len(differences)
    quantiles = t.ppf(1 - _LEVEL / 2, num - 1) + t.ppf(_POWER, num - 1)
    return float(quantiles * np.std(differences, ddof=1) / math.sqrt(num))


def _all_signs(num: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    numbers = np.arange(2**num)[:, None]
    return np.where((numbers >> np.arange(num)) & 1, 1.0, -1.0)


def _some_signs(num: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rng = np.random.default_rng(_SEED)
    return np.where(rng.random((_NUM_DRAWN, num)) < 0.5, 1.0, -1.0)
