"""K-means over embeddings, and how typical an image is of its cluster."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.query.appearance import Vectors

Labels = NDArray[np.intp]

# Centers are found on a sample and then serve all points: 100,000 x 256 with 500 centers stay
# within seconds and no matrix of all pairs is ever made.
_SAMPLE_ROWS = 20_000
_ITERATIONS = 15
_CHUNK_ROWS = 8192
_NEIGHBORS = 20
_REFERENCE_ROWS = 1000


def cluster(points: Vectors, *, num_clusters: int, rng: np.random.Generator) -> Labels:
    """Return the cluster of each point, 0 to `num_clusters` - 1; some may stay empty.

    Args:
        points: Shape (n, d).
        num_clusters: At least 1 and at most n.
        rng: Draws the sample and the first centers (k-means++).
    """
    sample = points
    if len(points) > _SAMPLE_ROWS:
        sample = points[np.sort(rng.choice(len(points), _SAMPLE_ROWS, replace=False))]
    centers = _first_centers(sample, num_clusters, rng)
    labels = _assign(sample, centers)
    for _ in range(_ITERATIONS):
        centers = _means(sample, labels, centers)
        moved = _assign(sample, centers)
        if np.array_equal(moved, labels):
            break
        labels = moved
    return _assign(points, centers)


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


def _assign(points: Vectors, centers: Vectors) -> Labels:
    parts = [
        _squared(points[start : start + _CHUNK_ROWS], centers).argmin(axis=1)
        for start in range(0, len(points), _CHUNK_ROWS)
    ]
    return np.concatenate(parts)


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
