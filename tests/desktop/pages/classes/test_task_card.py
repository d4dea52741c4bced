"""Another task for a project, from the page Classes: counted first, then done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.classes.page import ClassesPage
from desktop.qtkit.theme import Theme
from engine.domain.project import Task
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.page_bench import PageBench, page_bench


@pytest.fixture
def bench(tmp_path, qtbot: QtBot, theme: Theme, messages: MessageTrap, monkeypatch):
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        made.stage.label(12)
        made.open(ClassesPage)
        yield made


def named(bench: PageBench, kind: type[QWidget], name: str) -> QWidget:
    (found,) = (each for each in bench.page.findChildren(kind) if each.accessibleName() == name)
    return found


def look_at(bench: PageBench, task: Task) -> None:
    box = named(bench, QComboBox, "Task")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(list(Task).index(task)):
        QTest.keyClick(box, Qt.Key.Key_Down)
    bench.settle()


def test_task_when_another_is_looked_at_then_its_counts_are_shown_and_nothing_changes(
    bench: PageBench,
) -> None:
    assert not bench.says("annotations stay")
    look_at(bench, Task.SEGMENT)
    assert bench.says("12 labeled images need review")
    bench.click("Keep it")
    assert not bench.says("annotations stay")
    assert bench.stage.project.file.settings().task is Task.DETECT


def test_task_when_wanted_then_the_project_has_it(bench: PageBench) -> None:
    look_at(bench, Task.SEGMENT)
    bench.click("Change the task")
    bench.settle()
    assert bench.stage.project.file.settings().task is Task.SEGMENT
    assert not bench.says("annotations stay")
    look_at(bench, Task.DETECT)
    assert bench.says("12 images count as labeled again")


def test_task_when_it_is_pose_then_keypoints_are_asked_for(bench: PageBench) -> None:
    look_at(bench, Task.POSE)
    kind = named(bench, QComboBox, "Keypoints")
    kind.setFocus()
    QTest.keyClick(kind, Qt.Key.Key_Down)
    bench.settle()
    assert bench.says("A skeleton has 1 to 100 keypoints")
    names = named(bench, QPlainTextEdit, "Names of the keypoints, one a line")
    names.setFocus()
    for name in ("nose", "left eye", "right eye"):
        QTest.keyClicks(names, name)
        QTest.keyClick(names, Qt.Key.Key_Return)
    assert named(bench, QLineEdit, "Keypoints that mirror each other, by number").text() == "2-3"
    QTest.keyClicks(named(bench, QLineEdit, "Lines between keypoints, by number"), "1-2,1-3")
    bench.settle()
    bench.click("Change the task")
    bench.settle()
    skeleton = bench.stage.project.file.settings().skeleton
    assert skeleton is not None
    assert (len(skeleton), skeleton.edges, skeleton.flip_idx) == (3, ((0, 1), (0, 2)), (0, 2, 1))
