"""Every page without a mouse and with a screen reader: names, reach and visible focus."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.project_window import ProjectWindow
from desktop.rail import Rail
from engine.domain.images import Split
from engine.loop.bootstrap import open_project
from tests.desktop.pages.loop_builders import Stage, StandingExecutor

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)
# Parts of other controls.
PARTS = (QScrollBar, QHeaderView)
SETTLE_MS = 300


@pytest.fixture
def opened(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desktop]:
    """The window with a project whose images are labeled."""
    monkeypatch.setenv("LOUPE_OFFLINE", "1")
    monkeypatch.setattr(desktop.crashes, "install", lambda: None)
    stage = Stage.make(tmp_path / "labeled")
    stage.label(30)
    stage.label(12, split=Split.VAL)
    stage.project.close()
    window = ProjectWindow(desktop, opener=partial(open_project, executor=StandingExecutor()))
    window.start(tmp_path / "labeled")
    qtbot.waitUntil(lambda: window.is_project_open)
    desktop.window.activateWindow()
    qtbot.waitUntil(desktop.window.isActiveWindow)
    yield desktop
    desktop.window.close()


def test_pages_when_used_without_eyes_or_mouse_then_all_is_named_reached_and_seen(
    opened: Desktop, qtbot: QtBot
):
    wrong = []
    rail = opened.window.findChild(Rail)
    for page_id in rail.page_ids:
        opened.window.open_page(page_id)
        qtbot.wait(SETTLE_MS)
        page = opened.window.page
        assert page is not None
        for control in _controls(opened.window):
            place = f"{page_id}: {type(control).__name__} {_name(control)!r}"
            if not _name(control):
                wrong.append(f"{place} {control.parentWidget()} has no name")
            if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
                # A page that is still being filled may take the focus once.
                shows = _shows_focus(control) or _shows_focus(control)
                if page.isAncestorOf(control) and not shows:
                    wrong.append(f"{place} does not show that it has the focus")
            elif not _is_reached_otherwise(control):
                wrong.append(f"{place} is not reached by Tab")
    assert not wrong, "\n".join(wrong)


def _controls(window: QWidget) -> list[QWidget]:
    return [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, CONTROLS)
        and not isinstance(each, PARTS)
        and not isinstance(each.parentWidget(), (QAbstractSpinBox, QComboBox, QAbstractItemView))
        and each.isVisible()
        and each.isEnabled()
    ]


def _name(control: QWidget) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text


def _is_reached_otherwise(control: QWidget) -> bool:
    """Whether arrow keys lead there from another button of its group."""
    group = control.group() if isinstance(control, QAbstractButton) else None
    others = group.buttons() if group is not None else []
    return any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in others)


def _shows_focus(control: QWidget) -> bool:
    control.clearFocus()
    QApplication.processEvents()
    before = control.grab().toImage()
    control.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    return control.grab().toImage() != before
