"""Outlines as rows of points, each with a mark that says what begins there. Pure, any thread.

So one flat array holds the outlines of many objects, whatever their pieces and holes are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import DataError
from engine.domain.outlines import parts_of
from engine.domain.pieces import joined_parts
from engine.domain.polygon_edits import Outlined, mended
from engine.domain.shapes import Point, Polygon, Visibility

Rings = Sequence[Sequence[NDArray[np.floating[Any]]]]
T = TypeVar("T", bound=np.generic)


class Mark(IntEnum):
    """What a point is: the first or a later one of a closed line, or a keypoint."""

    ON = 0
    PIECE = 1
    HOLE = 2
    NOT_LABELED = 3
    HIDDEN = 4
    VISIBLE = 5


KEYPOINT_MARKS = {
    Visibility.NOT_LABELED: Mark.NOT_LABELED,
    Visibility.HIDDEN: Mark.HIDDEN,
    Visibility.VISIBLE: Mark.VISIBLE,
}


def marked_outline(shape: Outlined) -> NDArray[np.float32]:
    """Return the closed lines of a shape one after the other: x, y and mark, (m, 3)."""
    rows = [
        _marked(ring, Mark.HOLE if number else Mark.PIECE)
        for part in parts_of(shape)
        for number, ring in enumerate((part.points_px, *part.holes_px))
    ]
    return np.concatenate(rows)


def outline_of_marked(rows: NDArray[np.floating[Any]]) -> Outlined:
    """Return the shape that `marked_outline` wrote; pieces and holes without area fall away.

    Args:
        rows: x, y and mark, (m, 3), or x and y of a single closed line, (m, 2).

    Raises:
        DataError: Nothing is left.
    """
    pieces: list[list[NDArray[np.floating[Any]]]] = []
    for line in closed_lines(rows):
        is_hole = line.shape[1] > 2 and line[0, 2] == Mark.HOLE
        if is_hole and pieces:
            pieces[-1].append(line[:, :2])
        else:
            pieces.append([line[:, :2]])
    outline = joined_parts(list(_with_area(pieces)))
    if outline is None:
        raise DataError("An outline has no area.")
    return outline


def outline_of_rings(pieces: Rings) -> Outlined | None:
    """Return pieces, each an outer line and its holes, (k, 2), as a shape whose lines do not cross.

    None where no area is left.
    """
    outline = joined_parts(list(_with_area(pieces)))
    return None if outline is None else mended(outline)


def closed_lines(rows: NDArray[T]) -> list[NDArray[T]]:
    """Return the rows of each closed line, (k, 2 or 3); rows without marks are one line."""
    if not len(rows):
        return []
    if rows.shape[1] < 3:
        return [rows]
    begins = np.flatnonzero((rows[:, 2] == Mark.PIECE) | (rows[:, 2] == Mark.HOLE))
    return np.split(rows, begins[begins > 0])


def _marked(ring: Iterable[Point], mark: Mark) -> NDArray[np.float32]:
    points = np.array(tuple(ring), np.float32)
    marks = np.full((len(points), 1), Mark.ON, np.float32)
    marks[0] = mark
    return np.hstack([points, marks])


def _with_area(pieces: Rings) -> Iterable[Polygon]:
    for outer, *holes in pieces:
        try:
            yield Polygon(_points(outer), tuple(map(_points, holes)))
        except DataError:
            continue


def _points(line: NDArray[np.floating[Any]]) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in line.tolist())
