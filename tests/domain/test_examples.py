"""An example's shape, put to another place."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.clipping import may_lie_in
from engine.domain.examples import Place, shape_at
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

WIDTH, HEIGHT = 640, 480
PART = Polygon(((10.0, 10.0), (50.0, 10.0), (30.0, 40.0)), (((25, 15), (35, 15), (30, 25)),))
SHAPES: tuple[Shape, ...] = (
    Box(10, 10, 50, 40),
    OrientedBox(30, 25, 40, 20, 0.3),
    PART,
    MultiPolygon((PART, Polygon(((60.0, 10.0), (70.0, 10.0), (70.0, 20.0))))),
    KeypointSet(
        ((20, 20, Visibility.VISIBLE), (0, 0, Visibility.NOT_LABELED)), Box(10, 10, 50, 40)
    ),
)
PLACES = st.builds(
    Place,
    x=st.floats(0, WIDTH),
    y=st.floats(0, HEIGHT),
    scale=st.floats(0.5, 2),
    angle=st.floats(0, 2 * math.pi),
    score=st.just(0.5),
)


def place(x: float, y: float, *, scale: float = 1.0, angle: float = 0.0) -> Place:
    return Place(x, y, scale, angle, 0.5)


@given(st.sampled_from(SHAPES), PLACES)
def test_shape_when_put_anywhere_then_lies_in_the_image_and_keeps_its_kind(
    shape: Shape, there: Place
) -> None:
    found = shape_at(shape, there, WIDTH, HEIGHT)
    if found is not None:
        assert may_lie_in(found, WIDTH, HEIGHT)
        outlines = Polygon | MultiPolygon
        assert type(found) is type(shape) or isinstance(found, outlines)


@given(st.sampled_from(SHAPES))
def test_shape_when_put_where_it_is_then_is_itself(shape: Shape) -> None:
    around = bounding_box(shape)
    middle = place((around.x1 + around.x2) / 2, (around.y1 + around.y2) / 2)
    found = shape_at(shape, middle, WIDTH, HEIGHT)
    assert found is not None
    assert bounding_box(found).xyxy_px == pytest.approx(around.xyxy_px)


def test_box_when_turned_by_a_quarter_then_width_and_height_change_places() -> None:
    found = shape_at(Box(0, 0, 60, 20), place(100, 100, scale=2, angle=math.pi / 2), 640, 480)
    assert found is not None
    assert bounding_box(found).xyxy_px == pytest.approx((80, 40, 120, 160))


def test_polygon_when_turned_then_its_points_go_clockwise_around_its_middle() -> None:
    square = Polygon(((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)))
    found = shape_at(square, place(50, 50, angle=math.pi / 2), WIDTH, HEIGHT)
    assert isinstance(found, Polygon)
    assert found.points_px[0] == pytest.approx((55, 45))


def test_keypoints_when_one_is_not_labeled_then_stays_so() -> None:
    found = shape_at(SHAPES[-1], place(200, 200), WIDTH, HEIGHT)
    assert isinstance(found, KeypointSet)
    assert found.points_px[1] == (0, 0, Visibility.NOT_LABELED)
    assert found.points_px[0] == pytest.approx((190, 195, Visibility.VISIBLE))


def test_shape_when_put_outside_then_there_is_none() -> None:
    assert shape_at(Box(0, 0, 10, 10), place(-50, 10), WIDTH, HEIGHT) is None
