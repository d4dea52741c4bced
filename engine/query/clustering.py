"""K-means over embeddings, and how typical an image is of its cluster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.query.appearance import Vectors, unit_rows
from engine.query.pool import Reals

Labels = NDArray[np.intp]

# Centers are found on a sample and then serve all points: 100,000 x 256 with 500 centers stay
# within seconds and no matrix of all pairs is ever made.
_SAMPLE_ROWS = 20_000
_ITERATIONS = 15
_CHUNK_ROWS = 8192
_NEIGHBORS = 20
_REFERENCE_ROWS = 1000


def cluster(points: Reals, *, num_clusters: int, rng: np.random.Generator) -> Labels:
    """Return the cluster of each point, 0 to `num_clusters` - 1; some may stay empty.

    Args:
        points: Shape (n, d), rows of any length; only their directions count.
        num_clusters: At least 1 and at most n.
        rng: Draws the sample and the first centers (k-means++).
    """
    return assign(points, find_centers((points,), num_clusters=num_clusters, rng=rng))


def find_centers(parts: Sequence[Reals], *, num_clusters: int, rng: np.random.Generator) -> Vectors:
    """Return the centers of clusters of all points of the parts together, (num_clusters, d)."""
    sample = _sample(parts, rng)
    centers = _first_centers(sample, num_clusters, rng)
    labels = assign(sample, centers)
    for _ in range(_ITERATIONS):
        centers = _means(sample, labels, centers)
        moved = assign(sample, centers)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return centers


def assign(points: Reals, centers: Vectors) -> Labels:
    """Return for each point, a row of any length, the center nearest to its direction."""
    parts = [
        _squared(unit_rows(points[start : start + _CHUNK_ROWS]), centers).argmin(axis=1)
        for start in range(0, len(points), _CHUNK_ROWS)
    ]
    return np.concatenate([np.zeros(0, np.intp), *parts])


def typicality(points: Vectors, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return 1 / mean distance to the 20 nearest others for each point of one cluster, (n,).

    In clusters above 1,000 the neighbors come from a random 1,000 of them.
    """
    references = points
    if len(points) > _REFERENCE_ROWS:
        references = points[np.sort(rng.choice(len(points), _REFERENCE_ROWS, replace=False))]
    num_neighbors = max(1, min(_NEIGHBORS, len(references) // 2))
    parts = []
    for start in range(0, len(points), _CHUNK_ROWS):
        # Rounded, so that equal points tie and do not differ by noise of the multiplication.
        squares = _squared(points[start : start + _CHUNK_ROWS], references).clip(min=0).round(6)
        # One more than asked: a point among the references is its own nearest.
        kept = min(num_neighbors + 1, len(references))
        nearest = np.sqrt(np.partition(squares, kept - 1, axis=1)[:, :kept])
        parts.append(1.0 / (nearest.sum(axis=1) / num_neighbors + 1e-5))
    return np.concatenate(parts).astype(np.float64).round(4)


def _sample(parts: Sequence[Reals], rng: np.random.Generator) -> Vectors:
    """Return unit rows drawn from all parts alike; all of them where they are few."""
    ends = np.cumsum([len(part) for part in parts])
    total = int(ends[-1])
    drawn = np.arange(total)
    if total > _SAMPLE_ROWS:
        drawn = np.sort(rng.choice(total, _SAMPLE_ROWS, replace=False))
    chosen = [
        unit_rows(part[drawn[(drawn >= end - len(part)) & (drawn < end)] - (end - len(part))])
        for part, end in zip(parts, ends.tolist(), strict=True)
    ]
    return np.concatenate(chosen)


def _first_centers(points: Vectors, num: int, rng: np.random.Generator) -> Vectors:
    chosen = [int(rng.integers(len(points)))]
    nearest = _squared(points, points[chosen])[:, 0]
    while len(chosen) < num:
        weights = np.maximum(nearest.astype(np.float64), 0)
        total = weights.sum()
        shares = weights / total if total > 0 else None
        chosen.append(int(rng.choice(len(points), p=shares)))
        nearest = np.minimum(nearest, _squared(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def _means(points: Vectors, labels: Labels, centers: Vectors) -> Vectors:
    order = np.argsort(labels, kind="stable")
    present, starts, counts = np.unique(labels[order], return_index=True, return_counts=True)
    means = centers.copy()
    means[present] = np.add.reduceat(points[order], starts, axis=0) / counts[:, None]
    return means


def _squared(points: Vectors, others: Vectors) -> Vectors:
    own = np.einsum("ij,ij->i", points, points)[:, None]
    theirs = np.einsum("ij,ij->i", others, others)[None, :]
    squares: Vectors = own + theirs - 2.0 * (points @ others.T)
    return squares
