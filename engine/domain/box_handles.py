"""The handles of a box and what dragging them does; pixels of the upright image."""

from __future__ import annotations

import math
from enum import Enum

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
