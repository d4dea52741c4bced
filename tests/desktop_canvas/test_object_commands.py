"""Order, locks, visibility, attributes and copies, with keys and mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop.canvas.tools.tool import ToolName
from desktop.viewmodels import object_commands
from engine.domain.identifiers import ImageId
from tests.desktop_canvas.builders import RBC, WBC, annotation, open_image, suggestion

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
BIG = annotation("big", 100, 100, 300, 300)
SMALL = annotation("small", 150, 150, 200, 200, class_id=WBC)
OTHER = annotation("other", 400, 100, 500, 200)


@pytest.fixture
def three(model, view):
    model.open(open_image(BIG, SMALL, OTHER))
    view.set_tool(ToolName.SELECT)
    return model


def order(model) -> list[str]:
    return list(model.state.annotations)


def test_order_when_sent_back_and_brought_to_front_then_follows_and_is_undone(three, hand):
    three.select([OTHER.id])
    hand.key(Key.Key_PageDown)
    assert order(three) == ["other", "big", "small"]
    three.select([BIG.id])
    hand.key(Key.Key_PageUp)
    assert order(three) == ["other", "small", "big"]
    three.undo_group.undo()
    three.undo_group.undo()
    assert order(three) == ["big", "small", "other"]
    assert list(three.state.annotations.values()) == [BIG, SMALL, OTHER]


def test_locked_object_when_clicked_then_what_lies_behind_is_meant(three, hand):
    three.select([SMALL.id])
    hand.key(Key.Key_L, modifiers=ALT)
    hand.click(175, 175)
    assert three.selection == (BIG.id,)
    hand.key(Key.Key_A, modifiers=CTRL)
    assert set(three.selection) == {BIG.id, OTHER.id}


def test_locked_object_when_it_would_change_then_says_how_to_unlock_it(three, hand, qtbot):
    three.select([SMALL.id])
    hand.key(Key.Key_L, modifiers=ALT)
    for key in (Key.Key_Delete, Key.Key_1, Key.Key_Right):
        with qtbot.waitSignal(three.refused) as refused:
            hand.key(key)
        assert "locked" in refused.args[0]
    assert three.state.annotations[SMALL.id] == SMALL
    hand.key(Key.Key_L, modifiers=ALT)
    hand.key(Key.Key_Delete)
    assert SMALL.id not in three.state.annotations


def test_hidden_object_when_shown_again_then_is_there_and_nothing_was_stored(
    three, view, hand, qtbot
):
    three.select([BIG.id])
    with qtbot.assertNotEmitted(three.edit_committed):
        hand.key(Key.Key_H, modifiers=ALT)
        assert three.selection == ()
        assert view.canvas_scene.object_at(100, 200, tolerance_px=3) is None
        hand.key(Key.Key_H, modifiers=ALT | SHIFT)
    assert view.canvas_scene.object_at(100, 200, tolerance_px=3) == BIG.id


def test_hidden_suggestion_when_enter_is_pressed_then_is_not_walked_to(model, hand):
    model.open(open_image(BIG, suggestions=(suggestion("s", 400, 100, 500, 200),)))
    model.marks.hide(["s"])
    assert model.shown_suggestions() == []


def test_marks_when_another_image_is_opened_then_are_gone(three):
    three.marks.hide([BIG.id])
    three.marks.toggle_locks([SMALL.id])
    three.open(open_image(image_id=ImageId(2)))
    assert not three.marks.hidden
    assert not three.marks.locked


def test_attributes_when_changed_then_is_one_command_for_all_selected(three):
    three.select([BIG.id, SMALL.id])
    object_commands.set_attributes(three, lambda a: replace(a, occluded=True))
    occluded = [a.id for a in three.state.annotations.values() if a.attributes.occluded]
    assert occluded == [BIG.id, SMALL.id]
    three.undo_group.undo()
    assert list(three.state.annotations.values()) == [BIG, SMALL, OTHER]


def test_same_class_when_asked_for_then_is_selected(three, hand):
    three.select([OTHER.id])
    hand.key(Key.Key_A, modifiers=CTRL | SHIFT)
    assert set(three.selection) == {BIG.id, OTHER.id}
    hand.key(Key.Key_3)
    assert {a.class_id for a in three.state.annotations.values()} == {WBC}
    assert three.current_class_id != RBC


def test_paste_when_the_pointer_is_over_the_image_then_lies_around_it(three, hand):
    three.select([SMALL.id])
    hand.key(Key.Key_C, modifiers=CTRL)
    hand.move(400, 350)
    hand.key(Key.Key_V, modifiers=CTRL)
    (copy,) = (three.state.annotations[id_] for id_ in three.selection)
    assert copy.shape.xyxy_px == pytest.approx((375, 325, 425, 375), abs=1.5)
    hand.move(635, 475)
    hand.key(Key.Key_V, modifiers=CTRL)
    (copy,) = (three.state.annotations[id_] for id_ in three.selection)
    assert copy.shape.xyxy_px == (590, 430, 640, 480)


def test_labels_of_the_image_before_when_asked_for_then_are_copied_in_place(three, hand, qtbot):
    three.open(open_image(image_id=ImageId(2)))
    hand.key(Key.Key_V, modifiers=CTRL | SHIFT)
    shapes = [a.shape for a in three.state.annotations.values()]
    assert shapes == [BIG.shape, SMALL.shape, OTHER.shape]
    assert three.undo_group.undoText() == "Paste 3 objects"
    three.undo_group.undo()
    three.open(open_image(image_id=ImageId(3)))
    with qtbot.waitSignal(three.refused) as refused:
        hand.key(Key.Key_V, modifiers=CTRL | SHIFT)
    assert "no labels" in refused.args[0]


def test_order_when_a_deleted_object_comes_back_then_is_as_before(three, hand):
    three.select([BIG.id])
    hand.key(Key.Key_Delete)
    three.undo_group.undo()
    assert order(three) == ["big", "small", "other"]
