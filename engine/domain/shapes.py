"""The shapes an expert draws, in pixels of the upright image, origin at its top left corner."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

from engine.domain.errors import DataError

Point: TypeAlias = tuple[float, float]
"""x and y in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright box by its corners in pixels; x1 < x2 and y1 < y2."""

    x1: float
    y1: float
    x2: float
    y2: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in self.xyxy_px):
            raise DataError(f"A box has a corner that is not a number: {self.xyxy_px}.")
        if self.x2 <= self.x1 or self.y2 <= self.y1:
            raise DataError(f"A box has no area: {self.xyxy_px}.")

    @property
    def xyxy_px(self) -> tuple[float, float, float, float]:
        """Corners in pixels."""
        return (self.x1, self.y1, self.x2, self.y2)

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.x2 - self.x1

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.y2 - self.y1


@dataclass(frozen=True, slots=True)
class OrientedBox:
    """A rotated box: centre and size in pixels, angle in radians, clockwise in image axes."""

    cx: float
    cy: float
    width: float
    height: float
    angle: float

    def __post_init__(self) -> None:
        values = (self.cx, self.cy, self.width, self.height, self.angle)
        if not all(math.isfinite(value) for value in values):
            raise DataError(f"A rotated box has a part that is not a number: {values}.")
        if self.width <= 0 or self.height <= 0:
            raise DataError(f"A rotated box has no area: {values}.")

    def corners_px(self) -> tuple[tuple[float, float], ...]:
        """Return the four corners in pixels, in order around the box."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        half = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        offsets = ((sx * self.width / 2, sy * self.height / 2) for sx, sy in half)
        return tuple(
            (self.cx + dx * cos - dy * sin, self.cy + dx * sin + dy * cos) for dx, dy in offsets
        )


@dataclass(frozen=True, slots=True)
class Polygon:
    """A simple polygon by its vertices in pixels, with holes; both extents are above zero."""

    points_px: tuple[tuple[float, float], ...]
    holes_px: tuple[tuple[tuple[float, float], ...], ...] = ()

    def __post_init__(self) -> None:
        if len(self.points_px) < 3:
            raise DataError(f"A polygon needs three points; this one has {len(self.points_px)}.")
        for ring in (self.points_px, *self.holes_px):
            if not all(math.isfinite(value) for point in ring for value in point):
                raise DataError("A polygon has a point that is not a number.")
        xs, ys = zip(*self.points_px, strict=True)
        if max(xs) <= min(xs) or max(ys) <= min(ys):
            raise DataError(f"A polygon has no area: its points lie at {self.points_px[0]}.")


@dataclass(frozen=True, slots=True)
class MultiPolygon:
    """One object in two or more pieces, as seen behind something else."""

    parts: tuple[Polygon, ...]

    def __post_init__(self) -> None:
        if len(self.parts) < 2:
            raise DataError("An object in pieces needs two; a single piece is a polygon.")


class Visibility(IntEnum):
    """How a keypoint is seen, in COCO's numbers."""

    NOT_LABELED = 0
    HIDDEN = 1
    VISIBLE = 2


@dataclass(frozen=True, slots=True)
class KeypointSet:
    """The keypoints of one object, in the order of the project's skeleton; x and y in pixels."""

    points_px: tuple[tuple[float, float, Visibility], ...]
    box: Box


@dataclass(frozen=True, slots=True)
class WholeImage:
    """The image itself, for a class that is said of all of it; size in pixels."""

    width: int
    height: int


Shape: TypeAlias = Box | OrientedBox | Polygon | MultiPolygon | KeypointSet | WholeImage


def shape_in_words(shape: Shape) -> str:
    """Return what kind of shape it is, as a noun for a person."""
    match shape:
        case Box():
            return "box"
        case OrientedBox():
            return "rotated box"
        case Polygon():
            return "polygon"
        case MultiPolygon():
            return "polygon in pieces"
        case KeypointSet():
            return "set of keypoints"
        case WholeImage():
            return "class of an image"


def bounding_box(shape: Shape) -> Box:
    """Return the smallest upright box around any shape."""
    match shape:
        case Box():
            return shape
        case KeypointSet():
            return shape.box
        case WholeImage():
            return Box(0.0, 0.0, float(shape.width), float(shape.height))
        case OrientedBox():
            return _around(shape.corners_px())
        case Polygon():
            return _around(shape.points_px)
        case MultiPolygon():
            return _around([point for part in shape.parts for point in part.points_px])


def moved(shape: Shape, place: Callable[[float, float], Point], *, scale: float = 1.0) -> Shape:
    """Return a shape with its points put elsewhere; a rotated box also grows by `scale`."""
    match shape:
        case Box():
            return Box(*place(shape.x1, shape.y1), *place(shape.x2, shape.y2))
        case OrientedBox():
            cx, cy = place(shape.cx, shape.cy)
            return OrientedBox(cx, cy, shape.width * scale, shape.height * scale, shape.angle)
        case Polygon():
            holes = tuple(tuple(place(*point) for point in hole) for hole in shape.holes_px)
            return Polygon(tuple(place(*point) for point in shape.points_px), holes)
        case MultiPolygon():
            parts = (moved(part, place, scale=scale) for part in shape.parts)
            return MultiPolygon(tuple(part for part in parts if isinstance(part, Polygon)))
        case KeypointSet():
            points = tuple(
                (x, y, seen) if seen is Visibility.NOT_LABELED else (*place(x, y), seen)
                for x, y, seen in shape.points_px
            )
            box = shape.box
            return KeypointSet(points, Box(*place(box.x1, box.y1), *place(box.x2, box.y2)))
        case WholeImage():
            return shape


def shape_to_json(shape: Shape) -> dict[str, object]:
    """Return a shape as plain data with its kind, for the database and for files."""
    match shape:
        case Box():
            return {"kind": "box", "xyxy": list(shape.xyxy_px)}
        case OrientedBox():
            return {
                "kind": "obb",
                "xywhr": [shape.cx, shape.cy, shape.width, shape.height, shape.angle],
            }
        case Polygon():
            return {"kind": "polygon", **_rings_to_json(shape)}
        case MultiPolygon():
            return {"kind": "multipolygon", "parts": [_rings_to_json(p) for p in shape.parts]}
        case KeypointSet():
            points = [[x, y, int(visible)] for x, y, visible in shape.points_px]
            return {"kind": "keypoints", "points": points, "xyxy": list(shape.box.xyxy_px)}
        case WholeImage():
            return {"kind": "image", "size": [shape.width, shape.height]}


def shape_from_json(data: object) -> Shape:
    """Return the shape that `shape_to_json` wrote.

    Raises:
        DataError: The data is not a shape.
    """
    try:
        return _decode(data)
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"Not a shape: {str(data)[:120]}.") from error


def _decode(data: object) -> Shape:
    if not isinstance(data, dict):
        raise TypeError(data)
    match data["kind"]:
        case "box":
            return Box(*(float(value) for value in data["xyxy"]))
        case "obb":
            return OrientedBox(*(float(value) for value in data["xywhr"]))
        case "polygon":
            return _polygon(data)
        case "multipolygon":
            return MultiPolygon(tuple(_polygon(part) for part in data["parts"]))
        case "keypoints":
            points = tuple((float(x), float(y), Visibility(v)) for x, y, v in data["points"])
            return KeypointSet(points, Box(*(float(value) for value in data["xyxy"])))
        case "image":
            width, height = data["size"]
            return WholeImage(int(width), int(height))
        case kind:
            raise ValueError(kind)


def _around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _rings_to_json(polygon: Polygon) -> dict[str, object]:
    holes = [[list(point) for point in hole] for hole in polygon.holes_px]
    return {"points": [list(point) for point in polygon.points_px], "holes": holes}


def _polygon(data: dict[str, Any]) -> Polygon:
    return Polygon(_points(data["points"]), tuple(_points(hole) for hole in data["holes"]))


def _points(data: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in data)
