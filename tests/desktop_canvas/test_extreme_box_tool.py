"""Boxes made by clicking an object's four outermost points."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.canvas.tools.tool import ToolName
from tests.desktop_canvas.builders import annotation, open_image

Key = Qt.Key
EXTREMES = [(100, 40), (180, 90), (140, 160), (60, 120)]


@pytest.fixture
def clicking(model, view):
    model.open(open_image())
    view.set_tool(ToolName.EXTREME_BOX)
    return model


def test_box_when_four_extremes_are_clicked_then_reaches_just_to_them(clicking, hand, view):
    for x, y in EXTREMES[:3]:
        hand.click(x, y)
    assert not clicking.state.annotations
    assert [tag.text for tag in view.canvas_scene.tags()] == ["1 to click"]
    hand.click(*EXTREMES[3])
    (drawn,) = clicking.state.annotations.values()
    assert drawn.shape.xyxy_px == pytest.approx((60, 40, 180, 160), abs=1.0)
    assert not view.toolbox.is_sketching
    clicking.undo_group.undo()
    assert not clicking.state.annotations


def test_click_when_taken_back_then_is_clicked_anew(clicking, hand):
    for x, y in EXTREMES[:3]:
        hand.click(x, y)
    hand.key(Key.Key_Backspace)
    hand.click(140, 200)
    hand.click(*EXTREMES[3])
    (drawn,) = clicking.state.annotations.values()
    assert drawn.shape.y2 == pytest.approx(200, abs=1.0)


def test_escape_when_pressed_then_nothing_is_drawn(clicking, hand, view):
    hand.click(*EXTREMES[0])
    hand.key(Key.Key_Escape)
    assert not view.toolbox.is_sketching
    assert view.tool is ToolName.EXTREME_BOX
    assert view.canvas_scene.tags() == []


def test_points_when_on_one_line_then_says_what_to_do(clicking, hand, qtbot):
    with qtbot.waitSignal(clicking.refused) as refused:
        for x in (10, 20, 30, 40):
            hand.click(x, 50)
    assert "one line" in refused.args[0]
    assert not clicking.state.annotations


def test_click_inside_an_object_when_extreme_clicking_then_counts_as_a_point(clicking, hand, view):
    clicking.open(open_image(annotation("cell", 50, 50, 150, 150)))
    hand.click(100, 100)
    assert view.toolbox.is_sketching
    assert clicking.selection == ()
