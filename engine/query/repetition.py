"""Boxes that repeat another one of their image, so that a crowd of equals counts once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.query.described import Looks, looks_by_chunk
from engine.query.pool import Pool
from engine.query.ranking import Floats
from engine.query.uncertainty import BoxTable

# From this cosine on two boxes of one class say the same (EDC's T_enms).
_SAME_FROM = 0.5


def not_repeated(pool: Pool, boxes: BoxTable, values: Floats) -> NDArray[np.bool_]:
    """Return which boxes count when each leaves out those of its class that look like it.

    The suppression of entropies of Wu et al. (CVPR 2022): in each image the box of the largest
    value is kept and those alike dropped, then the next. Boxes without looks are all kept.

    Args:
        pool: The candidates.
        boxes: Their boxes that count, k of them.
        values: What the boxes are worth, (k,).
    """
    is_kept = np.ones(len(boxes.top), dtype=bool)
    for _, looks in looks_by_chunk(pool, boxes):
        is_kept[looks.rows] = _keep(boxes, looks, values[looks.rows])
    return is_kept


def _keep(boxes: BoxTable, looks: Looks, values: Floats) -> NDArray[np.bool_]:
    """Return which of the boxes with looks are kept, all images at the same time."""
    owner, kind = boxes.image_row[looks.rows], boxes.top_class[looks.rows]
    is_kept = np.zeros(len(owner), dtype=bool)
    # Best first within each image; each turn takes the first box that is left in every image.
    left = np.lexsort((-values, owner))
    while len(left):
        _, first, place = np.unique(owner[left], return_index=True, return_inverse=True)
        best = left[first]
        is_kept[best] = True
        mates = best[place]
        cosines = np.einsum("ij,ij->i", looks.vectors[left], looks.vectors[mates])
        is_same = (kind[left] == kind[mates]) & (cosines > _SAME_FROM)
        left = left[~(is_same | (left == mates))]
    return is_kept
