"""An Images page in a real window on a real project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.page import PageSpec
from desktop.pages.images.page import ImagesPage
from desktop.reporting.messages import Message
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.image_grid_model import ImageRole, ImageTile
from engine.domain.errors import EngineError
from engine.loop.bootstrap import Project
from tests.loop.small_projects import make_project

W = TypeVar("W", bound=QWidget)


class ImagesWindow:
    """The window with an Images page in front, and a user's hands."""

    def __init__(self, desktop: Desktop, project: Project, qtbot: QtBot) -> None:
        self.desktop = desktop
        self.project = project
        self.errors: list[EngineError] = []
        self.session = ProjectSession(desktop.hub, failed=self.errors.append)
        self._qtbot = qtbot
        spec = PageSpec("images", "Images", "images", self._make_page)
        desktop.window.resize(1280, 800)
        desktop.window.show_pages([spec], first="images")
        desktop.window.show()
        desktop.window.activateWindow()
        qtbot.waitExposed(desktop.window)
        self.settle()

    @property
    def page(self) -> ImagesPage:
        page = self.desktop.window.page
        assert isinstance(page, ImagesPage)
        return page

    def settle(self) -> None:
        """Wait until everything handed in is done and told, and nothing is being added."""
        self._qtbot.waitUntil(self._is_settled)
        QApplication.processEvents()
        self._qtbot.waitUntil(self._is_settled)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(holds)
        self.settle()

    def drop(self, *paths: Path) -> None:
        """Drop files on the page, as from a file manager."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.page, QDragEnterEvent(QPoint(200, 300), copy, data, left, none))
        QApplication.sendEvent(self.page, QDropEvent(QPointF(200, 300), copy, data, left, none))
        self.settle()

    def press(self, text: str) -> None:
        """Press the visible button that says this."""
        button = next(each for each in self.all(QPushButton) if each.text() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def all(self, kind: type[W]) -> list[W]:
        return [each for each in self.page.findChildren(kind) if each.isVisible()]

    def shows(self, part: str) -> bool:
        """Whether a visible text of the page has this part."""
        return any(part in each.text() for each in self.all(QLabel))

    def tiles(self) -> list[ImageTile | None]:
        """Return what the grid shows, in order."""
        model = self.page._grid.model()
        return [model.index(row, 0).data(ImageRole.TILE) for row in range(model.rowCount())]

    def names(self) -> list[str]:
        """Return the names of the images that are here."""
        return [tile.image.name for tile in self.tiles() if tile is not None]

    def messages(self) -> tuple[Message, ...]:
        return self.desktop.messages.history

    def close(self) -> None:
        assert self.session.shutdown(self.project.close)
        assert not self.errors, self.errors

    def _is_settled(self) -> bool:
        is_idle = self.session.thread.is_idle and self.session.pool.is_idle
        return is_idle and self.page._presenter.is_settled

    def _make_page(self) -> ImagesPage:
        desktop = self.desktop
        return ImagesPage(
            self.project,
            self.session,
            theme=desktop.theme,
            messages=desktop.messages,
            settings=desktop.settings,
        )


@pytest.fixture
def open_images(
    desktop: Desktop, qtbot: QtBot, tmp_path: Path
) -> Iterator[Callable[..., ImagesWindow]]:
    """Return a function that opens an Images page on a project (a new one unless given)."""
    opened: list[ImagesWindow] = []

    def _open(project: Project | None = None, **options: object) -> ImagesWindow:
        made = project or make_project(tmp_path / "project", None, **options)
        opened.append(ImagesWindow(desktop, made, qtbot))
        return opened[-1]

    yield _open
    for window in opened:
        window.close()
