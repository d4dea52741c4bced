"""The handles of a box."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.box_handles import (
    Handle,
    box_between,
    drag_handle,
    handle_at,
    handle_point,
)
from engine.domain.shapes import Box

SIZE = {"width": 100, "height": 80}
_points = st.tuples(st.floats(-50, 150), st.floats(-50, 150))
_boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.floats(0, 60),
    st.floats(0, 40),
    st.floats(1, 40),
    st.floats(1, 40),
)


def _is_inside(box: Box) -> bool:
    return box.x1 >= 0 and box.y1 >= 0 and box.x2 <= 100 + 1e-9 and box.y2 <= 80 + 1e-9


@given(_boxes, st.sampled_from(Handle))
def test_handle_at_its_own_place_is_found(box, handle):
    x, y = handle_point(box, handle)
    assert handle_at(box, x=x, y=y, tolerance_px=0.1) is handle


def test_handle_at_the_middle_of_a_small_box_leaves_room_to_move_it():
    assert handle_at(Box(0, 0, 4, 4), x=2, y=2, tolerance_px=10) is None
    assert handle_at(Box(0, 0, 4, 4), x=5, y=5, tolerance_px=10) is Handle.BOTTOM_RIGHT


def test_handle_at_any_point_of_a_side_means_the_side():
    box = Box(0, 0, 40, 40)
    assert handle_at(box, x=41, y=12, tolerance_px=5) is Handle.RIGHT
    assert handle_at(box, x=12, y=-2, tolerance_px=5) is Handle.TOP


def test_handle_at_a_far_point_is_none():
    assert handle_at(Box(0, 0, 40, 40), x=80, y=80, tolerance_px=5) is None


@given(_points, _points)
def test_box_between_any_points_lies_in_the_image(start, end):
    box = box_between(start, end, **SIZE)
    assert box is None or _is_inside(box)
    assert box == box_between(end, start, **SIZE)


def test_box_between_near_points_is_none():
    assert box_between((5, 5), (7, 70), **SIZE, min_side_px=3) is None


@given(_boxes, st.sampled_from(Handle), _points)
def test_drag_handle_anywhere_stays_in_the_image(box, handle, point):
    assert _is_inside(drag_handle(box, handle, x=point[0], y=point[1], **SIZE))


def test_drag_handle_of_a_side_moves_that_side_only():
    dragged = drag_handle(Box(10, 10, 20, 20), Handle.RIGHT, x=33, y=70, **SIZE)
    assert dragged == Box(10, 10, 33, 20)


def test_drag_handle_past_the_other_side_turns_the_box_over():
    dragged = drag_handle(Box(10, 10, 20, 20), Handle.TOP_LEFT, x=30, y=40, **SIZE)
    assert dragged == Box(20, 20, 30, 40)


def test_drag_handle_onto_the_other_side_keeps_the_box():
    box = Box(10, 10, 20, 20)
    assert drag_handle(box, Handle.LEFT, x=20, y=0, **SIZE) == box
