"""Skeletons placed, adjusted and seen through."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.canvas.tools.tool import ToolName
from engine.domain.project import Task
from engine.domain.shapes import KeypointSet, Visibility
from engine.domain.skeleton import Skeleton
from tests.desktop_canvas.builders import PLATELETS, open_image

Key = Qt.Key
FLY = Skeleton(("head", "tail", "left wing", "right wing"), ((0, 1), (2, 3)), (0, 1, 3, 2))
VISIBLE, HIDDEN, MISSING = Visibility.VISIBLE, Visibility.HIDDEN, Visibility.NOT_LABELED


@pytest.fixture
def flies(model, view):
    model.set_task(Task.POSE, skeleton=FLY)
    model.open(open_image())
    view.set_tool(ToolName.KEYPOINTS)
    return model


def the_fly(model) -> KeypointSet:
    (fly,) = (annotation.shape for annotation in model.state.annotations.values())
    assert isinstance(fly, KeypointSet)
    return fly


def seen(model) -> list[Visibility]:
    return [visibility for _, _, visibility in the_fly(model).points_px]


def test_click_then_places_the_whole_skeleton_and_selects_it(flies, hand):
    hand.click(300, 240)
    fly = the_fly(flies)
    assert seen(flies) == [VISIBLE] * 4
    assert (fly.box.x1 + fly.box.x2) / 2 == pytest.approx(300, abs=3)
    assert len(flies.selection) == 1
    flies.undo_group.undo()
    assert not flies.state.annotations


def test_drag_then_fits_the_skeleton_into_the_box(flies, hand):
    hand.drag((100, 100), (200, 300))
    assert the_fly(flies).box.xyxy_px == pytest.approx((100, 100, 200, 300), abs=1.5)


def test_point_when_dragged_beyond_the_image_then_stops_at_its_edge(flies, hand):
    hand.drag((100, 100), (200, 300))
    hand.drag(the_fly(flies).points_px[0][:2], (-40, 150))
    x, y, _ = the_fly(flies).points_px[0]
    assert x == 0
    assert y == pytest.approx(150, abs=1.5)
    assert the_fly(flies).box.x1 == 0


def test_point_when_clicked_then_is_hidden_then_not_labeled_and_is_placed_again(flies, hand):
    hand.drag((100, 100), (200, 300))
    x, y, _ = the_fly(flies).points_px[1]
    hand.click(x, y)
    assert seen(flies) == [VISIBLE, HIDDEN, VISIBLE, VISIBLE]
    hand.click(x, y)
    assert seen(flies) == [VISIBLE, MISSING, VISIBLE, VISIBLE]
    hand.click(150, 290)
    assert seen(flies) == [VISIBLE] * 4
    assert the_fly(flies).points_px[1][:2] == pytest.approx((150, 290), abs=1.5)
    for _ in range(3):
        flies.undo_group.undo()
    assert the_fly(flies).points_px[1] == (x, y, VISIBLE)


def test_point_when_pointed_at_then_its_name_is_read(flies, view, hand):
    hand.drag((100, 100), (200, 300))
    x, y, _ = the_fly(flies).points_px[2]
    hand.click(x, y)
    hand.move(x + 1, y)
    assert "left wing, hidden" in [tag.text for tag in view.canvas_scene.tags()]
    hand.move(20, 20)
    assert "left wing, hidden" not in [tag.text for tag in view.canvas_scene.tags()]


def test_next_skeleton_when_placed_then_has_posture_and_size_of_the_one_before(flies, hand):
    hand.drag((100, 100), (200, 300))
    hand.drag(the_fly(flies).points_px[0][:2], (180, 150))
    first = the_fly(flies)
    hand.click(400, 240)
    _, second = (annotation.shape for annotation in flies.state.annotations.values())
    assert second.box.width == pytest.approx(first.box.width, abs=1e-6)
    assert second.points_px[0][0] - second.box.x1 == pytest.approx(
        first.points_px[0][0] - first.box.x1, abs=1e-6
    )


def test_class_key_when_a_skeleton_is_placed_then_changes_its_class(flies, hand):
    hand.click(300, 240)
    hand.key(Key.Key_1)
    (placed,) = flies.state.annotations.values()
    assert placed.class_id == PLATELETS


def test_click_when_the_project_has_no_skeleton_then_says_why_nothing_happens(flies, hand, qtbot):
    flies.set_task(Task.DETECT)
    with qtbot.waitSignal(flies.refused) as refused:
        hand.click(300, 240)
    assert "no skeleton" in refused.args[0]


def test_keyboard_alone_then_places_walks_moves_and_says_how_points_are_seen(flies, view, hand):
    hand.key(Key.Key_K, modifiers=Qt.KeyboardModifier.ShiftModifier)
    fly = the_fly(flies)
    assert (fly.box.x1 + fly.box.x2) / 2 == pytest.approx(320, abs=3)
    head = fly.points_px[0]
    for _ in range(3):
        hand.key(Key.Key_Right)
    hand.key(Key.Key_Down, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert the_fly(flies).points_px[0][:2] == pytest.approx((head[0] + 3, head[1] + 10))
    hand.key(Key.Key_1)
    hand.key(Key.Key_Period)
    hand.key(Key.Key_0)
    hand.key(Key.Key_Comma)
    hand.key(Key.Key_Comma)
    hand.key(Key.Key_1)
    assert seen(flies) == [HIDDEN, MISSING, VISIBLE, HIDDEN]
    hand.key(Key.Key_2)
    assert seen(flies) == [HIDDEN, MISSING, VISIBLE, VISIBLE]
    assert flies.current_class_id != flies.classes[0].id


def test_point_when_chosen_by_key_then_its_name_tells_how_it_is_seen(flies, view, hand):
    hand.click(300, 240)
    for _ in range(2):
        hand.key(Key.Key_Period)
    hand.key(Key.Key_0)
    assert "tail, not labeled" in [tag.text for tag in view.canvas_scene.tags()]
    hand.key(Key.Key_Right)
    assert seen(flies)[1] is VISIBLE
    hand.key(Key.Key_Escape)
    assert len(flies.selection) == 1
    hand.key(Key.Key_1)
    (fly,) = flies.state.annotations.values()
    assert fly.class_id == PLATELETS


def test_nudges_of_one_point_then_are_one_step_of_undo_and_of_two_points_two(flies, hand):
    hand.click(300, 240)
    placed = the_fly(flies)
    hand.key(Key.Key_Period)
    hand.key(Key.Key_Up)
    hand.key(Key.Key_Up)
    once = the_fly(flies)
    hand.key(Key.Key_Period)
    hand.key(Key.Key_Up)
    flies.undo_group.undo()
    assert the_fly(flies) == once
    flies.undo_group.undo()
    assert the_fly(flies) == placed


def test_skeleton_when_the_project_has_none_then_the_key_says_why(model, view, hand, qtbot):
    model.open(open_image())
    with qtbot.waitSignal(model.refused):
        hand.key(Key.Key_K, modifiers=Qt.KeyboardModifier.ShiftModifier)
