"""Shapes cut off at the edge of their image."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from engine.domain.errors import DataError
from engine.domain.pieces import joined_parts, polygons_of
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Point,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
    bounding_box,
)

# What reaches out by no more comes from rounding.
_ROUNDING_PX = 0.5


def overhang_px(shape: Shape, width: int, height: int) -> float:
    """Return how far a shape reaches out of an image of this size, in pixels; 0 where it lies in.

    Keypoints that are not labeled lie nowhere.
    """
    around = bounding_box(shape)
    corners = [(around.x1, around.y1), (around.x2, around.y2)]
    if isinstance(shape, KeypointSet):
        corners += [(x, y) for x, y, seen in shape.points_px if seen is not Visibility.NOT_LABELED]
    return max(max(-x, -y, x - width, y - height, 0.0) for x, y in corners)


def may_lie_in(shape: Shape, width: int, height: int) -> bool:
    """Return whether an image of this size may have a shape.

    Shapes lie in their image, but a rotated box around something at the edge reaches out: its
    center lies in it.
    """
    if isinstance(shape, OrientedBox):
        return 0 <= shape.cx <= width and 0 <= shape.cy <= height
    return overhang_px(shape, width, height) == 0


def clipped(shape: Shape, width: int, height: int) -> Shape | None:
    """Return the part of a shape that lies in an image of this size; None where there is none.

    What lies in is returned as it is. An outline may fall into pieces; one that reaches out by less
    than a pixel keeps its vertices. A rotated box keeps its angle and shrinks to what is seen of
    it, so that its corners may still reach out a little. Keypoints outside are not labeled.
    """
    if overhang_px(shape, width, height) == 0:
        return shape
    try:
        match shape:
            case Box():
                return _clip_box(shape, width, height)
            case OrientedBox():
                return _clip_rotated(shape, width, height)
            case Polygon() | MultiPolygon():
                return _clip_outline(shape, width, height)
            case KeypointSet():
                return _clip_keypoints(shape, width, height)
            case WholeImage():
                return WholeImage(width, height)
    except DataError:  # Less than an area is left.
        return None


def _clip_box(box: Box, width: int, height: int) -> Box:
    return Box(max(0.0, box.x1), max(0.0, box.y1), min(width, box.x2), min(height, box.y2))


def _clip_rotated(box: OrientedBox, width: int, height: int) -> OrientedBox | None:
    seen = shapely.clip_by_rect(shapely.Polygon(box.corners_px()), 0, 0, width, height)
    points = shapely.get_coordinates(seen)
    if not len(points):
        return None
    cos, sin = np.cos(box.angle), np.sin(box.angle)
    along = points @ [cos, sin]
    across = points @ [-sin, cos]
    middle = (along.min() + along.max()) / 2, (across.min() + across.max()) / 2
    return OrientedBox(
        cx=float(middle[0] * cos - middle[1] * sin),
        cy=float(middle[0] * sin + middle[1] * cos),
        width=float(np.ptp(along)),
        height=float(np.ptp(across)),
        angle=box.angle,
    )


def _clip_outline(
    shape: Polygon | MultiPolygon, width: int, height: int
) -> Polygon | MultiPolygon | None:
    parts = shape.parts if isinstance(shape, MultiPolygon) else (shape,)
    kept: list[Polygon] = []
    for part in parts:
        if overhang_px(part, width, height) <= _ROUNDING_PX:
            kept.append(_pushed_in(part, width, height))
            continue
        outline: BaseGeometry = shapely.Polygon(part.points_px, part.holes_px)
        if not outline.is_valid:
            outline = shapely.make_valid(outline)
        kept += polygons_of(shapely.clip_by_rect(outline, 0, 0, width, height))
    return joined_parts(kept)


def _pushed_in(polygon: Polygon, width: int, height: int) -> Polygon:
    def push(ring: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple((min(max(x, 0.0), width), min(max(y, 0.0), height)) for x, y in ring)

    return Polygon(push(polygon.points_px), tuple(push(hole) for hole in polygon.holes_px))


def _clip_keypoints(shape: KeypointSet, width: int, height: int) -> KeypointSet:
    points = tuple(
        (x, y, seen) if 0 <= x <= width and 0 <= y <= height else (0.0, 0.0, Visibility.NOT_LABELED)
        for x, y, seen in shape.points_px
    )
    return replace(shape, points_px=points, box=_clip_box(shape.box, width, height))
