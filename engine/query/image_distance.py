"""How far images are from each other by what is in them: boxes of one class, compared by looks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.query.appearance import distance, unit_rows
from engine.query.described import Looks, looks_of
from engine.query.pool import Pool
from engine.query.ranking import Floats, Rows
from engine.query.uncertainty import BoxTable

Distances = NDArray[np.float32]

# What a box is apart from an image without any of its class.
_LACKING = 2.0
_OBJECTS_WEIGHT = 0.7


def image_distances(pool: Pool, boxes: BoxTable, rows: Rows) -> Distances:
    """Return how far images are apart, 0 to 2, symmetric, (s, s).

    Mostly by their objects (the category-conditioned matching of PPAL, CVPR 2024), partly by the
    whole image; where one of two images has no objects, by the whole image alone.

    Args:
        pool: The candidates.
        boxes: Their boxes that count.
        rows: Images of the pool, ascending, s of them.
    """
    points = unit_rows(pool.embeddings[rows])
    whole = distance(points @ points.T).astype(np.float32)
    looks = looks_of(pool, boxes, rows)
    if not len(looks.rows):
        return whole
    owners = np.searchsorted(rows, boxes.image_row[looks.rows])
    by_objects = _object_distances(boxes, looks, owners, len(rows))
    has_objects = np.bincount(owners, minlength=len(rows)) > 0
    are_both = has_objects[:, None] & has_objects[None, :]
    if not pool.has_embeddings:
        return np.where(are_both, by_objects, np.float32(_LACKING))
    mixed = _OBJECTS_WEIGHT * by_objects + (1.0 - _OBJECTS_WEIGHT) * whole
    return np.where(are_both, mixed, whole).astype(np.float32)


def _object_distances(boxes: BoxTable, looks: Looks, owners: Rows, num: int) -> Distances:
    """Return the mean over both directions of how badly the boxes of images match, (num, num)."""
    found = np.full((num, num), _LACKING, np.float32)
    present, starts = np.unique(owners, return_index=True)
    kinds, weights = boxes.top_class[looks.rows], boxes.top[looks.rows]
    for image, own in zip(present, np.split(np.arange(len(owners)), starts[1:]), strict=True):
        apart = 1.0 - looks.vectors[own] @ looks.vectors.T
        apart[kinds[own][:, None] != kinds[None, :]] = _LACKING
        nearest = np.minimum.reduceat(apart, starts, axis=1).clip(0.0, _LACKING)
        found[image, present] = _weighted_mean(nearest, weights[own])
    return np.asarray(((found + found.T) / 2).round(5), np.float32)


def _weighted_mean(values: Floats, weights: Floats) -> Floats:
    total = float(weights.sum())
    return np.asarray(weights @ values / total if total > 0 else values.mean(axis=0))
