"""Rotated boxes drawn, resized and turned with the mouse and by keys."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt

from desktop.canvas.tools.tool import ToolName
from engine.domain.annotations import Annotation
from engine.domain.grips import TURN, grip_points
from engine.domain.identifiers import AnnotationId
from engine.domain.project import Task
from engine.domain.rotated_boxes import corner_points
from engine.domain.shapes import OrientedBox
from tests.desktop_canvas.builders import IMAGE, RBC, WBC, open_image

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SHIP = Annotation(AnnotationId("ship"), IMAGE, RBC, OrientedBox(300, 200, 120, 60, 0.0))


@pytest.fixture
def sea(model, view):
    """An image with one rotated box, the tool for such boxes in the hand."""
    model.set_task(Task.OBB)
    model.open(open_image(SHIP))
    view.set_tool(ToolName.ROTATED_BOX)
    return model


def box_of(model, object_id="ship") -> OrientedBox:
    shape = model.state.shape(AnnotationId(object_id))
    assert isinstance(shape, OrientedBox)
    return shape


def drawn_any(model) -> bool:
    return len(model.state.annotations) > 1


def drawn(model) -> Annotation:
    (new,) = (a for a in model.state.annotations.values() if a.id != SHIP.id)
    return new


def test_box_when_a_side_is_dragged_and_its_depth_clicked_then_is_drawn(sea, hand):
    hand.drag((50, 300), (150, 400))
    hand.move(120, 450)
    assert not drawn_any(sea)
    hand.click(60, 450)
    box = drawn(sea).shape
    assert math.degrees(box.angle) == pytest.approx(45, abs=1)
    assert box.width == pytest.approx(math.hypot(100, 100), abs=2)
    assert sea.undo_group.undoText() == "Draw rotated box"
    assert sea.selection == ()


def test_angle_when_drawing_then_is_read_beside_the_line(sea, view, hand):
    hand.press(50, 300)
    hand.move(150, 300)
    assert [tag.text for tag in view.canvas_scene.tags()] == ["0.0°"]
    hand.release(150, 300)
    hand.move(150, 350)
    assert "0.0°" in [tag.text for tag in view.canvas_scene.tags()]
    hand.key(Key.Key_Escape)
    assert view.canvas_scene.tags() == []
    assert not drawn_any(sea)


def test_undo_when_a_side_is_drawn_then_takes_it_back_and_nothing_else(sea, view, hand):
    hand.drag((50, 300), (150, 300))
    assert view.toolbox.is_sketching
    hand.key(Key.Key_Z, modifiers=Qt.KeyboardModifier.ControlModifier)
    assert not view.toolbox.is_sketching
    assert len(sea.state.annotations) == 1


def test_click_when_nothing_is_drawn_then_selects(sea, hand):
    hand.click(300, 170)
    assert sea.selection == (SHIP.id,)


def test_turn_grip_when_dragged_then_the_box_turns_about_its_center(sea, hand):
    hand.click(300, 170)
    start = grip_points(box_of(sea))[TURN]
    hand.drag(start, (400, 200))
    box = box_of(sea)
    assert (box.cx, box.cy, box.width, box.height) == (300, 200, 120, 60)
    assert abs(math.degrees(box.angle)) == pytest.approx(90, abs=1)
    assert sea.undo_group.undoText() == "Turn box"


def test_turn_grip_when_dragged_with_shift_then_the_angle_steps_by_15_degrees(sea, hand):
    hand.click(300, 170)
    hand.drag(grip_points(box_of(sea))[TURN], (330, 120), modifiers=SHIFT)
    steps = math.degrees(box_of(sea).angle) / 15
    assert steps == pytest.approx(round(steps))
    assert steps


def test_corner_when_dragged_then_the_opposite_corner_stays(sea, hand):
    sea.open(open_image(Annotation(SHIP.id, IMAGE, RBC, OrientedBox(300, 200, 120, 60, 0.5))))
    hand.click(300, 200)
    (fixed, _, moved, _) = corner_points(box_of(sea)).values()
    hand.drag(moved, (400, 300))
    (still, *_) = corner_points(box_of(sea)).values()
    assert still == pytest.approx(fixed, abs=1e-6)
    assert box_of(sea).angle == 0.5


@pytest.mark.parametrize(
    ("key", "degrees"),
    [(Key.Key_Z, -5.0), (Key.Key_X, -0.5), (Key.Key_C, 0.5), (Key.Key_V, 5.0)],
)
def test_keys_when_a_rotated_box_is_selected_then_turn_it(sea, view, hand, key, degrees):
    hand.click(300, 170)
    hand.key(key)
    hand.key(key)
    assert math.degrees(box_of(sea).angle) == pytest.approx(2 * degrees)
    assert view.tool is ToolName.ROTATED_BOX
    sea.undo_group.undo()
    assert box_of(sea) == SHIP.shape


def test_tag_when_selected_then_tells_the_angle(sea, view, hand):
    hand.click(300, 170)
    hand.key(Key.Key_V)
    assert [tag.text for tag in view.canvas_scene.tags()] == ["RBC 5.0°"]


def test_class_key_when_pressed_while_drawing_then_the_box_gets_it(sea, hand):
    hand.drag((50, 300), (150, 300))
    hand.key(Key.Key_3)
    hand.click(150, 360)
    assert drawn(sea).class_id == WBC
