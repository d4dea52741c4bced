"""Examples of a class, and what was found to be alike to them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from engine.domain.clipping import clipped
from engine.domain.identifiers import ClassId
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


@dataclass(frozen=True, slots=True)
class Example:
    """An object the expert drew; `shape` is what `shape_to_json` makes of it."""

    class_id: ClassId
    shape: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Alike:
    """What was found to be alike to an example: its class, and the shape it probably has.

    `shape` is what `shape_to_json` makes of it; the confidence lies between 0 and 1.
    """

    class_id: ClassId
    confidence: float
    shape: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Freedom:
    """How else than the example an object may lie: turned, or of another size."""

    may_turn: bool = True
    may_scale: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Where something alike lies: its center in pixels, its size and angle beside the example's.

    Attributes:
        x: Center of its box, in pixels of the upright image.
        y: Center of its box, in pixels of the upright image.
        scale: Its size by the example's.
        angle: How far it is turned, in radians, clockwise in image axes.
        score: How alike it looks, up to 1.
    """

    x: float
    y: float
    scale: float
    angle: float
    score: float


def shape_at(example: Shape, place: Place, width: int, height: int) -> Shape | None:
    """Return an example's shape put to another place, as far as the image shows it.

    An upright box becomes the box around what an ellipse in it would look like there.
    """
    if isinstance(example, Box):
        return clipped(_box_at(example, place), width, height)
    return clipped(_turned(example, place), width, height)


def _box_at(box: Box, place: Place) -> Box:
    cos, sin = math.cos(place.angle), math.sin(place.angle)
    half_width = place.scale * math.hypot(box.width * cos, box.height * sin) / 2
    half_height = place.scale * math.hypot(box.width * sin, box.height * cos) / 2
    return Box(
        place.x - half_width, place.y - half_height, place.x + half_width, place.y + half_height
    )


def _turned(shape: Shape, place: Place) -> Shape:
    around = bounding_box(shape)
    middle = (around.x1 + around.x2) / 2, (around.y1 + around.y2) / 2
    cos, sin = place.scale * math.cos(place.angle), place.scale * math.sin(place.angle)

    def _to(x: float, y: float) -> Point:
        dx, dy = x - middle[0], y - middle[1]
        return place.x + dx * cos - dy * sin, place.y + dx * sin + dy * cos

    def _polygon(polygon: Polygon) -> Polygon:
        holes = tuple(tuple(_to(*point) for point in hole) for hole in polygon.holes_px)
        return Polygon(tuple(_to(*point) for point in polygon.points_px), holes)

    match shape:
        case Polygon():
            return _polygon(shape)
        case MultiPolygon():
            return MultiPolygon(tuple(_polygon(part) for part in shape.parts))
        case OrientedBox():
            center = _to(shape.cx, shape.cy)
            size = shape.width * place.scale, shape.height * place.scale
            return OrientedBox(*center, *size, shape.angle + place.angle)
        case KeypointSet():
            points = tuple(
                (x, y, seen) if seen is Visibility.NOT_LABELED else (*_to(x, y), seen)
                for x, y, seen in shape.points_px
            )
            return KeypointSet(points, _box_at(shape.box, place))
        case Box():
            return _box_at(shape, place)
        case WholeImage():
            return shape
