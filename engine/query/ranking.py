"""Order among utilities: best first with random ties, and shares below."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


def best_rows(utilities: Floats, size: int, rng: np.random.Generator) -> Rows:
    """Return the rows of the largest utilities, best first, equal ones in random order."""
    ties = rng.permutation(len(utilities))
    order: Rows = np.lexsort((ties, -utilities))
    return order[: max(size, 0)]


def share_below(values: Floats, sorted_reference: Floats) -> Floats:
    """Return for each value the share of the reference that is smaller, 0 to 1.

    The smallest of the reference gets 0: what does not differ says nothing.
    """
    return _share(values, sorted_reference, side="left")


def share_up_to(values: Floats, sorted_reference: Floats) -> Floats:
    """Return for each value the share of the reference that is not larger, 0 to 1."""
    return _share(values, sorted_reference, side="right")


def _share(values: Floats, reference: Floats, *, side: Literal["left", "right"]) -> Floats:
    if not len(reference):
        return np.zeros(len(values))
    return np.asarray(np.searchsorted(reference, values, side=side) / len(reference))
