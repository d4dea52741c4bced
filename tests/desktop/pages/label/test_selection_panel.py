"""What is said of selected objects besides shape and class."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton

from engine.domain.annotations import Attributes
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import pool_ids

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(project: Project, open_window: Opener) -> LabelWindow:
    """A window with one box, selected."""
    window = open_window(project)
    window.page.open_image(pool_ids(project)[0])
    window.settle()
    window.page.canvas.setFocus()
    window.drag((20, 20), (80, 90))
    window.hand.click(20, 50)
    return window


def press_flag(window: LabelWindow, text: str) -> None:
    buttons = window.page.side.selection.findChildren(QToolButton)
    button = next(each for each in buttons if each.text() == text)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    window.settle()


def note(window: LabelWindow) -> QLineEdit:
    return window.page.side.selection.findChild(QLineEdit)


def test_attribute_when_pressed_then_is_stored_and_undone(window: LabelWindow):
    press_flag(window, "Occluded")
    (stored,) = window.stored().annotations
    assert stored.attributes == Attributes(occluded=True)
    assert window.page.canvas.hasFocus()
    window.key(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.stored().annotations[0].attributes == Attributes()


def test_note_when_typed_then_enter_stores_it_and_the_keys_are_the_canvas_again(
    window: LabelWindow,
):
    note(window).setFocus()
    QTest.keyClicks(note(window), "ask Dr. Kim")
    window.key(Key.Key_Return)
    assert window.stored().annotations[0].attributes.note == "ask Dr. Kim"
    assert window.page.canvas.hasFocus()
    window.show_pages()
    window.page.open_image(pool_ids(window.project)[0])
    window.settle()
    (shown,) = window.model.state.annotations.values()
    assert shown.attributes.note == "ask Dr. Kim"


def test_note_when_left_with_escape_then_stays_as_it_was(window: LabelWindow):
    note(window).setFocus()
    QTest.keyClicks(note(window), "nonsense")
    window.key(Key.Key_Escape)
    assert window.stored().annotations[0].attributes == Attributes()
    assert note(window).text() == ""


def test_panel_when_nothing_is_selected_then_makes_room(window: LabelWindow):
    assert window.page.side.selection.isVisible()
    window.key(Key.Key_Escape)
    assert not window.page.side.selection.isVisible()


def test_hidden_and_locked_objects_when_there_then_are_counted_with_a_way_back(
    window: LabelWindow,
):
    window.key(Key.Key_L, ALT)
    window.key(Key.Key_H, ALT)
    assert window.shows("1 hidden · 1 locked")
    window.press("Show all")
    window.press("Unlock all")
    assert not window.page.side.selection.isVisible()
    assert not window.model.marks.hidden


def test_attribute_when_the_object_is_locked_then_stays_unpressed(window: LabelWindow):
    window.key(Key.Key_L, ALT)
    press_flag(window, "Difficult")
    assert window.stored().annotations[0].attributes == Attributes()
    buttons = window.page.side.selection.findChildren(QToolButton)
    assert not any(each.isChecked() for each in buttons)
