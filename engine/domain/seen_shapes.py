"""The shapes of what is there and of what a model saw, small enough to keep in an evaluation.

A shape is rows of x, y and mark (see `marked_points`) in whole numbers, so that it takes 6 bytes a
point. Pure, any thread.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from engine.domain.marked_points import Mark, closed_lines, marked_outline
from engine.domain.pieces import joined_parts, polygons_of

MOST_POINTS = 64
"""Of one shape: a gallery shows no more."""

Packed = NDArray[np.uint16]
Rows = NDArray[np.int64]

# Whole numbers reach half an image beyond each edge: the corners of rotated boxes lie there.
_STEPS = 32767
_BEYOND = 0.5
# How far a line may pass beside the true one, held against the longer side of the shape.
_TOLERANCE = 0.005
_NUM_COARSER = 7
_NO_ROWS = np.zeros((0, 3), np.uint16)


@dataclass(frozen=True, slots=True, eq=False)
class SeenShape:
    """One shape, in fractions of the upright image.

    Attributes:
        rows: As packed.
        edges: Pairs of keypoints that lines join, (e, 2); none for other shapes.
    """

    rows: Packed
    edges: Rows

    @property
    def closed_lines_norm(self) -> list[NDArray[np.float64]]:
        """The lines around pieces and holes, (k, 2) each; none for keypoints."""
        return [_places(line) for line in closed_lines(self.rows)] if self._is_outline else []

    @property
    def keypoints_norm(self) -> NDArray[np.float64]:
        """Where the keypoints are that were labeled or seen, (k, 2); none for other shapes."""
        return _places(self.rows[self._is_known])

    @property
    def bones_norm(self) -> NDArray[np.float64]:
        """The lines between such keypoints, x1 y1 x2 y2 each, (b, 4)."""
        edges = self.edges[(self.edges < len(self.rows)).all(axis=1)]
        known = edges[self._is_known[edges].all(axis=1)]
        return _places(self.rows)[known].reshape(-1, 4)

    @property
    def _is_outline(self) -> bool:
        return bool(self.rows[0, 2] <= Mark.HOLE)

    @property
    def _is_known(self) -> NDArray[np.bool_]:
        is_known: NDArray[np.bool_] = self.rows[:, 2] >= Mark.HIDDEN
        return is_known


def pack_points(points_norm: NDArray[np.floating], marks: Sequence[int]) -> Packed:
    """Return points, (m, 2), with a mark each."""
    steps = np.clip(np.rint((points_norm + _BEYOND) * _STEPS), 0, 2 * _STEPS)
    return np.column_stack([steps, marks]).astype(np.uint16)


def pack_ring(points_norm: NDArray[np.floating]) -> Packed:
    """Return the corners of one closed line, (m, 2), as they are."""
    return pack_points(points_norm, [Mark.PIECE, *[Mark.ON] * (len(points_norm) - 1)])


def pack_outline(geometry: BaseGeometry) -> Packed | None:
    """Return the pieces and holes of an area, in few points; None where it has none.

    Args:
        geometry: In fractions of the image.
    """
    for doubled in range(_NUM_COARSER):
        rows = _packed(geometry, _TOLERANCE * 2**doubled)
        if rows is None or len(rows) <= MOST_POINTS:
            break
    # Of very many small pieces none would be left.
    return _packed(geometry.convex_hull, _TOLERANCE) if rows is None else rows


def join_shapes(shapes: Iterable[Packed | None]) -> tuple[Rows, Packed]:
    """Return shapes in one flat array: where each begins and ends, (n + 1,), and the rows."""
    there = [_NO_ROWS if shape is None else shape for shape in shapes]
    offsets = np.concatenate([[0], np.cumsum([len(rows) for rows in there], dtype=np.int64)])
    return offsets.astype(np.int64), np.concatenate([_NO_ROWS, *there])


def take_shapes(offsets: Rows, rows: Packed, places: Rows) -> tuple[Rows, Packed]:
    """Return some shapes of a flat array as another one."""
    return join_shapes(rows[offsets[place] : offsets[place + 1]] for place in places.tolist())


def areas_of_shapes(offsets: Rows, rows: Packed) -> NDArray[np.object_]:
    """Return the areas inside pieces and beside holes as Shapely has them, in fractions, (n,).

    All at once, as one by one would take ten times longer. None where there is no shape, or one of
    keypoints.
    """
    areas = np.full(len(offsets) - 1, None, dtype=object)
    is_line = rows[:, 2] <= Mark.HOLE
    begins = np.flatnonzero(is_line & (rows[:, 2] != Mark.ON))
    if not len(begins):
        return areas
    numbers = np.searchsorted(begins, np.flatnonzero(is_line), side="right") - 1
    lines = np.asarray(shapely.linearrings(_places(rows[is_line]), indices=numbers))
    is_outer = rows[begins, 2] == Mark.PIECE
    pieces = np.asarray(shapely.polygons(lines, indices=np.cumsum(is_outer) - 1))
    owners = np.searchsorted(offsets, begins[is_outer], side="right") - 1
    there, numbers = np.unique(owners, return_inverse=True)
    areas[there] = shapely.multipolygons(pieces, indices=numbers)
    is_crossed = ~shapely.is_valid(areas) & ~shapely.is_missing(areas)
    areas[is_crossed] = shapely.make_valid(areas[is_crossed], method="structure")
    return areas


def _packed(geometry: BaseGeometry, tolerance: float) -> Packed | None:
    shape = joined_parts(polygons_of(_simplified(geometry, tolerance)))
    if shape is None:
        return None
    rows = marked_outline(shape)
    return pack_points(rows[:, :2], rows[:, 2].astype(int).tolist())


def _simplified(geometry: BaseGeometry, tolerance: float) -> BaseGeometry:
    """Simplify alike across and down, whatever the image's proportions are."""
    left, top, right, bottom = geometry.bounds
    size = np.array([max(right - left, 1e-9), max(bottom - top, 1e-9)])
    unit = shapely.transform(geometry, lambda points: (points - (left, top)) / size)
    simple = unit.simplify(tolerance, preserve_topology=False)
    return shapely.transform(simple, lambda points: points * size + (left, top))


def _places(rows: Packed) -> NDArray[np.float64]:
    return rows[:, :2].astype(np.float64) / _STEPS - _BEYOND
