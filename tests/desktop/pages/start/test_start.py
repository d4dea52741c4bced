"""The start page and the form for a new project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from desktop.pages.start.facts_preview import FactsPreviewField
from desktop.pages.start.new_project_form import folder_name
from desktop.pages.start.page import StartPage
from desktop.qtkit.theme import Theme
from desktop.settings.window_state import WindowState
from desktop.wishes import AddWish, NewProject
from engine.domain.errors import ConflictError, NotFoundError, UsageError
from engine.domain.groups import GroupBy, GroupRule
from engine.domain.project import DomainFacts, Task
from engine.domain.skeleton import PERSON
from tests.loop.small_projects import make_pictures, make_project


class Start:
    """A start page on screen."""

    def __init__(self, page: StartPage, state: WindowState) -> None:
        self.page = page
        self.state = state
        self.opened: list[Path] = []
        self.looked_at: list[Path] = []
        self.made: list[NewProject] = []
        page.open_requested.connect(self.opened.append)
        page.read_only_requested.connect(self.looked_at.append)
        page.create_requested.connect(self.made.append)

    def press(self, text: str) -> None:
        button = next(b for b in self.buttons() if b.text() == text)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def buttons(self) -> list[QPushButton]:
        return [each for each in self.page.findChildren(QPushButton) if each.isVisible()]

    def shows(self, part: str) -> bool:
        labels = [each for each in self.page.findChildren(QLabel) if each.isVisible()]
        return any(part in each.text() for each in labels)

    def drop(self, *paths: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(self.page, QDragEnterEvent(QPoint(9, 9), copy, data, left, none))
        QApplication.sendEvent(self.page, QDropEvent(QPointF(9, 9), copy, data, left, none))


@pytest.fixture
def state(tmp_path: Path) -> WindowState:
    return WindowState(tmp_path / "window.ini")


@pytest.fixture
def project_dir(tmp_path: Path) -> Path:
    make_project(tmp_path / "cells", None).close()
    return tmp_path / "cells"


@pytest.fixture
def start(theme: Theme, state: WindowState, qtbot: QtBot, project_dir: Path) -> Iterator[Start]:
    state.add_recent(project_dir.with_name("gone"))
    state.add_recent(project_dir)
    page = StartPage(theme, state)
    page.show_welcome()
    qtbot.addWidget(page)
    page.resize(1200, 740)
    page.show()
    yield Start(page, state)
    page.left()


def test_recent_when_clicked_then_opens_what_is_still_there(start: Start, project_dir: Path):
    assert start.shows("not there any more")
    gone = next(each for each in start.buttons() if each.text() == "gone")
    assert not gone.isEnabled()
    start.press("cells")
    assert start.opened == [project_dir]


def test_recent_when_forgotten_then_leaves_the_list_and_stays_on_disk(
    start: Start, project_dir: Path
):
    forget = next(
        each
        for each in start.page.findChildren(QToolButton)
        if each.accessibleName() == "Take cells off the list"
    )
    forget.click()
    assert project_dir not in start.state.recent_projects
    assert (project_dir / "project.db").exists()


def test_project_when_dropped_then_opens(start: Start, project_dir: Path):
    start.drop(project_dir)
    assert start.opened == [project_dir]


def test_open_when_folder_is_chosen_then_opens_it(
    start: Start, project_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(project_dir))
    start.press("Open a project…")
    assert start.opened == [project_dir]


def test_images_when_dropped_then_three_steps_make_a_project_of_them(start: Start, tmp_path: Path):
    start.drop(tmp_path / "Blood smears")
    form = start.page._form
    assert start.shows("step 1 of 3")
    assert start.shows("blood-smears")
    form._rule._buttons[GroupBy.FOLDER].click()
    form._copy.click()
    start.press("Next")
    form._classes.setPlainText("RBC\n\n WBC \n")
    start.press("Next")
    form._facts._boxes["left_right_differ"].click()
    assert start.shows("no flips")
    start.press("Make the project")
    (wish,) = start.made
    assert wish == NewProject(
        folder=Path.home() / "Loupe" / "blood-smears",
        name="Blood smears",
        class_names=("RBC", "WBC"),
        facts=DomainFacts(left_right_differ=True),
        images=AddWish(
            (tmp_path / "Blood smears",), rule=GroupRule(GroupBy.FOLDER), is_copied=True
        ),
    )


def test_form_when_something_is_missing_then_says_so_and_stays(start: Start):
    start.press("New project")
    start.press("Next")
    assert start.shows("needs a name")
    start.page._form._name.setText("Cells")
    start.press("Next")
    start.page._form._classes.setPlainText("RBC\nrbc")
    start.press("Next")
    assert start.shows("stands twice")
    start.press("Back")
    start.press("Back")
    assert start.shows("Recent projects")
    assert not start.made


def test_form_when_pose_is_chosen_then_the_project_gets_its_keypoints(start: Start):
    start.press("New project")
    form = start.page._form
    form._name.setText("Birds")
    start.press("Next")
    (tasks,) = (b for b in form.findChildren(QComboBox) if b.accessibleName() == "Task")
    for _ in range(list(Task).index(Task.POSE)):
        QTest.keyClick(tasks, Qt.Key.Key_Down)
    (kind,) = (b for b in form.findChildren(QComboBox) if b.accessibleName() == "Keypoints")
    QTest.keyClick(kind, Qt.Key.Key_Down)
    start.press("Next")
    assert start.shows("A skeleton has 1 to 100 keypoints")
    QTest.keyClick(kind, Qt.Key.Key_Up)
    start.press("Next")
    start.press("Make the project")
    (wish,) = start.made
    assert (wish.task, wish.skeleton) == (Task.POSE, PERSON)


def test_form_when_project_could_not_be_made_then_keeps_what_was_entered(start: Start):
    start.press("New project")
    start.page._form._name.setText("Cells")
    start.page.show_busy("Making Cells")
    start.page.show_not_made(UsageError("The folder is not empty.", hint="Choose another."))
    assert start.shows("The folder is not empty. Choose another.")
    assert start.page._form._name.text() == "Cells"


def test_refusal_when_project_is_held_then_offers_to_look_only(start: Start, project_dir: Path):
    start.page.show_refused(ConflictError("It is open."), project_dir, may_read_only=True)
    start.press("Open read-only")
    start.press("Try again")
    assert (start.looked_at, start.opened) == ([project_dir], [project_dir])
    start.press("Back")
    assert start.shows("Recent projects")


def test_refusal_when_there_is_no_project_then_offers_no_look(start: Start, project_dir: Path):
    start.page.show_refused(NotFoundError("There is none."), project_dir, may_read_only=True)
    assert "Open read-only" not in [each.text() for each in start.buttons()]


@pytest.mark.parametrize(
    ("name", "folder"),
    [("Blood smears", "blood-smears"), ("Ünï / 3", "ünï-3"), ("../..", "project"), ("", "project")],
)
def test_folder_name_when_name_is_odd_then_stays_inside(name: str, folder: str):
    assert folder_name(name) == folder


def _shown(start: Start, name: str) -> QImage:
    label = next(e for e in start.page.findChildren(QLabel) if e.accessibleName() == name)
    return label.pixmap().toImage()


def _wait_for_pictures(start: Start, qtbot: QtBot) -> tuple[QImage, QImage]:
    field = start.page.findChild(FactsPreviewField)
    qtbot.waitUntil(lambda: field.is_settled)
    return _shown(start, "Before"), _shown(start, "After")


def test_facts_when_stated_then_the_users_own_image_shows_what_they_allow(
    start: Start, qtbot: QtBot, tmp_path: Path
):
    pictures = make_pictures(tmp_path / "smears", 2)
    start.page.show_new([pictures])
    start.press("Next")
    start.press("Next")
    before, after = _wait_for_pictures(start, qtbot)
    assert start.shows("picture_00.png")
    assert before.size() == after.size()
    assert before != after

    for text in ("Left and right differ", "Color carries the meaning", "Up is always up"):
        box = next(e for e in start.page.findChildren(QCheckBox) if e.text() == text)
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    same, bounded = _wait_for_pictures(start, qtbot)
    assert same == before
    assert bounded != after

    seed = next(e for e in start.page.findChildren(QSpinBox) if e.isVisible())
    for _ in range(3):
        start.press("Another")
    assert seed.value() == 4
    _, another = _wait_for_pictures(start, qtbot)
    seed.setValue(1)
    assert _wait_for_pictures(start, qtbot)[1] == bounded != another


def test_facts_when_there_is_no_image_then_says_where_to_add_one(start: Start):
    start.page.show_new()
    next(e for e in start.page.findChildren(QLineEdit) if e.isVisible()).setText("Cells")
    start.press("Next")
    start.press("Next")
    assert start.shows("Add images in the first step")
