"""Choosing a class by typing its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import pool_ids

Key = Qt.Key


@pytest.fixture
def window(project: Project, open_window: Opener) -> LabelWindow:
    window = open_window(project)
    window.page.open_image(pool_ids(project)[0])
    window.settle()
    window.page.canvas.setFocus()
    return window


@pytest.fixture
def name_of(project: Project) -> Callable[[object], str]:
    return lambda class_id: {c.id: c.name for c in project.file.classes()}[class_id]


def type_name(window: LabelWindow, text: str) -> None:
    window.key(Key.Key_Q)
    QTest.keyClicks(QApplication.focusWidget(), text)


def test_name_when_typed_then_enter_chooses_it_for_new_shapes(window: LabelWindow, name_of):
    type_name(window, "wb")
    window.key(Key.Key_Return)
    assert name_of(window.model.current_class_id) == "WBC"
    assert window.page.canvas.hasFocus()
    window.drag((20, 20), (80, 90))
    (drawn,) = window.stored().annotations
    assert name_of(drawn.class_id) == "WBC"


def test_palette_when_an_object_is_selected_then_it_gets_the_class(window: LabelWindow, name_of):
    window.drag((20, 20), (80, 90))
    window.hand.click(20, 50)
    type_name(window, "plat")
    window.key(Key.Key_Return)
    (changed,) = window.stored().annotations
    assert name_of(changed.class_id) == "Platelets"


def test_palette_when_left_with_escape_then_nothing_changes(window: LabelWindow, name_of):
    before = window.model.current_class_id
    type_name(window, "wb")
    window.key(Key.Key_Escape)
    assert window.model.current_class_id == before
    assert window.page.canvas.hasFocus()


def test_arrow_when_pressed_then_the_next_match_is_taken(window: LabelWindow, name_of):
    type_name(window, "b")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Down)
    window.key(Key.Key_Return)
    assert name_of(window.model.current_class_id) == "WBC"


def test_name_when_no_class_has_it_then_enter_adds_it(window: LabelWindow, project: Project):
    type_name(window, "Smudge cell")
    window.key(Key.Key_Return)
    window.settle()
    assert [c.name for c in project.file.classes()][-1] == "Smudge cell"
    assert window.model.current_class_id == project.file.classes()[-1].id
