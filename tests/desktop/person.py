"""A person at the whole window: sees what is visible, clicks, types and draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.pages.label.page import LabelPage
from desktop.project_window import ProjectWindow
from desktop.strip import LoopStrip
from desktop.viewmodels.edit_model import EditModel
from engine.domain.annotations import ImageLabels
from engine.loop.bootstrap import Project, open_project
from tests.desktop_canvas.hand import Hand

W = TypeVar("W", bound=QWidget)

_SECOND_MS = 1000


class Person:
    """Works in a window that shows projects; looks into their database with a reader's eyes."""

    def __init__(self, desktop: Desktop, projects: ProjectWindow, qtbot: QtBot) -> None:
        self.desktop = desktop
        self.projects = projects
        self._qtbot = qtbot
        desktop.window.resize(1280, 800)
        projects.start()
        desktop.window.activateWindow()
        qtbot.waitExposed(desktop.window)

    @property
    def label_page(self) -> LabelPage:
        page = self.desktop.window.page
        assert isinstance(page, LabelPage), page
        return page

    @property
    def canvas_model(self) -> EditModel:
        return self.label_page.presenter.edit_model

    def wait(self, is_so: Callable[[], bool], what: str, *, seconds: float = 60.0) -> None:
        """Wait until something is so."""
        try:
            self._qtbot.waitUntil(is_so, timeout=round(seconds * _SECOND_MS))
        except Exception as error:
            raise AssertionError(f"waited in vain for {what}; one reads {self.texts()}") from error

    def texts(self) -> list[str]:
        """Return what is to be read in the window."""
        labels = self.desktop.window.findChildren(QLabel)
        return [each.text() for each in labels if each.isVisible() and each.text()]

    def sees(self, part: str) -> bool:
        return any(part in text for text in self.texts())

    def wait_to_read(self, part: str, *, seconds: float = 60.0) -> None:
        self.wait(lambda: self.sees(part), repr(part), seconds=seconds)

    def click(self, text: str) -> None:
        """Click the button that says this, once it is there and enabled."""
        self.wait(lambda: self._button(text) is not None, f"a button {text!r}")
        QTest.mouseClick(self._button(text), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def offers(self, text: str) -> bool:
        """Return whether there is a button that says this and can be clicked."""
        return self._button(text) is not None

    def click_recommended(self, part: str, *, seconds: float = 60.0) -> None:
        """Do what the strip recommends, once it recommends this."""
        strip = self.desktop.window.findChild(LoopStrip)
        button = next(b for b in strip.findChildren(QPushButton) if b.property("look") == "primary")
        self.wait(
            lambda: part in button.text() and button.isEnabled(),
            f"the strip to recommend {part!r} and not {button.text()!r}",
            seconds=seconds,
        )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def type(self, kind: type[QWidget], name: str, text: str) -> None:
        """Type into the field of this name."""
        field = self._named(kind, name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        for number, line in enumerate(text.splitlines()):
            if number:
                QTest.keyClick(field, Qt.Key.Key_Return)
            QTest.keyClicks(field, line)

    def set_number(self, name: str, value: int) -> None:
        """Type a number and leave the field."""
        field = self._named(QSpinBox, name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, str(value))
        QTest.keyClick(field, Qt.Key.Key_Tab)
        # A page may show once more what it knew before.
        self.wait(lambda: field.value() == value, f"{name} to be {value}")

    def choose(self, name: str, text: str) -> None:
        """Choose from a list, as with the arrow keys."""
        box = self._named(QComboBox, name)
        box.setFocus()
        row = box.findText(text)
        assert row >= 0, [box.itemText(n) for n in range(box.count())]
        while box.currentIndex() != row:
            QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < row else Qt.Key.Key_Up)

    def press(self, key: Qt.Key) -> None:
        """Press a key on the canvas."""
        QTest.keyClick(self.label_page.canvas, key)

    def draw(self, corners: tuple[float, float, float, float]) -> None:
        """Draw a box with the mouse; corners in pixels of the image."""
        x1, y1, x2, y2 = corners
        Hand(self.label_page.canvas, self._qtbot).drag((x1, y1), (x2, y2))

    def drop(self, *paths: Path) -> None:
        """Drop folders on the page in front."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        page = self.desktop.window.page
        what = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
        none = Qt.KeyboardModifier.NoModifier
        place = page.rect().center()
        QApplication.sendEvent(page, QDragEnterEvent(place, *what, none))
        QApplication.sendEvent(page, QDropEvent(QPointF(place), *what, none))
        QApplication.processEvents()

    def _button(self, text: str) -> QAbstractButton | None:
        buttons = self.desktop.window.findChildren(QAbstractButton)
        found = [b for b in buttons if b.text() == text and b.isVisible() and b.isEnabled()]
        return found[0] if found else None

    def _named(self, kind: type[W], name: str) -> W:
        fields = self.desktop.window.findChildren(kind)
        found = [f for f in fields if f.isVisible() and f.accessibleName() == name]
        assert len(found) == 1, (name, [f.accessibleName() for f in fields if f.isVisible()])
        return found[0]


@contextmanager
def looking_into(path: Path) -> Iterator[Project]:
    """Open what a project has stored, beside the window that works on it."""
    project = open_project(path, read_only=True)
    try:
        yield project
    finally:
        project.close()


def stored_labels(path: Path) -> dict[str, ImageLabels]:
    """Return the labels in the database by file name."""
    with looking_into(path) as project:
        records = project.pool.page(0, 10_000)
        return {each.name: project.labeling.open_image(each.id).labels for each in records}
