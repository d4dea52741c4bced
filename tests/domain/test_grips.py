"""Dragging parts of shapes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.box_handles import Handle
from engine.domain.grips import KeypointGrip, Vertex, drag_grip, grip_at, grip_points
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    Polygon,
    Visibility,
    WholeImage,
    bounding_box,
)
from tests.domain.builders import polygons, shapes, star

SIZE = {"width": 100, "height": 80}
_SQUARE = Polygon(((10, 10), (50, 10), (50, 50), (10, 50)), (((20, 20), (30, 20), (20, 30)),))


@given(shapes(), st.data())
def test_grip_at_its_own_place_is_one_that_lies_there(shape, data):
    places = grip_points(shape)
    if places:
        x, y = places[data.draw(st.sampled_from(list(places)))]
        found = grip_at(shape, x=x, y=y, tolerance_px=0.1)
        assert places[found] == pytest.approx((x, y), abs=0.1)


@given(polygons(), st.data(), st.integers(-50, 150), st.integers(-50, 150))
def test_drag_grip_of_a_vertex_leaves_all_others_and_stays_in_the_image(polygon, data, x, y):
    vertex = data.draw(st.sampled_from(list(grip_points(polygon))))
    dragged = drag_grip(polygon, vertex, x=x, y=y, **SIZE)
    before, after = grip_points(polygon), grip_points(dragged)
    assert {v for v in before if before[v] != after[v]} <= {vertex}
    box = bounding_box(Polygon((after[vertex], (0, 0), (100, 80), (0, 80))))
    assert box == Box(0, 0, 100, 80)


def test_drag_grip_of_a_hole_or_a_piece_moves_that_point():
    dragged = drag_grip(_SQUARE, Vertex(0, 1, 0), x=22, y=23, **SIZE)
    assert dragged.holes_px[0][0] == (22, 23)
    pieces = MultiPolygon((_SQUARE, star(70, 40, [9] * 5)))
    moved = drag_grip(pieces, Vertex(1, 0, 2), x=60, y=61, **SIZE)
    assert moved.parts[0] is _SQUARE
    assert moved.parts[1].points_px[2] == (60, 61)


def test_drag_grip_that_would_leave_no_area_keeps_the_shape():
    flat = Polygon(((0, 0), (10, 0), (5, 5)))
    assert drag_grip(flat, Vertex(0, 0, 2), x=5, y=0, **SIZE) is flat


def test_drag_grip_of_a_keypoint_keeps_how_it_is_seen():
    person = KeypointSet(((10.0, 10.0, Visibility.HIDDEN),), Box(0, 0, 20, 20))
    dragged = drag_grip(person, KeypointGrip(0), x=15, y=16, **SIZE)
    assert dragged.points_px == ((15, 16, Visibility.HIDDEN),)


def test_grip_at_the_side_of_a_box_is_one_though_none_is_shown_there():
    assert grip_at(Box(0, 0, 40, 40), x=41, y=12, tolerance_px=5) is Handle.RIGHT
    assert Handle.RIGHT not in grip_points(Box(0, 0, 40, 40))


def test_grip_at_a_whole_image_is_none():
    assert grip_at(WholeImage(10, 10), x=0, y=0, tolerance_px=5) is None


def test_drag_grip_of_another_kind_of_shape_is_a_bug():
    with pytest.raises(ValueError, match="no grip"):
        drag_grip(_SQUARE, Handle.TOP, x=0, y=0, **SIZE)
