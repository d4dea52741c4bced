"""Drawing, resizing and turning rotated boxes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.box_handles import Handle
from engine.domain.rotated_boxes import (
    corner_points,
    degrees_text,
    drag_rotated_handle,
    flat_angle,
    from_frame,
    rotated_box_on,
    rotated_handle_at,
    to_frame,
    turned,
    turned_towards,
    turning_point,
)
from engine.domain.shapes import OrientedBox

_angles = st.floats(-20.0, 20.0)
_places = st.floats(-200.0, 200.0)
_points = st.tuples(_places, _places)
_boxes = st.builds(
    OrientedBox,
    _places,
    _places,
    st.floats(5.0, 90.0),
    st.floats(5.0, 90.0),
    st.floats(-math.pi / 2, math.pi / 2, exclude_max=True),
)


def near(point: tuple[float, float]) -> object:
    return pytest.approx(point, abs=1e-6)


def test_rotated_box_on_a_level_side_is_as_deep_as_the_point_lies():
    box = rotated_box_on((10, 20), (50, 20), (33, 35))
    assert box == OrientedBox(30, 27.5, 40, 15, 0.0)
    assert rotated_box_on((10, 20), (50, 20), (99, 5)) == OrientedBox(30, 12.5, 40, 15, 0.0)


def test_rotated_box_on_a_side_that_is_too_short_is_none():
    assert rotated_box_on((10, 20), (10.5, 20), (33, 35)) is None
    assert rotated_box_on((10, 20), (50, 20), (33, 20.5)) is None


@given(_points, _points, _points)
def test_rotated_box_on_any_side_has_both_ends_as_corners(start, end, reach):
    box = rotated_box_on(start, end, reach)
    if box is not None:
        corners = box.corners_px()
        for point in (start, end):
            assert min(math.dist(point, corner) for corner in corners) < 1e-6
        assert -math.pi / 2 <= box.angle < math.pi / 2


@given(_angles)
def test_flat_angle_when_flattened_again_then_stays(angle):
    flat = flat_angle(angle)
    assert -math.pi / 2 <= flat < math.pi / 2
    assert flat_angle(flat) == pytest.approx(flat)
    assert math.sin(2 * (flat - angle)) == pytest.approx(0.0, abs=1e-6)


@given(_boxes, _angles)
def test_turned_and_turned_back_is_the_same_box(box, by):
    back = turned(turned(box, by), -by)
    assert math.sin(back.angle - box.angle) == pytest.approx(0.0, abs=1e-6)
    assert (back.cx, back.cy, back.width, back.height) == (box.cx, box.cy, box.width, box.height)


@given(_boxes)
def test_turned_towards_its_own_turning_point_stays(box):
    point = turning_point(box, reach_px=20.0)
    same = turned_towards(box, point)
    assert math.sin(same.angle - box.angle) == pytest.approx(0.0, abs=1e-6)
    assert to_frame(box, point) == near((0.0, -box.height / 2 - 20.0))


def test_turned_towards_with_a_step_then_the_angle_is_a_multiple_of_it():
    box = OrientedBox(0, 0, 40, 20, 0.0)
    assert turned_towards(box, (0, 0)) is box
    turned_box = turned_towards(box, (9, -10), step=math.radians(15))
    assert math.degrees(turned_box.angle) == pytest.approx(45)


@given(_boxes, _points)
def test_frame_there_and_back_is_the_same_point(box, point):
    assert from_frame(box, to_frame(box, point)) == near(point)


@given(_boxes)
def test_handle_at_a_corner_is_that_corner(box):
    for corner, point in corner_points(box).items():
        assert rotated_handle_at(box, point, tolerance_px=0.5) is corner


@given(_boxes, st.sampled_from(list(Handle)), _points)
def test_drag_handle_anywhere_then_what_lies_opposite_stays(box, handle, point):
    dragged = drag_rotated_handle(box, handle, point)
    across, down = handle.value
    fixed = from_frame(box, ((0.5 - across) * box.width, (0.5 - down) * box.height))
    assert dragged.angle == box.angle
    x, y = to_frame(dragged, fixed)
    if across != 0.5:
        assert abs(x) == pytest.approx(dragged.width / 2, abs=1e-6)
    if down != 0.5:
        assert abs(y) == pytest.approx(dragged.height / 2, abs=1e-6)


def test_drag_handle_onto_the_opposite_side_then_nothing_changes():
    box = OrientedBox(0, 0, 40, 20, 0.3)
    assert drag_rotated_handle(box, Handle.RIGHT, from_frame(box, (-20, 0))) == box


def test_degrees_text_reads_one_decimal():
    assert degrees_text(math.radians(-12.46)) == "-12.5°"
    assert degrees_text(-0.0) == "0.0°"
