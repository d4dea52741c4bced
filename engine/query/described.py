"""The looks of single boxes, read chunk by chunk and joined to the boxes that count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.query.appearance import Vectors, unit_rows
from engine.query.pool import Pool
from engine.query.ranking import Rows
from engine.query.uncertainty import BoxTable

_CHUNK_IMAGES = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """What some boxes of a table look like.

    Attributes:
        rows: Rows of the table, ascending, (k,).
        vectors: Of length 1, (k, d).
    """

    rows: Rows
    vectors: Vectors


def looks_of(pool: Pool, boxes: BoxTable, image_rows: Rows) -> Looks:
    """Return the looks of the boxes of images; not every box has any.

    Args:
        pool: The candidates.
        boxes: Their boxes that count.
        image_rows: Rows of the pool, ascending.
    """
    if pool.features is None or not len(image_rows):
        return Looks(np.zeros(0, np.intp), np.zeros((0, 0), np.float32))
    described = pool.features.of_images(pool.image_ids[image_rows])
    owners = np.repeat(image_rows, np.diff(described.offsets))
    wanted = pool.offsets[owners] + described.box_rows
    at = np.minimum(np.searchsorted(boxes.source, wanted), max(len(boxes.source) - 1, 0))
    counts = boxes.source[at] == wanted if len(boxes.source) else np.zeros(len(wanted), bool)
    rows = at[counts]
    order = np.argsort(rows, kind="stable")
    return Looks(rows[order], unit_rows(described.vectors[counts][order]))


def looks_by_chunk(pool: Pool, boxes: BoxTable) -> Iterator[tuple[Rows, Looks]]:
    """Yield rows of the pool, ascending, with the looks of their boxes, 2,000 images at a time."""
    for start in range(0, len(pool), _CHUNK_IMAGES):
        image_rows = np.arange(start, min(start + _CHUNK_IMAGES, len(pool)))
        yield image_rows, looks_of(pool, boxes, image_rows)
