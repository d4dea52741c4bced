"""Order among utilities: best first with random ties, and shares below."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Rows = NDArray[np.integer[Any]]


def best_rows(utilities: Floats, size: int, rng: np.random.Generator) -> Rows:
    """Return the rows of the largest utilities, best first, equal ones in random order."""
    ties = rng.permutation(len(utilities))
    order: Rows = np.lexsort((ties, -utilities))
    return order[: max(size, 0)]


def perturbed(utilities: Floats, *, sharpness: float, rng: np.random.Generator) -> Floats:
    """Return what to rank by so that the best k are a sample in proportion to utilities.

    ln(utility) plus Gumbel noise (Kirsch et al., TMLR 2023); what has no utility stays last.

    Args:
        utilities: At least 0, (n,).
        sharpness: The larger, the less is left to chance; 1 samples in proportion.
        rng: Draws the noise.
    """
    noise = rng.gumbel(size=len(utilities)) / sharpness
    is_worth = utilities > 0
    logs = np.log(np.where(is_worth, utilities, 1.0))
    ranked: Floats = np.where(is_worth, logs + noise, -np.inf)
    return ranked


def share_below(values: Floats, sorted_reference: Floats) -> Floats:
    """Return for each value the share of the reference that is smaller, 0 to 1.

    The smallest of the reference gets 0: what does not differ says nothing.
    """
    if not len(sorted_reference):
        return np.zeros(len(values))
    below = np.searchsorted(sorted_reference, values, side="left")
    return np.asarray(below / len(sorted_reference), dtype=np.float64)
