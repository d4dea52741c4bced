"""Distances between embeddings: how unlike images look."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.query.pool import Reals

Vectors = NDArray[np.float32]

_CHUNK_ROWS = 4096


def unit_rows(vectors: Reals) -> Vectors:
    """Return each row scaled to length 1, (n, d) float32; rows of zeros stay so."""
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    scaled: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled


def distance_to_nearest(points: Reals, references: Reals) -> NDArray[np.float64]:
    """Return the cosine distance of each point to its nearest reference, 0 to 2, (n,).

    Rows may have any length. They are scaled in chunks of 4,096, so that no copy of all of them is
    ever held; infinite where there is no reference.

    Args:
        points: Shape (n, d).
        references: Shape (k, d).
    """
    nearest = np.full(len(points), np.inf)
    for start in range(0, len(points), _CHUNK_ROWS):
        chunk = unit_rows(points[start : start + _CHUNK_ROWS])
        for other in range(0, len(references), _CHUNK_ROWS):
            theirs = unit_rows(references[other : other + _CHUNK_ROWS])
            part = nearest[start : start + _CHUNK_ROWS]
            np.minimum(part, distance((chunk @ theirs.T).max(axis=1)), out=part)
    return nearest


def distance(cosines: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return cosine distances, rounding noise around 0 taken away."""
    return np.clip(1.0 - cosines.astype(np.float64), 0.0, 2.0).round(6)
