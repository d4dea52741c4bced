"""Order among utilities: best first with random ties, and shares below."""

from __future__ import annotations

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
    if not len(sorted_reference):
        return np.zeros(len(values))
    below = np.searchsorted(sorted_reference, values, side="left")
    return np.asarray(below / len(sorted_reference), dtype=np.float64)
