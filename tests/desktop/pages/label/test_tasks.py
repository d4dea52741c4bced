"""Labeling by each task's own gestures: drawn, stored, and there again after a restart."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.canvas.tools.tool import ToolName
from engine.domain.annotations import Source
from engine.domain.images import Answer
from engine.domain.project import Task
from engine.domain.shapes import KeypointSet, OrientedBox, Visibility, WholeImage
from engine.domain.skeleton import Skeleton
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import ask, make_project

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
FLY = Skeleton(("head", "tail", "left wing", "right wing"), ((0, 1), (2, 3)), (0, 1, 3, 2))

Begin = Callable[..., LabelWindow]


@pytest.fixture
def begin(tmp_path: Path, pictures: Path, open_window: Opener) -> Begin:
    """Opens the first question of a new project with a task."""

    def _begin(task: Task, **settings: object) -> LabelWindow:
        project: Project = make_project(tmp_path / "project", pictures, task=task, **settings)
        ask(project, 3)
        return open_window(project)

    return _begin


def offered_tools(window: LabelWindow) -> list[ToolName]:
    return [name for name, button in window.page.tools._tools.items() if button.isVisible()]


def test_rotated_box_when_drawn_then_is_stored_and_there_again(begin: Begin):
    window = begin(Task.OBB)
    assert offered_tools(window) == [ToolName.SELECT, ToolName.ROTATED_BOX, ToolName.TRACE]
    assert window.page.canvas.tool is ToolName.ROTATED_BOX
    window.drag((60, 60), (160, 110))
    window.hand.click(130, 170)
    (stored,) = window.stored().annotations
    assert isinstance(stored.shape, OrientedBox)
    assert math.degrees(stored.shape.angle) == pytest.approx(26.6, abs=1)

    window.show_pages()
    assert list(window.model.state.annotations.values()) == [stored]
    window.hand.click(stored.shape.cx, stored.shape.cy)
    window.key(Key.Key_V)
    window.key(Key.Key_Return)
    window.settle()
    first = window.project.rounds.questions()[0].pick.image_id
    (turned,) = window.stored(first).annotations
    assert turned.shape.angle == pytest.approx(stored.shape.angle + math.radians(5))
    assert window.stored(first).answer(stored.class_id) is Answer.COMPLETE


def test_keypoints_when_placed_and_dragged_then_are_stored_and_there_again(begin: Begin):
    window = begin(Task.POSE, skeleton=FLY)
    assert offered_tools(window) == [ToolName.SELECT, ToolName.KEYPOINTS]
    window.drag((60, 40), (160, 200))
    (placed,) = window.stored().annotations
    assert isinstance(placed.shape, KeypointSet)
    window.drag(placed.shape.points_px[0][:2], (100, 30))
    x, y, _ = placed.shape.points_px[1]
    window.hand.click(x, y)
    (stored,) = window.stored().annotations
    assert stored.shape.points_px[0][:2] == pytest.approx((100, 30), abs=1.5)
    assert stored.shape.points_px[1][2] is Visibility.HIDDEN

    window.show_pages()
    assert list(window.model.state.annotations.values()) == [stored]


def test_image_class_when_its_key_is_pressed_then_is_stored_and_there_again(begin: Begin):
    window = begin(Task.CLASSIFY)
    assert offered_tools(window) == [ToolName.SELECT]
    image_id = window.image_id
    window.key(Key.Key_2)
    window.key(Key.Key_3)
    (stored,) = window.stored().annotations
    assert stored.shape == WholeImage(320, 240)
    assert stored.class_id == window.model.classes[2].id
    assert stored.source is Source.EXPERT
    window.key(Key.Key_Z, CTRL)
    assert window.stored().annotations[0].class_id == window.model.classes[1].id

    window.show_pages()
    assert window.image_id == image_id
    window.key(Key.Key_Return)
    window.settle()
    assert window.image_id != image_id
    answers = window.stored(image_id).answers
    assert [answers[c.id] for c in window.model.classes] == [
        Answer.EMPTY,
        Answer.COMPLETE,
        Answer.EMPTY,
    ]


def test_image_class_when_missing_then_enter_says_what_to_press(begin: Begin, qtbot):
    window = begin(Task.CLASSIFY)
    with qtbot.waitSignal(window.model.refused) as refused:
        window.key(Key.Key_Return)
    assert "needs a class" in refused.args[0]
    window.key(Key.Key_1)
    window.key(Key.Key_Delete)
    assert not window.stored().annotations
    with qtbot.waitSignal(window.model.refused) as refused:
        window.key(Key.Key_0)
    assert "needs a class" in refused.args[0]


def test_enter_when_a_label_says_too_little_then_selects_it_and_asks_for_better(
    begin: Begin, qtbot
):
    window = begin(Task.OBB)
    image_id = window.image_id
    window.page.canvas.set_tool(ToolName.BOX)
    window.drag((60, 60), (160, 110))
    with qtbot.waitSignal(window.model.refused) as refused:
        window.key(Key.Key_Return)
    assert "box says too little" in refused.args[0]
    assert window.image_id == image_id
    assert len(window.model.selection) == 1


def test_tool_when_of_no_use_to_the_task_then_its_key_says_why(begin: Begin, qtbot):
    window = begin(Task.OBB)
    with qtbot.waitSignal(window.model.refused) as refused:
        window.key(Key.Key_R)
    assert "learns rotated boxes" in refused.args[0]
    assert window.page.canvas.tool is ToolName.ROTATED_BOX


def test_hints_when_a_keypoint_is_chosen_then_they_are_about_it(begin: Begin):
    window = begin(Task.POSE, skeleton=FLY)
    window.page.canvas.setFocus()
    window.key(Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    assert "visible" in [hint.text for hint in window.page.key_hints()]
    window.key(Key.Key_Escape)
    assert "visible" not in [hint.text for hint in window.page.key_hints()]
