"""The parts of a shape that can be dragged by themselves; pixels of the upright image."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from engine.domain.box_handles import CORNERS, Handle, drag_handle, handle_at, handle_point
from engine.domain.errors import DataError
from engine.domain.keypoints import move_keypoint, with_box
from engine.domain.outlines import parts_of
from engine.domain.rotated_boxes import (
    corner_points,
    drag_rotated_handle,
    rotated_handle_at,
    turned_towards,
    turning_point,
)
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
)

Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex of an outline, by positions.

    Attributes:
        part: Which piece of the object.
        ring: Which line of that piece: 0 the outer one, from 1 on its holes.
        index: Which point of that line.
    """

    part: int
    ring: int
    index: int


@dataclass(frozen=True, slots=True)
class KeypointGrip:
    """A keypoint, by its position in the skeleton."""

    index: int


@dataclass(frozen=True, slots=True)
class TurnGrip:
    """What turns a rotated box about its center."""


Grip: TypeAlias = Handle | Vertex | KeypointGrip | TurnGrip
TURN = TurnGrip()
# How far beyond its upper side the grip that turns a box lies, for a box as wide as it is high.
_TURN_REACH = 0.35


def grip_points(shape: Shape) -> dict[Grip, Point]:
    """Return the grips that are shown, with their places; box sides can be dragged unshown."""
    match shape:
        case Box():
            return {corner: handle_point(shape, corner) for corner in CORNERS}
        case Polygon() | MultiPolygon():
            return {
                Vertex(part, ring, index): point
                for part, polygon in enumerate(parts_of(shape))
                for ring, points in enumerate(rings(polygon))
                for index, point in enumerate(points)
            }
        case KeypointSet():
            return {
                KeypointGrip(index): (x, y)
                for index, (x, y, seen) in enumerate(shape.points_px)
                if seen is not Visibility.NOT_LABELED
            }
        case OrientedBox():
            reach_px = _TURN_REACH * math.sqrt(shape.width * shape.height)
            places: dict[Grip, Point] = {TURN: turning_point(shape, reach_px=reach_px)}
            return places | corner_points(shape)
        case WholeImage():
            return {}


def hidden_grips(shape: Shape) -> list[int]:
    """Return which of the shown grips stand for keypoints that are hidden in the image."""
    if not isinstance(shape, KeypointSet):
        return []
    labeled = [seen for _, _, seen in shape.points_px if seen is not Visibility.NOT_LABELED]
    return [place for place, seen in enumerate(labeled) if seen is Visibility.HIDDEN]


def turn_stem(shape: Shape) -> tuple[Point, ...]:
    """Return the line from a rotated box to the grip that turns it."""
    if not isinstance(shape, OrientedBox):
        return ()
    return turning_point(shape, reach_px=0.0), grip_points(shape)[TURN]


def grip_at(shape: Shape, *, x: float, y: float, tolerance_px: float) -> Grip | None:
    """Return the grip that a press at a point means, if any."""
    if isinstance(shape, Box):
        return handle_at(shape, x=x, y=y, tolerance_px=tolerance_px)
    places = grip_points(shape)
    if not places:
        return None
    nearest = min(places, key=lambda grip: math.dist(places[grip], (x, y)))
    if math.dist(places[nearest], (x, y)) <= tolerance_px:
        return nearest
    match shape:
        case OrientedBox():
            return rotated_handle_at(shape, (x, y), tolerance_px=tolerance_px)
        case KeypointSet():
            return handle_at(shape.box, x=x, y=y, tolerance_px=tolerance_px)
        case _:
            return None


def drag_grip(
    shape: Shape,
    grip: Grip,
    *,
    x: float,
    y: float,
    width: int,
    height: int,
    turn_step: float = 0.0,
) -> Shape:
    """Return the shape with a grip dragged to a point, clipped to the image.

    A shape that would vanish stays as it was. A box that is turned stands at multiples of the
    step, in radians, where one is given.
    """
    point = min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))
    match shape, grip:
        case Box(), Handle():
            return drag_handle(shape, grip, x=x, y=y, width=width, height=height)
        case Polygon() | MultiPolygon(), Vertex():
            return with_ring(shape, grip, lambda ring: _replaced(ring, grip.index, point))
        case OrientedBox(), Handle():
            return drag_rotated_handle(shape, grip, point)
        case OrientedBox(), TurnGrip():
            return turned_towards(shape, (x, y), step=turn_step)
        case KeypointSet(), KeypointGrip():
            return move_keypoint(shape, grip.index, x=x, y=y, width=width, height=height)
        case KeypointSet(), Handle():
            box = drag_handle(shape.box, grip, x=x, y=y, width=width, height=height)
            return with_box(shape, box)
        case _:
            raise ValueError(f"{grip} is no grip of {type(shape).__name__}")


def rings(polygon: Polygon) -> tuple[tuple[Point, ...], ...]:
    """Return the lines of one piece: the outer one, then its holes."""
    return polygon.points_px, *polygon.holes_px


def with_ring(
    shape: Polygon | MultiPolygon,
    vertex: Vertex,
    change: Callable[[tuple[Point, ...]], tuple[Point, ...]],
) -> Polygon | MultiPolygon:
    """Return a shape with the line of a vertex changed, or as it was where that leaves no area."""
    parts = list(parts_of(shape))
    lines = list(rings(parts[vertex.part]))
    lines[vertex.ring] = change(lines[vertex.ring])
    try:
        parts[vertex.part] = Polygon(lines[0], tuple(lines[1:]))
    except DataError:
        return shape
    return replace(shape, parts=tuple(parts)) if isinstance(shape, MultiPolygon) else parts[0]


def _replaced(ring: tuple[Point, ...], index: int, point: Point) -> tuple[Point, ...]:
    return (*ring[:index], point, *ring[index + 1 :])
