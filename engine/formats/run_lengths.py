"""COCO's run-length encoded masks, as outlines along the edges of their pixels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from engine.domain.errors import DataError
from engine.domain.pieces import joined_parts, polygons_of
from engine.domain.shapes import MultiPolygon, Polygon

# A mask has some runs a column; more than this is noise, or an attack on memory.
_MAX_RUNS = 50_000
_MORE, _SIGN, _BITS, _FIRST = 0x20, 0x10, 5, 48


def outline_of_runs(
    counts: str | Sequence[int], width: int, height: int
) -> Polygon | MultiPolygon | None:
    """Return the outline of a mask; None for one that covers nothing.

    It runs along the edges of the pixels, so that it covers exactly what the mask covers. Pixels
    that touch at a corner only belong to two pieces.

    Args:
        counts: Lengths of the runs of zeros and ones in turn, column by column, as numbers or in
            COCO's compressed form.
        width: The mask's width in pixels.
        height: Its height in pixels.

    Raises:
        DataError: The runs do not fill the mask, or are too many.
    """
    runs = _decompress(counts) if isinstance(counts, str) else counts
    if len(runs) > _MAX_RUNS:
        raise DataError(f"Its mask has more than {_MAX_RUNS:,} runs.")
    lengths = np.asarray(runs, dtype=np.int64)
    if (lengths < 0).any() or int(lengths.sum()) != width * height:
        raise DataError(f"The runs of its mask do not fill {width} x {height} pixels.")
    ends = lengths.cumsum()[1::2]
    starts = ends - lengths[1::2]
    covered = starts < ends
    boxes = _boxes(starts[covered], ends[covered], height)
    return joined_parts(polygons_of(shapely.union_all(boxes).simplify(0)))


def _boxes(starts: NDArray[np.int64], ends: NDArray[np.int64], height: int) -> NDArray[np.object_]:
    """Return rectangles that cover the runs: the rest of a column, whole columns, a beginning."""
    first, last = starts // height, (ends - 1) // height
    top, bottom = starts - first * height, ends - last * height
    is_single = first == last
    head = (first, top, first + 1, np.where(is_single, bottom, height))
    several, wide = ~is_single, last - first > 1
    above, below = np.zeros_like(first), np.full_like(first, height)
    tail = (last[several], above[several], last[several] + 1, bottom[several])
    middle = (first[wide] + 1, above[wide], last[wide], below[wide])
    return np.concatenate([shapely.box(*corners) for corners in (head, tail, middle)])


def _decompress(text: str) -> list[int]:
    """Return the runs that COCO writes as text: five bits a character, differences from the third.

    Raises:
        DataError: It is not such a text.
    """
    runs: list[int] = []
    value, shift = 0, 0
    for char in text:
        code = ord(char) - _FIRST
        if not 0 <= code < 2 * _MORE or shift > 60 or len(runs) > _MAX_RUNS:
            raise DataError("Its mask is not a sound run-length code.")
        value |= (code & (_MORE - 1)) << shift
        shift += _BITS
        if code & _MORE:
            continue
        if code & _SIGN:
            value -= 1 << shift
        runs.append(value + (runs[-2] if len(runs) > 2 else 0))
        value, shift = 0, 0
    if shift:
        raise DataError("Its mask ends in the middle of a run.")
    return runs
