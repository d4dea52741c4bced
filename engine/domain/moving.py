"""Shapes moved as a whole, in pixels of the upright image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
    bounding_box,
)


def moved(shape: Shape, *, dx: float, dy: float) -> Shape:
    """Return a shape moved by pixels; the whole image stays where it is."""
    match shape:
        case Box():
            return Box(shape.x1 + dx, shape.y1 + dy, shape.x2 + dx, shape.y2 + dy)
        case OrientedBox():
            return replace(shape, cx=shape.cx + dx, cy=shape.cy + dy)
        case Polygon():
            return _moved_polygon(shape, dx, dy)
        case MultiPolygon():
            return MultiPolygon(tuple(_moved_polygon(part, dx, dy) for part in shape.parts))
        case KeypointSet():
            x1, y1, x2, y2 = shape.box.xyxy_px
            points = tuple(_moved_keypoint(point, dx, dy) for point in shape.points_px)
            return KeypointSet(points, Box(x1 + dx, y1 + dy, x2 + dx, y2 + dy))
        case WholeImage():
            return shape


def move_together(
    shapes: Sequence[Shape], *, dx: float, dy: float, width: int, height: int
) -> list[Shape]:
    """Return shapes moved together, as far as the image lets all of them."""
    boxes = [bounding_box(shape) for shape in shapes if not isinstance(shape, WholeImage)]
    if not boxes:
        return list(shapes)
    dx = max(dx, min(0.0, -min(box.x1 for box in boxes)))
    dx = min(dx, max(0.0, width - max(box.x2 for box in boxes)))
    dy = max(dy, min(0.0, -min(box.y1 for box in boxes)))
    dy = min(dy, max(0.0, height - max(box.y2 for box in boxes)))
    return [moved(shape, dx=dx, dy=dy) for shape in shapes]


def _moved_polygon(polygon: Polygon, dx: float, dy: float) -> Polygon:
    rings = [
        tuple((x + dx, y + dy) for x, y in ring) for ring in (polygon.points_px, *polygon.holes_px)
    ]
    return Polygon(rings[0], tuple(rings[1:]))


def _moved_keypoint(
    point: tuple[float, float, Visibility], dx: float, dy: float
) -> tuple[float, float, Visibility]:
    x, y, seen = point
    # What was not labeled is nowhere.
    return point if seen is Visibility.NOT_LABELED else (x + dx, y + dy, seen)
