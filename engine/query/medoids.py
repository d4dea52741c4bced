"""K-medoids: the images that stand best for all others, beside those that are known."""

from __future__ import annotations

import numpy as np

from engine.query.image_distance import Distances
from engine.query.ranking import Floats, Rows

_ITERATIONS = 100


def find_medoids(
    distances: Distances, to_known: Floats, num: int, rng: np.random.Generator
) -> Rows:
    """Return the rows of `num` images to one of which all others lie near.

    What is known already is a center that never moves: what lies nearest to it needs no other.

    Args:
        distances: Symmetric, (s, s).
        to_known: Of each image to the nearest one that is known, (s,); infinite where none is.
        num: At most s.
        rng: Chooses among equal ones.
    """
    order = rng.permutation(len(distances))
    apart, known = distances[np.ix_(order, order)], to_known[order]
    medoids = _farthest_first(apart, known, num)
    for _ in range(_ITERATIONS):
        moved = _moved(apart, known, medoids)
        if np.array_equal(moved, medoids):
            break
        medoids = moved
    return order[medoids]


def _farthest_first(apart: Distances, to_known: Floats, num: int) -> Rows:
    nearest = np.array(to_known, np.float64)
    chosen: list[int] = []
    for _ in range(num):
        # Where nothing is known the first one is the image nearest to all.
        worth = nearest.copy() if np.isfinite(nearest).all() else -apart.sum(axis=1)
        worth[chosen] = -np.inf
        chosen.append(int(worth.argmax()))
        nearest = np.minimum(nearest, apart[chosen[-1]])
    return np.array(chosen, dtype=np.intp)


def _moved(apart: Distances, to_known: Floats, medoids: Rows) -> Rows:
    """Return for each medoid the best among the images that lie nearest to it."""
    if not len(medoids):
        return medoids
    to_medoids = apart[:, medoids]
    owner = np.where(to_known < to_medoids.min(axis=1), -1, to_medoids.argmin(axis=1))
    owner[medoids] = np.arange(len(medoids))
    moved = medoids.copy()
    for index in range(len(medoids)):
        members = np.flatnonzero(owner == index)
        moved[index] = members[apart[np.ix_(members, members)].sum(axis=0).argmin()]
    return moved
