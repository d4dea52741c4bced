"""Placing and changing keypoints."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.domain.keypoints import (
    box_around,
    layout_of,
    move_keypoint,
    next_missing,
    place_skeleton,
    toggle_visibility,
    with_box_around,
)
from engine.domain.shapes import Box, KeypointSet, Visibility
from engine.domain.skeleton import PERSON, Skeleton

SIZE = {"width": 100, "height": 80}
INSECT = Skeleton(("head", "tail", "left wing", "right wing"), ((0, 1),), (0, 1, 3, 2))
VISIBLE, HIDDEN, MISSING = Visibility.VISIBLE, Visibility.HIDDEN, Visibility.NOT_LABELED


def insect() -> KeypointSet:
    return with_box_around(place_skeleton(layout_of(INSECT), Box(20, 20, 60, 60)), **SIZE)


def test_layout_of_any_skeleton_has_mirrored_points_side_by_side():
    layout = layout_of(INSECT)
    (left_x, left_y), (right_x, right_y) = layout[2:]
    assert left_y == right_y
    assert left_x + right_x == 1.0
    assert layout[0][0] == layout[1][0] == 0.5


def test_layout_of_a_person_keeps_the_head_on_top():
    layout = layout_of(PERSON)
    assert len(layout) == 17
    assert layout[0][1] < layout[5][1] < layout[11][1] < layout[15][1]
    assert len(set(layout)) == 17


def test_layout_like_an_object_that_is_known_whole_takes_its_posture():
    like = KeypointSet(
        ((10, 10, VISIBLE), (30, 30, HIDDEN), (10, 30, VISIBLE), (30, 10, VISIBLE)),
        Box(10, 10, 30, 30),
    )
    assert layout_of(INSECT, like) == ((0, 0), (1, 1), (0, 1), (1, 0))
    partial = toggle_visibility(like, 1, place=(0, 0), **SIZE)
    assert layout_of(INSECT, partial) == layout_of(INSECT)
    assert layout_of(PERSON, like) == layout_of(PERSON)


@given(st.integers(0, 3), st.floats(-50, 150), st.floats(-50, 150))
def test_move_keypoint_anywhere_then_it_and_the_box_lie_in_the_image(index, x, y):
    moved = move_keypoint(insect(), index, x=x, y=y, **SIZE)
    px, py, _ = moved.points_px[index]
    assert 0 <= px <= 100
    assert 0 <= py <= 80
    box = moved.box
    assert box == box_around(moved.points_px, **SIZE)
    assert min(box.x1, box.y1) >= 0
    assert box.x2 <= 100
    assert box.y2 <= 80


def test_move_keypoint_when_the_box_was_drawn_then_it_only_grows():
    drawn = place_skeleton(layout_of(INSECT), Box(20, 20, 60, 60))
    assert move_keypoint(drawn, 0, x=41, y=25, **SIZE).box == Box(20, 20, 60, 60)
    assert move_keypoint(drawn, 0, x=90, y=10, **SIZE).box == Box(20, 10, 90, 60)


def test_toggle_visibility_goes_round_and_leaves_the_point_nowhere_in_between():
    shape = insect()
    place = shape.points_px[0][:2]
    hidden = toggle_visibility(shape, 0, place=(1, 1), **SIZE)
    assert hidden.points_px[0] == (*place, HIDDEN)
    missing = toggle_visibility(hidden, 0, place=(1, 1), **SIZE)
    assert missing.points_px[0] == (0.0, 0.0, MISSING)
    assert next_missing(missing) == 0
    placed = move_keypoint(missing, 0, x=place[0], y=place[1], **SIZE)
    assert placed == shape
    assert next_missing(placed) is None
    assert toggle_visibility(missing, 0, place=place, **SIZE) == shape


def test_toggle_visibility_of_the_last_labeled_point_is_refused():
    shape = KeypointSet(((5, 5, HIDDEN), (0, 0, MISSING)), Box(1, 1, 9, 9))
    assert toggle_visibility(shape, 0, place=(1, 1), **SIZE) == shape
