"""The page Classes on a real project, used by its fields, buttons and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop.pages.classes.page import ClassesPage
from desktop.qtkit.theme import Theme
from engine.domain.changes import Changed, Changes
from engine.domain.classes import class_color
from engine.domain.images import Split
from engine.loop.bootstrap import open_project
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.page_bench import PageBench, page_bench


@pytest.fixture
def bench(tmp_path, qtbot: QtBot, theme: Theme, messages: MessageTrap, monkeypatch):
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        made.stage.label(12)
        made.stage.label(5, split=Split.TEST)
        yield made


@pytest.fixture
def opened(bench: PageBench) -> PageBench:
    bench.open(ClassesPage)
    return bench


def rows(bench: PageBench) -> list[list[str]]:
    model = bench.page.findChild(QTableView).model()
    size = range(model.rowCount()), range(model.columnCount())
    return [[str(model.index(row, c).data()) for c in size[1]] for row in size[0]]


def names(bench: PageBench) -> list[str]:
    return [row[0] for row in rows(bench)]


def named(bench: PageBench, kind: type[QWidget], name: str) -> QWidget:
    found = [each for each in bench.page.findChildren(kind) if each.accessibleName() == name]
    assert len(found) == 1, name
    return found[0]


def type_into(bench: PageBench, name: str, text: str) -> None:
    field = named(bench, QLineEdit, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    bench.settle()
    bench.settle()


def choose(bench: PageBench, row: int) -> None:
    table = bench.page.findChild(QTableView)
    place = table.visualRect(table.model().index(row, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.settle()


def run(bench: PageBench, action_id: str) -> None:
    """Do what a key of the page does."""
    action = next(each for each in bench.page.page_actions() if each.id == action_id)
    assert action.availability().is_enabled
    action.run()
    bench.settle()
    bench.settle()


def test_page_when_opened_then_each_class_has_its_key_and_counts(opened: PageBench) -> None:
    assert rows(opened) == [
        ["RBC", "1", "17", "17", "17", "", "", ""],
        ["WBC", "2", "17", "17", "17", "", "", ""],
        ["Platelets", "3", "17", "17", "17", "", "", ""],
    ]
    assert opened.says("51 labeled objects")


def test_add_when_images_are_labeled_then_they_are_to_be_checked_again(
    opened: PageBench, qtbot: QtBot
) -> None:
    type_into(opened, "Name of a new class", "Blast")
    assert rows(opened)[-1] == ["Blast", "4", "", "", "", "", "", "17"]
    assert opened.says("17 images were labeled without looking for Blast, 5 of them from the hold")
    assert opened.says("about 1 min")
    assert named(opened, QLineEdit, "Name of a new class").text() == ""
    assert named(opened, QLineEdit, "Name of the class").text() == "Blast"
    with qtbot.waitSignal(opened.page.recheck_requested):
        opened.click("Check 17 images")


def test_add_when_the_name_stands_then_says_so_and_keeps_what_was_typed(opened: PageBench) -> None:
    type_into(opened, "Name of a new class", "rbc")
    assert opened.says("stands twice")
    assert named(opened, QLineEdit, "Name of a new class").text() == "rbc"
    type_into(opened, "Name of a new class", "Blast")
    assert not opened.says("stands twice")


def test_rename_recolor_and_move_when_done_then_undone_step_by_step(opened: PageBench) -> None:
    choose(opened, 1)
    type_into(opened, "Name of the class", "Leukocyte")
    type_into(opened, "Color of the class", "#102030")
    opened.click("Move up")
    opened.settle()
    assert names(opened) == ["Leukocyte", "RBC", "Platelets"]
    project = opened.stage.project
    assert project.classes.all()[0].color == "#102030"
    for _ in range(3):
        opened.click("Undo")
        opened.settle()
    assert names(opened) == ["RBC", "WBC", "Platelets"]
    assert project.classes.all()[1].color == class_color(1)
    assert not opened.button("Undo").isEnabled()
    run(opened, "classes.redo")
    assert names(opened) == ["RBC", "Leukocyte", "Platelets"]


def test_swatch_when_clicked_then_the_class_has_its_color(opened: PageBench) -> None:
    choose(opened, 2)
    color = class_color(5)
    swatch = named(opened, QWidget, f"Color {color}")
    QTest.mouseClick(swatch, Qt.MouseButton.LeftButton)
    opened.settle()
    assert opened.stage.project.classes.all()[2].color == color


def test_merge_when_chosen_then_objects_go_over_and_come_back(opened: PageBench) -> None:
    choose(opened, 1)
    assert opened.says("17 objects on 17 images go over.")
    target = named(opened, QComboBox, "Class to merge into")
    target.setFocus()
    QTest.keyClick(target, Qt.Key.Key_Down)
    assert target.currentText() == "Platelets"
    opened.click("Merge")
    opened.settle()
    assert rows(opened) == [
        ["RBC", "1", "17", "17", "17", "", "", ""],
        ["Platelets", "2", "34", "17", "17", "", "", ""],
    ]
    assert opened.says("Merge WBC into Platelets")
    run(opened, "classes.undo")
    assert names(opened) == ["RBC", "WBC", "Platelets"]
    assert [row[2] for row in rows(opened)] == ["17", "17", "17"]


def test_split_when_named_then_the_new_class_stands_behind_and_is_to_be_checked(
    opened: PageBench,
) -> None:
    assert opened.says("17 images with such objects will have to be looked through again")
    type_into(opened, "Name of the class to split off", "Reticulocyte")
    assert names(opened) == ["RBC", "Reticulocyte", "WBC", "Platelets"]
    assert rows(opened)[1][-1] == "17"
    run(opened, "classes.undo")
    assert names(opened) == ["RBC", "WBC", "Platelets"]
    assert not opened.says("without looking for")


def test_remove_when_done_then_labels_go_and_undo_brings_them_back(opened: PageBench) -> None:
    choose(opened, 2)
    assert opened.says("17 objects on 17 images go out of use with it.")
    opened.click("Remove the class")
    opened.settle()
    assert names(opened) == ["RBC", "WBC"]
    run(opened, "classes.undo")
    assert rows(opened)[2][:3] == ["Platelets", "3", "17"]


def test_page_when_there_is_no_class_then_says_how_to_begin(opened: PageBench) -> None:
    for _ in range(3):
        opened.click("Remove the class")
        opened.settle()
    assert opened.says("No classes yet")
    type_into(opened, "Name of a new class", "Blast")
    assert names(opened) == ["Blast"]


def test_page_when_read_only_then_nothing_can_be_changed(bench: PageBench) -> None:
    project = open_project(bench.stage.project.path, read_only=True)
    bench.open(ClassesPage, project=project)
    for text in ("Add", "Rename", "Merge", "Split off", "Remove the class"):
        assert not bench.button(text).isEnabled()
        assert bench.button(text).toolTip() == "The project is open read-only."
    project.close()


def test_page_when_labels_change_behind_it_then_they_are_counted_on_return(
    opened: PageBench,
) -> None:
    opened.page.left()
    opened.stage.label(3)
    opened.page.refresh(Changes(Changed.LABELS))
    opened.settle()
    assert rows(opened)[0][2] == "17"
    opened.page.entered()
    opened.settle()
    assert rows(opened)[0][2] == "20"
