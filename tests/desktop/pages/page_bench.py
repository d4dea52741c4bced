"""A page of the loop on a real project, with a session of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.page import Page
from desktop.qtkit.theme import Theme
from desktop.settings.settings import Settings
from desktop.tasks.change_hub import ChangeHub
from desktop.tasks.project_session import ProjectSession
from engine.loop.bootstrap import Project
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.loop_builders import Stage


class PageBench:
    """Opens pages on a stage and uses them as a person does."""

    def __init__(self, stage: Stage, qtbot: QtBot, theme: Theme, messages: MessageTrap) -> None:
        self.stage = stage
        self.qtbot = qtbot
        self.messages = messages
        self.opened: list[str] = []
        self._theme = theme
        self._hub = ChangeHub()
        self._failures: list[Exception] = []
        self._session = ProjectSession(self._hub, failed=self._failures.append)
        self.page = Page()

    def open(self, page_class: Callable[..., Page], *, project: Project | None = None) -> None:
        """Show a page, as the window does."""
        self.page = page_class(
            project or self.stage.project,
            self._session,
            theme=self._theme,
            messages=self.messages.center,
            settings=Settings(None),
        )
        self.page.open_page_requested.connect(self.opened.append)
        self.page.jobs_requested.connect(lambda: self.opened.append("jobs"))
        self._hub.changed.connect(self._on_changed)
        self.qtbot.addWidget(self.page)
        self.page.resize(1200, 700)
        self.page.show()
        self.page.entered()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is read or looked for any more."""
        threads = (self._session.thread, self._session.pool)
        self.qtbot.waitUntil(lambda: all(thread.is_idle for thread in threads))
        # Qt shows new widgets in its own time.
        QApplication.processEvents()
        assert not self._failures

    def poll(self) -> None:
        """Have the project look at its jobs, and the page at what changed."""
        self._session.thread.run(self.stage.project.poll)
        self.settle()

    def click(self, text: str) -> None:
        """Click the button with this text."""
        button = self.button(text)
        assert button.isEnabled(), button.toolTip()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def button(self, text: str) -> QAbstractButton:
        """Return the visible button with this text."""
        buttons = self.page.findChildren(QAbstractButton)
        found = [each for each in buttons if each.isVisible() and each.text() == text]
        assert len(found) == 1, (text, [each.text() for each in buttons if each.isVisible()])
        return found[0]

    def texts(self) -> set[str]:
        """Return what is written on visible labels."""
        labels = self.page.findChildren(QLabel)
        return {label.text() for label in labels if label.isVisible() and label.text()}

    def says(self, part: str) -> bool:
        """Return whether a visible label holds this text."""
        return any(part in text for text in self.texts())

    def close(self) -> None:
        self.page.left()
        self.page.close()
        self._session.shutdown(self.stage.project.close)

    def _on_changed(self, changes: object, initiator: object) -> None:
        if not any(each is initiator for each in self.page.initiators()):
            self.page.refresh(changes)


@contextmanager
def page_bench(
    tmp_path: Path,
    qtbot: QtBot,
    theme: Theme,
    messages: MessageTrap,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[PageBench]:
    """Give a bench on an empty project, on a machine with the weights of yolo11n and no network."""
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "yolo11n.pt").write_bytes(b"weights")
    monkeypatch.setenv("LOUPE_WEIGHTS_DIR", str(weights))
    monkeypatch.setenv("LOUPE_OFFLINE", "1")
    bench = PageBench(Stage.make(tmp_path / "project"), qtbot, theme, messages)
    yield bench
    bench.close()
