"""What lies under a point, and what dragging does to a box; pixels of the upright image."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from engine.domain.shapes import Box

_MIN_SIDE_PX = 1.0


class Handle(Enum):
    """A grip of a box. The value is its place as fractions of width and height."""

    TOP_LEFT = (0.0, 0.0)
    TOP = (0.5, 0.0)
    TOP_RIGHT = (1.0, 0.0)
    RIGHT = (1.0, 0.5)
    BOTTOM_RIGHT = (1.0, 1.0)
    BOTTOM = (0.5, 1.0)
    BOTTOM_LEFT = (0.0, 1.0)
    LEFT = (0.0, 0.5)


CORNERS = (Handle.TOP_LEFT, Handle.TOP_RIGHT, Handle.BOTTOM_RIGHT, Handle.BOTTOM_LEFT)


def handle_point(box: Box, handle: Handle) -> tuple[float, float]:
    """Return where a handle of a box lies."""
    across, down = handle.value
    return box.x1 + across * box.width, box.y1 + down * box.height


def handle_at(box: Box, *, x: float, y: float, tolerance_px: float) -> Handle | None:
    """Return the handle a point means: a corner within the tolerance, else a side all along.

    Inside the box a handle reaches a quarter of the shorter side at most, so that the middle of a
    small box can still be grabbed to move it.
    """
    reach = tolerance_px
    if box.x1 < x < box.x2 and box.y1 < y < box.y2:
        reach = min(reach, min(box.width, box.height) / 4)
    corners = {corner: math.dist((x, y), handle_point(box, corner)) for corner in CORNERS}
    sides = {
        Handle.LEFT: math.dist((x, y), (box.x1, min(max(y, box.y1), box.y2))),
        Handle.RIGHT: math.dist((x, y), (box.x2, min(max(y, box.y1), box.y2))),
        Handle.TOP: math.dist((x, y), (min(max(x, box.x1), box.x2), box.y1)),
        Handle.BOTTOM: math.dist((x, y), (min(max(x, box.x1), box.x2), box.y2)),
    }
    for distances in (corners, sides):
        nearest = min(distances, key=lambda handle: distances[handle])
        if distances[nearest] <= reach:
            return nearest
    return None


def box_between(
    start: tuple[float, float],
    end: tuple[float, float],
    *,
    width: int,
    height: int,
    min_side_px: float = _MIN_SIDE_PX,
) -> Box | None:
    """Return the box with two opposite corners, clipped to the image; None where too small."""
    x1, x2 = sorted(min(max(x, 0.0), float(width)) for x in (start[0], end[0]))
    y1, y2 = sorted(min(max(y, 0.0), float(height)) for y in (start[1], end[1]))
    if x2 - x1 < min_side_px or y2 - y1 < min_side_px:
        return None
    return Box(x1, y1, x2, y2)


def drag_handle(box: Box, handle: Handle, *, x: float, y: float, width: int, height: int) -> Box:
    """Return the box with a handle dragged to a point, clipped to the image.

    Dragging past the opposite side turns the box over; a box that would vanish stays as it was.
    """
    across, down = handle.value
    start = (x if across == 0.0 else box.x1, y if down == 0.0 else box.y1)
    end = (x if across == 1.0 else box.x2, y if down == 1.0 else box.y2)
    return box_between(start, end, width=width, height=height) or box


def move_boxes(boxes: Sequence[Box], *, dx: float, dy: float, width: int, height: int) -> list[Box]:
    """Return boxes moved together, as far as the image lets all of them."""
    if not boxes:
        return []
    dx = max(dx, min(0.0, -min(box.x1 for box in boxes)))
    dx = min(dx, max(0.0, width - max(box.x2 for box in boxes)))
    dy = max(dy, min(0.0, -min(box.y1 for box in boxes)))
    dy = min(dy, max(0.0, height - max(box.y2 for box in boxes)))
    return [Box(box.x1 + dx, box.y1 + dy, box.x2 + dx, box.y2 + dy) for box in boxes]


def object_at(
    xyxy_px: NDArray[np.float64], *, x: float, y: float, tolerance_px: float
) -> int | None:
    """Return the row of the box that a click at a point means.

    A box whose outline passes within the tolerance comes first, the nearest one; else the smallest
    of the boxes around the point, as it would be hidden behind the others.

    Args:
        xyxy_px: Corners, shape (n, 4).
        x: Place of the point.
        y: Place of the point.
        tolerance_px: How far from an outline a click still means it.
    """
    if not len(xyxy_px):
        return None
    outside, depth = _distances(xyxy_px, x=x, y=y)
    to_outline = np.where(outside > 0, outside, depth)
    nearest = int(to_outline.argmin())
    if to_outline[nearest] <= tolerance_px:
        return nearest
    sides = xyxy_px[:, 2:] - xyxy_px[:, :2]
    areas = np.where(outside > 0, np.inf, sides[:, 0] * sides[:, 1])
    smallest = int(areas.argmin())
    return smallest if np.isfinite(areas[smallest]) else None


def objects_inside(xyxy_px: NDArray[np.float64], area: Box) -> list[int]:
    """Return the rows of the boxes, shape (n, 4), that lie whole inside an area."""
    low = (xyxy_px[:, :2] >= (area.x1, area.y1)).all(axis=1)
    high = (xyxy_px[:, 2:] <= (area.x2, area.y2)).all(axis=1)
    return [int(row) for row in np.flatnonzero(low & high)]


def _distances(
    xyxy_px: NDArray[np.float64], *, x: float, y: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far a point is outside of each box, and how deep inside."""
    beyond = np.stack(
        [xyxy_px[:, 0] - x, x - xyxy_px[:, 2], xyxy_px[:, 1] - y, y - xyxy_px[:, 3]], axis=1
    )
    past = np.clip(beyond, 0, None)
    outside = np.hypot(past[:, :2].max(axis=1), past[:, 2:].max(axis=1))
    return outside, -beyond.max(axis=1)
