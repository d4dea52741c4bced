"""The lines of Ultralytics' label files, for each task."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from engine.domain.clipping import clipped
from engine.domain.errors import UsageError
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
    shape_in_words,
)
from engine.domain.skeleton import Skeleton
from engine.domain.tasks import shape_for
from engine.formats.dataset import LabeledShape


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

    Its pieces and holes are joined one by one to the ring so far, there and back between the two
    nearest vertices. Filled by the even-odd rule the ring covers what the object covers.
    """
    parts = shape.parts if isinstance(shape, MultiPolygon) else (shape,)
    first, *others = (ring for part in parts for ring in (part.points_px, *part.holes_px))
    joined = np.asarray(first, float)
    for ring in others:
        joined = _bridged(joined, np.asarray(ring, float))
    return tuple((float(x), float(y)) for x, y in joined)


def _bridged(ring: np.ndarray, other: np.ndarray) -> np.ndarray:
    start, end = _nearest(ring, other)
    around = np.concatenate([other[end:], other[: end + 1]])
    return np.concatenate([ring[: start + 1], around, ring[start:]])


def _nearest(ring: np.ndarray, other: np.ndarray) -> tuple[int, int]:
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
