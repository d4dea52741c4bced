"""The shapes of labels, found again by where an evaluation has its objects."""

from __future__ import annotations

import numpy as np
import pytest

from engine.domain.project import Task
from engine.domain.seen_shapes import SeenShape
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    bounding_box,
)
from engine.formats.dataset import LabeledShape
from engine.formats.yolo_labels import yolo_label_lines
from engine.loop.true_shapes import true_shapes

WIDTH, HEIGHT = 200, 100


def shapes_of(
    task: Task, *shapes: Shape, found: tuple[int, ...] = (), name: str = "a"
) -> list[SeenShape | None]:
    """Return the shapes of the objects in an order, all of one class."""
    labeled = [LabeledShape("a", each) for each in shapes]
    lines = yolo_label_lines(labeled, WIDTH, HEIGHT, {"a": 0, "b": 1}, task=task)
    order = found or tuple(range(len(shapes)))
    corners = np.array([bounding_box(shapes[place]).xyxy_px for place in order], np.float32)
    corners = corners / [WIDTH, HEIGHT, WIDTH, HEIGHT]
    classes = np.full(len(order), {"a": 0, "b": 1}[name])
    told = true_shapes(lines, task, objects_norm=corners, object_classes=classes)
    no_edges = np.zeros((0, 2), np.int64)
    return [None if rows is None else SeenShape(rows, no_edges) for rows in told]


def square(corner: float, side: float) -> tuple[tuple[float, float], ...]:
    end = corner + side
    return ((corner, corner), (end, corner), (end, end), (corner, end))


def test_pieces_and_holes_come_apart_from_the_one_ring_of_the_label():
    whole = MultiPolygon((Polygon(square(5, 40), (square(15, 10),)), Polygon(square(60, 20))))

    (shape,) = shapes_of(Task.SEGMENT, whole)

    assert shape is not None
    spans = sorted(
        np.ptp(line * [WIDTH, HEIGHT], axis=0).tolist() for line in shape.closed_lines_norm
    )
    assert spans == [pytest.approx([side, side], abs=0.02) for side in (10, 20, 40)]


def test_objects_in_another_order_than_the_labels_find_their_own():
    small, large = shapes_of(
        Task.SEGMENT, Polygon(square(5, 40)), Polygon(square(60, 10)), found=(1, 0)
    )

    assert small is not None
    assert large is not None
    assert np.ptp(small.closed_lines_norm[0][:, 0]) * WIDTH == pytest.approx(10, abs=0.02)
    assert np.ptp(large.closed_lines_norm[0][:, 0]) * WIDTH == pytest.approx(40, abs=0.02)


def test_objects_of_another_class_or_place_have_no_shape():
    assert shapes_of(Task.SEGMENT, Polygon(square(5, 40)), name="b") == [None]
    told = true_shapes(
        [], Task.SEGMENT, objects_norm=np.zeros((1, 4), np.float32), object_classes=np.zeros(1, int)
    )
    assert told == (None,)


def test_corners_of_a_rotated_box_are_those_of_the_label():
    box = OrientedBox(100, 50, 60, 20, 0.5)

    (shape,) = shapes_of(Task.OBB, box)

    assert shape is not None
    (line,) = shape.closed_lines_norm
    np.testing.assert_allclose(line * [WIDTH, HEIGHT], box.corners_px(), atol=0.02)


def test_keypoints_that_are_not_labeled_are_known_to_be_so():
    points = ((20.0, 30.0, Visibility.VISIBLE), (0.0, 0.0, Visibility.NOT_LABELED))
    points += ((50.0, 40.0, Visibility.HIDDEN),)

    (shape,) = shapes_of(Task.POSE, KeypointSet(points, Box(10, 20, 60, 50)))

    assert shape is not None
    told = shape.keypoints_norm * [WIDTH, HEIGHT]
    np.testing.assert_allclose(told, [[20, 30], [50, 40]], atol=0.02)


def test_keypoints_none_of_which_is_labeled_are_no_shape():
    points = ((0.0, 0.0, Visibility.NOT_LABELED),) * 2

    assert shapes_of(Task.POSE, KeypointSet(points, Box(10, 20, 60, 50))) == [None]


@pytest.mark.parametrize("task", [Task.DETECT, Task.CLASSIFY])
def test_tasks_of_boxes_and_of_whole_images_have_no_shapes(task: Task):
    assert true_shapes(["0"], task, objects_norm=np.zeros((1, 4)), object_classes=np.zeros(1)) == ()
