"""What COCO's annotations say of an object's shape, and how shapes are said in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec
import shapely

from engine.domain.errors import DataError
from engine.domain.pieces import joined_parts
from engine.domain.project import Task
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
from engine.formats.run_lengths import outline_of_runs
from engine.formats.yolo_labels import one_ring

_OUTLINED = frozenset({Task.SEGMENT, Task.OBB, Task.POSE})

Outline: TypeAlias = Polygon | MultiPolygon


class Said(msgspec.Struct):
    """The parts of an annotation that tell a shape."""

    bbox: list[float | None] | None = None
    segmentation: msgspec.Raw = msgspec.Raw(b"null")
    keypoints: list[float | None] | None = None


class _Mask(msgspec.Struct):
    size: tuple[int, int]
    counts: str | list[int]


def shape_said(
    said: Said, task: Task, size: tuple[int, int], num_keypoints: int
) -> tuple[Shape, str]:
    """Return the shape an annotation gives a task, and a remark where it is a poorer one.

    Args:
        said: The annotation.
        task: What the shape is for: an outline is not decoded for a box.
        size: The image's width and height in pixels.
        num_keypoints: Of an object of the dataset.

    Raises:
        DataError: It tells none.
    """
    if task is Task.POSE and said.keypoints:
        return _keypoints(said, num_keypoints), ""
    if task not in _OUTLINED and said.bbox:
        return _box(said.bbox), ""
    try:
        outline = _outline(said.segmentation, *size)
    except DataError as error:
        if not said.bbox:
            raise
        return _box(said.bbox), f"{error.message} Its box is read instead."
    if outline is not None:
        return (outline if task in _OUTLINED else bounding_box(outline)), ""
    if not said.bbox:
        raise DataError("It has neither a box nor an outline.")
    return _box(said.bbox), ""


def rings(shape: Shape) -> list[list[float]]:
    """Return the rings that COCO's `segmentation` has for a shape; none for a box."""
    match shape:
        case OrientedBox():
            return [_flat(shape.corners_px())]
        case Polygon():
            return [_flat(one_ring(shape))] if shape.holes_px else [_flat(shape.points_px)]
        case MultiPolygon():
            return [ring for part in shape.parts for ring in rings(part)]
        case _:
            return []


def keypoint_values(shape: Shape) -> list[float]:
    """Return x, y and visibility of each keypoint in turn; nothing for another shape."""
    if not isinstance(shape, KeypointSet):
        return []
    return [value for x, y, seen in shape.points_px for value in (x, y, int(seen))]


def area_px(shape: Shape) -> float:
    """Return the area of a shape in square pixels."""
    match shape:
        case Polygon():
            return float(shapely.Polygon(shape.points_px, shape.holes_px).area)
        case MultiPolygon():
            return sum(map(area_px, shape.parts))
        case OrientedBox():
            return shape.width * shape.height
        case _:
            box = bounding_box(shape)
            return box.width * box.height


def loss_of(shape: Shape) -> str:
    """Return what COCO cannot carry of a shape, without a final stop; empty if it can."""
    match shape:
        case OrientedBox():
            return "A rotated box was written as a polygon of its corners"
        case WholeImage():
            return "The class of an image was written as a box around all of it"
        case Polygon() if shape.holes_px:
            return _HOLES_LOST
        case MultiPolygon() if any(part.holes_px for part in shape.parts):
            return _HOLES_LOST
        case _:
            return ""


_HOLES_LOST = "A polygon with holes was written as one ring, joined to them by lines of no width"


def _outline(segmentation: msgspec.Raw, width: int, height: int) -> Outline | None:
    """Return the outline that a segmentation says; None where it says nothing.

    Raises:
        DataError: It is no segmentation, or covers nothing.
    """
    try:
        said = msgspec.json.decode(segmentation, type=list[list[float]] | _Mask | None)
    except (msgspec.MsgspecError, ValueError) as error:
        raise DataError("Its segmentation is neither polygons nor a mask.") from error
    if not said:
        return None
    if isinstance(said, _Mask):
        if said.size != (height, width):
            text = f"{said.size[1]} x {said.size[0]}"
            raise DataError(f"Its mask is for {text} pixels; the image has {width} x {height}.")
        outline = outline_of_runs(said.counts, width, height)
    else:
        outline = joined_parts([Polygon(_points(ring)) for ring in said])
    if outline is None:
        raise DataError("Its mask covers nothing.")
    return outline


def _points(ring: Sequence[float]) -> tuple[Point, ...]:
    if len(ring) % 2:
        raise DataError(f"A ring of its segmentation has {len(ring)} values, an odd number.")
    return tuple(zip(ring[::2], ring[1::2], strict=True))


def _flat(points: Sequence[Point]) -> list[float]:
    return [value for point in points for value in point]


def _box(said: Sequence[float | None]) -> Box:
    numbers = [value for value in said if value is not None]
    if len(numbers) != 4 or len(said) != 4:
        raise DataError(f"Its box is not four numbers but {list(said[:8])}.")
    x, y, width, height = numbers
    return Box(x, y, x + width, y + height)


def _keypoints(said: Said, num_keypoints: int) -> KeypointSet:
    values = [value for value in said.keypoints or () if value is not None]
    if len(values) != 3 * num_keypoints:
        raise DataError(
            f"It has {len(values)} values for {num_keypoints} keypoints of three values each."
        )
    points = tuple(_keypoint(*values[start : start + 3]) for start in range(0, len(values), 3))
    seen = [(x, y) for x, y, visible in points if visible is not Visibility.NOT_LABELED]
    if said.bbox:
        return KeypointSet(points, _box(said.bbox))
    if len(seen) < 2:
        raise DataError("It has neither a box nor two keypoints.")
    xs, ys = zip(*seen, strict=True)
    return KeypointSet(points, Box(min(xs), min(ys), max(xs), max(ys)))


def _keypoint(x: float, y: float, seen: float) -> tuple[float, float, Visibility]:
    if seen not in tuple(Visibility):
        raise DataError(f"A keypoint has the visibility {seen:g}; COCO knows 0, 1 and 2.")
    visible = Visibility(int(seen))
    return (0.0, 0.0, visible) if visible is Visibility.NOT_LABELED else (x, y, visible)
