"""Drawing, resizing and turning rotated boxes; pixels of the upright image, angles in radians.

A rotated box has a frame of its own, with the origin in its center and the first axis along its
width. Its corners may lie beyond the image, its center may not.
"""

from __future__ import annotations

import math

from engine.domain.box_handles import CORNERS, Handle, handle_at, handle_point
from engine.domain.shapes import Box, OrientedBox, Point

_MIN_SIDE_PX = 1.0


def rotated_box_on(
    start: Point, end: Point, reach: Point, *, min_side_px: float = _MIN_SIDE_PX
) -> OrientedBox | None:
    """Return the rotated box with a side from start to end, as deep as a point lies from that side.

    None where a side would be too short.
    """
    along = end[0] - start[0], end[1] - start[1]
    width = math.hypot(*along)
    if width < min_side_px:
        return None
    unit = along[0] / width, along[1] / width
    offset = reach[0] - start[0], reach[1] - start[1]
    depth = unit[0] * offset[1] - unit[1] * offset[0]
    if abs(depth) < min_side_px:
        return None
    cx = (start[0] + end[0] - unit[1] * depth) / 2
    cy = (start[1] + end[1] + unit[0] * depth) / 2
    return OrientedBox(cx, cy, width, abs(depth), flat_angle(side_angle(start, end)))


def side_angle(start: Point, end: Point) -> float:
    """Return the angle of a side, clockwise from the first axis of the image."""
    return math.atan2(end[1] - start[1], end[0] - start[0])


def flat_angle(angle: float) -> float:
    """Return the angle in [-pi / 2, pi / 2) under which a rotated box looks the same."""
    flat = (angle + math.pi / 2) % math.pi - math.pi / 2
    # A tiny negative angle rounds up to the far end.
    return flat if flat < math.pi / 2 else -math.pi / 2


def turned(box: OrientedBox, by: float) -> OrientedBox:
    """Return a rotated box turned about its center, clockwise in the image."""
    return OrientedBox(box.cx, box.cy, box.width, box.height, flat_angle(box.angle + by))


def turned_towards(box: OrientedBox, point: Point, *, step: float = 0.0) -> OrientedBox:
    """Return a rotated box whose upper side looks at a point; its angle a multiple of the step."""
    if math.dist(point, (box.cx, box.cy)) == 0.0:
        return box
    angle = math.atan2(point[1] - box.cy, point[0] - box.cx) + math.pi / 2
    if step:
        angle = round(angle / step) * step
    return OrientedBox(box.cx, box.cy, box.width, box.height, flat_angle(angle))


def turning_point(box: OrientedBox, *, reach_px: float) -> Point:
    """Return the place of the grip that turns a box: so far beyond the middle of its upper side."""
    return from_frame(box, (0.0, -box.height / 2 - reach_px))


def corner_points(box: OrientedBox) -> dict[Handle, Point]:
    """Return the corners of a rotated box by what they are called in its own frame."""
    upright = _upright(box)
    return {corner: from_frame(box, handle_point(upright, corner)) for corner in CORNERS}


def rotated_handle_at(box: OrientedBox, point: Point, *, tolerance_px: float) -> Handle | None:
    """Return the corner or side, as seen in the box's own frame, that a point means."""
    x, y = to_frame(box, point)
    return handle_at(_upright(box), x=x, y=y, tolerance_px=tolerance_px)


def drag_rotated_handle(box: OrientedBox, handle: Handle, point: Point) -> OrientedBox:
    """Return the box with a corner or side dragged to a point; what lies opposite stays in place.

    A box that would vanish stays as it was.
    """
    (x, y), (across, down) = to_frame(box, point), handle.value
    upright = _upright(box)
    x1, x2 = sorted((x if across == 0.0 else upright.x1, x if across == 1.0 else upright.x2))
    y1, y2 = sorted((y if down == 0.0 else upright.y1, y if down == 1.0 else upright.y2))
    if x2 - x1 < _MIN_SIDE_PX or y2 - y1 < _MIN_SIDE_PX:
        return box
    cx, cy = from_frame(box, ((x1 + x2) / 2, (y1 + y2) / 2))
    return OrientedBox(cx, cy, x2 - x1, y2 - y1, box.angle)


def to_frame(box: OrientedBox, point: Point) -> Point:
    """Return a point of the image in the frame of a rotated box."""
    cos, sin = math.cos(box.angle), math.sin(box.angle)
    dx, dy = point[0] - box.cx, point[1] - box.cy
    return dx * cos + dy * sin, dy * cos - dx * sin


def from_frame(box: OrientedBox, point: Point) -> Point:
    """Return a point of the frame of a rotated box in the image."""
    cos, sin = math.cos(box.angle), math.sin(box.angle)
    return box.cx + point[0] * cos - point[1] * sin, box.cy + point[0] * sin + point[1] * cos


def degrees_text(angle: float) -> str:
    """Return an angle as it is read: "-12.5°", clockwise in the image."""
    return f"{math.degrees(angle) + 0.0:.1f}°"


def _upright(box: OrientedBox) -> Box:
    """Return the box in its own frame."""
    return Box(-box.width / 2, -box.height / 2, box.width / 2, box.height / 2)
