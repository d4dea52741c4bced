"""Going through the parts of the page by F6, and seeing whether time is recorded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.settings.schema import RECORD_VISITS
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import Opener
from tests.loop.small_projects import ask

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_f6_when_pressed_then_goes_round_the_page(project: Project, open_window: Opener):
    ask(project, 3)
    window = open_window(project)
    assert window.page.canvas.hasFocus()
    names = []
    for _ in range(12):
        window.key(Key.Key_F6)
        names.append(QApplication.focusWidget().accessibleName())
        if window.page.canvas.hasFocus():
            break
    assert names[-1] == "Canvas"
    assert "Questions of the round" in names
    assert len(names) >= 4
    window.key(Key.Key_F6, SHIFT)
    assert QApplication.focusWidget().accessibleName() == names[-2]


def test_status_when_time_is_not_recorded_then_says_so(project: Project, open_window: Opener):
    ask(project, 3)
    window = open_window(project)
    assert " timed" in window.status()
    window.desktop.settings.set(RECORD_VISITS, False)
    assert "not timed" in window.status()
