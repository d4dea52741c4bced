"""The shapes of what is there, from the labels that a model was measured by. Any thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from engine.domain.evaluations import Rows
from engine.domain.marked_points import KEYPOINT_MARKS
from engine.domain.project import Task
from engine.domain.seen_shapes import Packed, pack_outline, pack_points, pack_ring
from engine.domain.shapes import Visibility

# An evaluation has the corners back from the network's input, with its margins.
_SAME_PLACE = 0.02
_NUM_BOX_VALUES = 4

Corners = NDArray[np.float64]


def true_shapes(
    lines: Iterable[str], task: Task, *, objects_norm: NDArray[np.float32], object_classes: Rows
) -> tuple[Packed | None, ...]:
    """Return the shape of each object of an evaluation; None where no label is at its place.

    Args:
        lines: The label lines of the image, see `yolo_label_lines`.
        task: What they are for.
        objects_norm: Corners around the objects as the evaluation has them, (m, 4).
        object_classes: (m,).
    """
    if task not in _PACKED:
        return ()
    rows = [np.array(line.split(), np.float64) for line in lines]
    if not rows:
        return (None,) * len(object_classes)
    classes = np.array([row[0] for row in rows]).astype(np.int64)
    corners = np.array([_corners(row[1:], task) for row in rows])
    places = (
        _nearest(*each, classes, corners) for each in zip(objects_norm, object_classes, strict=True)
    )
    return tuple(None if place is None else _PACKED[task](rows[place][1:]) for place in places)


def _nearest(box: Corners, number: int, classes: Rows, corners: Corners) -> int | None:
    away = np.abs(corners - box).max(axis=1)
    away[classes != number] = np.inf
    place = int(away.argmin())
    return place if away[place] <= _SAME_PLACE else None


def _corners(values: Corners, task: Task) -> Sequence[float]:
    if task is Task.POSE:
        x, y, width, height = values[:_NUM_BOX_VALUES].tolist()
        return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    points = values.reshape(-1, 2)
    return (*points.min(axis=0).tolist(), *points.max(axis=0).tolist())


def _outline(values: Corners) -> Packed | None:
    """Return pieces and holes, which the line joins by bridges of no width."""
    joined = shapely.Polygon(values.reshape(-1, 2))
    return pack_outline(joined if joined.is_valid else shapely.make_valid(joined))


def _rotated_box(values: Corners) -> Packed:
    return pack_ring(values.reshape(-1, 2))


def _keypoints(values: Corners) -> Packed | None:
    points = values[_NUM_BOX_VALUES:].reshape(-1, 3)
    if not points[:, 2].any():
        return None
    marks = [KEYPOINT_MARKS[Visibility(int(seen))] for seen in points[:, 2].tolist()]
    return pack_points(points[:, :2], marks)


_PACKED = {Task.SEGMENT: _outline, Task.OBB: _rotated_box, Task.POSE: _keypoints}
