"""The shapes an expert draws, in pixels of the upright image, origin at its top left corner."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from engine.domain.errors import DataError


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
    """A simple polygon by its vertices in pixels, with holes."""

    points_px: tuple[tuple[float, float], ...]
    holes_px: tuple[tuple[tuple[float, float], ...], ...] = ()

    def __post_init__(self) -> None:
        if len(self.points_px) < 3:
            raise DataError(f"A polygon needs three points; this one has {len(self.points_px)}.")


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


Shape: TypeAlias = Box | OrientedBox | Polygon | KeypointSet


def bounding_box(shape: Shape) -> Box:
    """Return the smallest upright box around any shape."""
    if isinstance(shape, Box):
        return shape
    if isinstance(shape, KeypointSet):
        return shape.box
    points = shape.corners_px() if isinstance(shape, OrientedBox) else shape.points_px
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


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
            holes = [[list(point) for point in hole] for hole in shape.holes_px]
            return {
                "kind": "polygon",
                "points": [list(point) for point in shape.points_px],
                "holes": holes,
            }
        case KeypointSet():
            points = [[x, y, int(visible)] for x, y, visible in shape.points_px]
            return {"kind": "keypoints", "points": points, "xyxy": list(shape.box.xyxy_px)}


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
            return Polygon(_points(data["points"]), tuple(_points(hole) for hole in data["holes"]))
        case "keypoints":
            points = tuple((float(x), float(y), Visibility(v)) for x, y, v in data["points"])
            return KeypointSet(points, Box(*(float(value) for value in data["xyxy"])))
        case kind:
            raise ValueError(kind)


def _points(data: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in data)
