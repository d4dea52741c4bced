"""The lines of Ultralytics' label files, for each task."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.clipping import clipped
from engine.domain.errors import DataError, UsageError
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
    shape_in_words,
)
from engine.domain.skeleton import Skeleton
from engine.domain.tasks import shape_for, smallest_rotated_box
from engine.formats.dataset import LabeledShape

_NUM_BOX_VALUES = 4
# Corners this near to those of a rectangle are those of a rotated box.
_SAME_PX = 0.01


def yolo_label_lines(
    shapes: Iterable[LabeledShape],
    width: int,
    height: int,
    class_index: Mapping[str, int],
    *,
    task: Task = Task.DETECT,
) -> list[str]:
    """Return the lines of a label file, each with its line end; fractions of the image, in 0..1.

    Each begins with the number of the class. Then follow, for each task, as Ultralytics 8.4 reads
    them:

    - detect: center and size of the box.
    - segment: the outline, x and y in turn. Ultralytics knows one ring an object: pieces and holes
      are joined to it by bridges of no width, see `one_ring`.
    - obb: the four corners, in order around the box. What reaches out of the image is cut off.
    - pose: center and size of the box, then x, y and visibility (0, 1, 2) of every keypoint, 0 0 0
      for one that is not labeled.
    - classify: nothing; the folder an image lies in says its class.

    Args:
        shapes: Objects in pixels; each says enough for the task.
        width: The upright image's width in pixels.
        height: Its height in pixels.
        class_index: The number of each class name.
        task: What is to be learned.

    Raises:
        UsageError: A class has no number, or a shape says too little for the task.
    """
    lines = []
    for labeled in shapes:
        if labeled.class_name not in class_index:
            raise UsageError(f"The class {labeled.class_name!r} is not among those to write.")
        shape = shape_for(task, labeled.shape)
        if shape is None:
            kind = shape_in_words(labeled.shape)
            raise UsageError(f"A {kind} says too little for the task {task}.")
        seen = clipped(shape, width, height)
        if seen is not None:
            values = [str(class_index[labeled.class_name]), *_values(seen, width, height)]
            lines.append(" ".join(values) + "\n")
    return lines


def yolo_keypoints(skeleton: Skeleton, *, num_classes: int) -> dict[str, object]:
    """Return what a data.yaml says of keypoints."""
    return {
        "kpt_shape": [len(skeleton), 3],
        "flip_idx": list(skeleton.flip_idx),
        "kpt_names": {number: list(skeleton.names) for number in range(num_classes)},
    }


def one_ring(shape: Polygon | MultiPolygon) -> tuple[Point, ...]:
    """Return the outline of an object as a single ring, in pixels.

    Its pieces and holes follow each other in a chain, joined there and back between the nearest
    vertices of each two. Filled by the even-odd rule the ring covers what the object covers.
    """
    parts = shape.parts if isinstance(shape, MultiPolygon) else (shape,)
    rings = [ring for part in parts for ring in (part.points_px, *part.holes_px)]
    *others, last = (np.asarray(ring, float) for ring in rings)
    there: list[NDArray[np.float64]] = []
    back: list[NDArray[np.float64]] = []
    entry = 0
    for ring, following in itertools.pairwise([*others, last]):
        begun = np.roll(ring, -entry, axis=0)
        leave, entry = _nearest(begun, following)
        there.append(begun[: leave + 1])
        back += [begun[:1], begun[leave:]]
    around = np.roll(last, -entry, axis=0)
    closing = [around[:1]] if others else []
    # The first ring closes by itself.
    joined = np.concatenate([*there, around, *closing, *back[:0:-1]])
    return tuple((float(x), float(y)) for x, y in joined)


def _nearest(ring: NDArray[np.float64], other: NDArray[np.float64]) -> tuple[int, int]:
    """Return the positions of the two vertices that are nearest; memory stays bounded."""
    best, found = math.inf, (0, 0)
    for begin in range(0, len(ring), 256):
        apart = np.square(ring[begin : begin + 256, None] - other[None]).sum(axis=2)
        row, column = divmod(int(apart.argmin()), len(other))
        if apart[row, column] < best:
            best, found = float(apart[row, column]), (begin + row, column)
    return found


def _values(shape: Shape, width: int, height: int) -> Iterable[str]:
    match shape:
        case Box():
            return _box_values(shape, width, height)
        case OrientedBox():
            return _point_values(shape.corners_px(), width, height)
        case Polygon() | MultiPolygon():
            return _point_values(one_ring(shape), width, height)
        case KeypointSet():
            points = (_keypoint_values(*point, width, height) for point in shape.points_px)
            return [*_box_values(shape.box, width, height), *itertools.chain(*points)]
        case WholeImage():
            return ()


def _box_values(box: Box, width: int, height: int) -> list[str]:
    x1, y1, x2, y2 = box.xyxy_px
    center = (x1 + x2) / 2 / width, (y1 + y2) / 2 / height
    size = (x2 - x1) / width, (y2 - y1) / height
    return [f"{value:.8f}" for value in (*center, *size)]


def _point_values(points: Sequence[Point], width: int, height: int) -> list[str]:
    scaled = (value for x, y in points for value in (x / width, y / height))
    return [f"{min(max(value, 0.0), 1.0):.8f}" for value in scaled]


def _keypoint_values(
    x: float, y: float, seen: Visibility, width: int, height: int
) -> tuple[str, ...]:
    if seen is Visibility.NOT_LABELED:
        return "0", "0", "0"
    return *_point_values([(x, y)], width, height), str(int(seen))


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a label file are to be read.

    Attributes:
        task: What the labels are for.
        num_keypoints: Of each object; 0 where the dataset is not for pose.
        num_parts: Of each keypoint: x and y, or its visibility too.
    """

    task: Task
    num_keypoints: int = 0
    num_parts: int = 3


def parse_label_line(line: str, width: int, height: int, layout: Layout) -> tuple[float, Shape]:
    """Return the number of the class and the shape, in pixels, that a row of a label file says.

    A row has a box (4 values), a box and keypoints, or the corners of an outline. What it says
    beyond the needs of the task is passed over: for detection an outline becomes its bounding box.

    Raises:
        DataError: It is not such a row.
    """
    try:
        number, *values = (float(word) for word in line.split())
    except ValueError as error:
        raise DataError(f"{line.strip()[:80]!r} is not a row of numbers.") from error
    if not all(map(math.isfinite, values)):
        raise DataError(f"{line.strip()[:80]!r} has a value that is not a number.")
    num_in_pose = _NUM_BOX_VALUES + layout.num_keypoints * layout.num_parts
    if len(values) == _NUM_BOX_VALUES:
        return number, _box_of(values, width, height)
    if layout.num_keypoints and len(values) == num_in_pose:
        box = _box_of(values[:_NUM_BOX_VALUES], width, height)
        if layout.task is not Task.POSE:
            return number, box
        points = _keypoints_of(values[_NUM_BOX_VALUES:], width, height, layout.num_parts)
        return number, KeypointSet(points, box)
    if len(values) >= 6 and len(values) % 2 == 0:
        return number, _outline_of(values, width, height, layout.task)
    raise DataError(f"A row has {len(values) + 1} values; a box has {_NUM_BOX_VALUES + 1}.")


def _box_of(values: Sequence[float], width: int, height: int) -> Box:
    cx, cy, box_width, box_height = values
    left, right = (cx - box_width / 2) * width, (cx + box_width / 2) * width
    top, bottom = (cy - box_height / 2) * height, (cy + box_height / 2) * height
    return Box(left, top, right, bottom)


def _outline_of(values: Sequence[float], width: int, height: int, task: Task) -> Shape:
    points = tuple((x * width, y * height) for x, y in zip(values[::2], values[1::2], strict=True))
    outline = Polygon(points)
    if task is Task.OBB and len(points) == 4:
        return _rotated_box_of(points) or smallest_rotated_box(outline)
    is_object_alone = task in (Task.DETECT, Task.CLASSIFY)
    return bounding_box(outline) if is_object_alone else outline


def _rotated_box_of(corners: Sequence[Point]) -> OrientedBox | None:
    """Return the rotated box with these corners, in order around it; None if they make none."""
    (x1, y1), (x2, y2), (x3, y3), _ = corners
    width, height = math.dist((x1, y1), (x2, y2)), math.dist((x2, y2), (x3, y3))
    if width <= 0 or height <= 0:
        return None
    box = OrientedBox(
        (x1 + x3) / 2, (y1 + y3) / 2, width, height, math.atan2(y2 - y1, x2 - x1) % math.tau
    )
    apart = (math.dist(*pair) for pair in zip(box.corners_px(), corners, strict=True))
    return box if max(apart) <= _SAME_PX else None


def _keypoints_of(
    values: Sequence[float], width: int, height: int, num_parts: int
) -> tuple[tuple[float, float, Visibility], ...]:
    points = []
    for start in range(0, len(values), num_parts):
        x, y, *said = values[start : start + num_parts]
        is_there = said[0] > 0 if said else min(x, y) >= 0
        if not is_there:
            points.append((0.0, 0.0, Visibility.NOT_LABELED))
            continue
        is_hidden = bool(said) and round(said[0]) == Visibility.HIDDEN
        seen = Visibility.HIDDEN if is_hidden else Visibility.VISIBLE
        points.append((x * width, y * height, seen))
    return tuple(points)
