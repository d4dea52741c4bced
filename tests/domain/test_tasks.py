"""What shapes are worth to each task."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.annotations import Annotation
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.project import Task
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
    bounding_box,
)
from engine.domain.tasks import image_class, shape_for, smallest_rotated_box

TRIANGLE = Polygon(((10, 10), (30, 10), (10, 40)))
PIECES = MultiPolygon((TRIANGLE, Polygon(((50, 50), (60, 50), (60, 60)))))
BOX = Box(1, 2, 5, 9)
TURNED = OrientedBox(20, 20, 10, 6, 0.3)
POSE = KeypointSet(((2.0, 3.0, Visibility.VISIBLE),), BOX)
WHOLE = WholeImage(100, 80)
EVERY = (BOX, TURNED, TRIANGLE, PIECES, POSE, WHOLE)


def called(class_id: int, shape: Shape) -> Annotation:
    return Annotation(AnnotationId(f"{class_id}"), ImageId(1), ClassId(class_id), shape)


@pytest.mark.parametrize("shape", EVERY[:-1])
def test_shape_for_detection_is_the_box_around_any_object(shape: Shape) -> None:
    assert shape_for(Task.DETECT, shape) == bounding_box(shape)


@pytest.mark.parametrize(
    ("task", "enough"),
    [
        (Task.SEGMENT, (TRIANGLE, PIECES)),
        (Task.OBB, (TURNED, TRIANGLE, PIECES)),
        (Task.POSE, (POSE,)),
        (Task.CLASSIFY, (WHOLE,)),
    ],
)
def test_shape_for_richer_task_when_the_shape_tells_too_little_then_none(
    task: Task, enough: tuple[Shape, ...]
) -> None:
    assert tuple(shape for shape in EVERY if shape_for(task, shape) is not None) == enough


@given(
    st.tuples(st.floats(50, 60), st.floats(50, 60), st.floats(20, 40), st.floats(4, 19)),
    st.floats(-4, 4),
)
def test_smallest_rotated_box_of_a_rotated_box_covers_the_same_ground(
    place: tuple[float, float, float, float], angle: float
) -> None:
    given_box = OrientedBox(*place, angle)
    found = smallest_rotated_box(Polygon(given_box.corners_px()))
    assert 0 <= found.angle < math.pi / 2
    assert found.width * found.height == pytest.approx(place[2] * place[3], rel=1e-6)
    for corner in given_box.corners_px():
        assert min(math.dist(corner, other) for other in found.corners_px()) < 1e-6


def test_image_class_when_all_objects_agree_then_theirs() -> None:
    assert image_class([called(3, BOX), called(3, TRIANGLE)]) == ClassId(3)
    assert image_class([called(3, BOX), called(4, BOX)]) is None
    assert image_class([]) is None


def test_image_class_when_the_image_was_called_then_that() -> None:
    assert image_class([called(3, BOX), called(4, WHOLE)]) == ClassId(4)
