"""A label page in a real window on a real project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.page import PageSpec
from desktop.pages.label.page import LabelPage
from desktop.status_bar import StatusBar
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.edit_model import EditModel
from engine.domain.annotations import ImageLabels
from engine.domain.errors import EngineError
from engine.domain.identifiers import ImageId
from engine.domain.rounds import QuestionState
from engine.loop.bootstrap import Project
from tests.desktop.builders import NotingPage
from tests.desktop_canvas.hand import Hand
from tests.loop.small_projects import make_pictures, make_project

_NONE = Qt.KeyboardModifier.NoModifier


class LabelWindow:
    """The window with a label page in front, and an expert's hands."""

    def __init__(self, desktop: Desktop, project: Project, qtbot: QtBot) -> None:
        self.desktop = desktop
        self.project = project
        self.errors: list[EngineError] = []
        self.session = ProjectSession(desktop.hub, failed=self.errors.append)
        self._qtbot = qtbot
        desktop.window.resize(1280, 800)
        desktop.window.show()
        desktop.window.activateWindow()
        qtbot.waitExposed(desktop.window)
        self.show_pages()

    def show_pages(self) -> None:
        """Make the pages anew, as when the project is opened."""
        specs = [
            PageSpec("images", "Images", "images", lambda: NotingPage("images")),
            PageSpec("label", "Label", "label", self._make_page),
            PageSpec("train", "Train", "train", lambda: NotingPage("train")),
        ]
        self.desktop.window.show_pages(specs, first="label")
        self.settle()
        self.hand = Hand(self.page.canvas, self._qtbot)

    @property
    def model(self) -> EditModel:
        return self.page.presenter.edit_model

    @property
    def image_id(self) -> ImageId | None:
        return self.model.state.image.image_id if self.model.has_image else None

    def settle(self) -> None:
        """Wait until everything handed in is done and told."""
        QApplication.processEvents()
        self._qtbot.waitUntil(lambda: self.session.thread.is_idle and self.session.pool.is_idle)
        QApplication.processEvents()

    def wait_for(self, image_id: ImageId) -> None:
        """Wait until an image is on the canvas."""
        self._qtbot.waitUntil(lambda: self.image_id == image_id)
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.desktop.window, key, modifiers)
        self.settle()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.hand.drag(start, end)
        self.settle()

    def press(self, text: str) -> None:
        """Press the visible button that says this."""
        buttons = [each for each in self.page.findChildren(QPushButton) if each.isVisible()]
        button = next(each for each in buttons if each.text() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def shows(self, part: str) -> bool:
        """Whether a visible text of the page has this part."""
        labels = [each for each in self.page.findChildren(QLabel) if each.isVisible()]
        return any(part in each.text() for each in labels)

    def status(self) -> str:
        """Return what stands at the right of the status bar."""
        return self.desktop.window.findChild(StatusBar).text

    def stored(self, image_id: ImageId | None = None) -> ImageLabels:
        """Return the labels in the database, of the open image unless another is named."""
        wanted = self.image_id if image_id is None else image_id
        assert wanted is not None
        self.settle()
        return self.project.labeling.open_image(wanted).labels

    def question_states(self) -> list[QuestionState]:
        self.settle()
        return [question.state for question in self.project.rounds.questions()]

    def close(self) -> None:
        page = self.desktop.window.page
        if page is not None:
            page.left()
        assert self.session.shutdown(self.project.close)
        assert not self.errors, self.errors

    def _make_page(self) -> LabelPage:
        self.page = LabelPage(
            self.project,
            self.session,
            theme=self.desktop.theme,
            messages=self.desktop.messages,
            settings=self.desktop.settings,
        )
        return self.page


Opener = Callable[[Project], LabelWindow]


@pytest.fixture
def open_window(desktop: Desktop, qtbot: QtBot) -> Iterator[Opener]:
    """Opens the window on a project, and closes both."""
    opened: list[LabelWindow] = []

    def _open(project: Project) -> LabelWindow:
        opened.append(LabelWindow(desktop, project, qtbot))
        return opened[-1]

    yield _open
    for window in opened:
        window.close()


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve pictures of 320 x 240 pixels."""
    return make_pictures(tmp_path_factory.mktemp("pictures"), 12)


@pytest.fixture
def project(tmp_path: Path, pictures: Path) -> Project:
    """A project with twelve pictures, three classes, no holdout and no round."""
    return make_project(tmp_path / "project", pictures)
