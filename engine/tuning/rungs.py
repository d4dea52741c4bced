"""At which epochs trials are compared, and which of them go on."""

from __future__ import annotations

import math
from collections.abc import Sequence

REDUCTION = 3
# The learning rate warms up for three epochs, on few images for longer: what is ahead there or soon
# after is often behind in the end.
_MIN_EPOCHS = 6


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
