"""At which epochs trials are compared, and which of them go on."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

REDUCTION = 3
# The learning rate warms up for three epochs, on few images for longer: what is ahead there or soon
# after is often behind in the end.
_MIN_EPOCHS = 6
# With fewer trials a rank correlation says nothing; below this one the early order misleads.
MIN_FULL_TRIALS = 9
_MIN_CORRELATION = 0.5


def rungs_for(epochs: int) -> tuple[int, ...]:
    """Return the epochs, counted from 1, after which a trial is validated; the last is `epochs`.

    A ninth and a third of the way where that is long enough to tell something, and the end.
    """
    early = (round(epochs / REDUCTION**2), round(epochs / REDUCTION))
    return (*(epoch for epoch in early if epoch >= _MIN_EPOCHS), epochs)


def is_promoted(value: float, *, rivals: Sequence[float]) -> bool:
    """Return whether a trial goes on from a rung, by asynchronous successive halving.

    Among the best third of all that reached the rung so far, itself included; the best alone until
    three have reached it (Li et al., 2020).

    Args:
        value: What the trial reached, higher is better; NaN never goes on.
        rivals: What the other trials reached at the same rung, NaN left out.
    """
    if math.isnan(value):
        return False
    num_promoted = max(1, (len(rivals) + 1) // REDUCTION)
    return sum(rival > value for rival in rivals) < num_promoted


def misleads(pairs: Sequence[tuple[float, float]]) -> bool:
    """Return whether what trials had at a rung said little of where they came in at the end.

    Args:
        pairs: Of each trial that ran to the end, what it had at the rung and at the end.
    """
    if len(pairs) < MIN_FULL_TRIALS:
        return False
    early, final = zip(*pairs, strict=True)
    return rank_correlation(early, final) < _MIN_CORRELATION


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float:
    """Return Spearman's rank correlation, -1 to 1; equal values share their places.

    Where all values of one are equal nothing contradicts, and it is 1.
    """
    places = [_places(first), _places(second)]
    mean = (len(first) - 1) / 2
    a, b = ([place - mean for place in each] for each in places)
    norm = math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))
    return sum(x * y for x, y in zip(a, b, strict=True)) / norm if norm else 1.0


def _places(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    return [(bisect_left(ordered, each) + bisect_right(ordered, each) - 1) / 2 for each in values]
