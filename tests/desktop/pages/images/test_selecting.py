"""Many images at once: selected with mouse and keys, acted on, undone; and what finds them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QLineEdit, QPushButton

from desktop.reporting.messages import Severity
from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.errors import UsageError
from engine.domain.identifiers import AnnotationId, ImageId, new_id
from engine.domain.images import ImageFilter, ImageState, Progress
from engine.domain.project import HoldoutPlan
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project, open_project
from engine.loop.bulk import BulkRun
from tests.desktop.pages.images.conftest import ImagesWindow
from tests.loop.small_projects import make_pictures, make_project, pool_ids

Open = Callable[..., ImagesWindow]
Key, Mod = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def project(tmp_path: Path) -> Project:
    pictures = make_pictures(tmp_path / "smears", 20)
    return make_project(tmp_path / "project", pictures, holdout=HoldoutPlan())


@pytest.fixture
def window(open_images: Open, project: Project) -> ImagesWindow:
    window = open_images(project)
    window.wait_until(lambda: all(window.tiles()))
    return window


def click(window: ImagesWindow, row: int, modifier: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    grid = window.page._grid
    place = grid.visualRect(grid.model().index(row, 0)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    window.settle()


def press(window: ImagesWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Mod.NoModifier):
    QTest.keyClick(window.page._grid, key, modifier)
    window.settle()


def selected(window: ImagesWindow) -> list[int]:
    return [row for rows in window.page._grid.selected_rows() for row in rows]


def more(window: ImagesWindow) -> None:
    """Show the other filters."""
    button = next(e for e in window.all(QPushButton) if e.text() == "More" and e.isCheckable())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    window.settle()


def choose_from_menu(window: ImagesWindow, *texts: str) -> None:
    """Choose from the bar's menu, as a click on it would."""
    menu = next(each for each in window.all(QPushButton) if each.text() == "More" and each.menu())
    items = menu.menu().actions()
    for text in texts[:-1]:
        items = next(each for each in items if each.text() == text).menu().actions()
    next(each for each in items if each.text() == texts[-1]).trigger()
    window.settle()


def ids(project: Project, **where: object) -> list[ImageId]:
    return project.pool.ids(where=ImageFilter(**where))


def draw(project: Project, image_id: ImageId) -> None:
    class_id = project.classes.all()[0].id
    new = Annotation(AnnotationId(new_id()), image_id, class_id, Box(10, 10, 60, 60))
    project.labeling.apply([AnnotationEdit(None, new)])


def choose(window: ImagesWindow, name: str, text: str) -> None:
    box = next(each for each in window.all(QComboBox) if each.accessibleName() == name)
    box.setCurrentText(text)
    assert box.currentText() == text
    window.settle()


def test_select_when_clicked_with_keys_then_counts_them_and_offers_acts(window: ImagesWindow):
    assert not window.shows("selected")
    click(window, 1)
    assert window.shows("1 selected")
    click(window, 3, Mod.ShiftModifier)
    click(window, 7, Mod.ControlModifier)
    assert window.shows("4 selected")
    assert selected(window) == [1, 2, 3, 7]
    press(window, Key.Key_A, Mod.ControlModifier)
    assert selected(window) == list(range(20))
    window.press("Clear")
    assert not window.shows("selected")


def test_confirm_empty_when_asked_then_done_undone_and_done_again(
    window: ImagesWindow, project: Project
):
    draw(project, pool_ids(project)[2])
    click(window, 1)
    click(window, 4, Mod.ShiftModifier)
    window.press("Confirm empty")
    every = pool_ids(project)
    assert ids(project, progress=Progress.COMPLETE) == [every[1], every[3], every[4]]
    told = [m.text for m in window.messages()]
    assert "Confirm empty: 3 images changed, 1 passed over." in told
    window.press("Clear")
    window.press("Undo: Confirm empty")
    assert ids(project, progress=Progress.COMPLETE) == []
    press(window, Key.Key_Y, Mod.ControlModifier)
    assert len(ids(project, progress=Progress.COMPLETE)) == 3
    press(window, Key.Key_Z, Mod.ControlModifier)
    assert ids(project, progress=Progress.COMPLETE) == []


def test_take_out_when_asked_by_key_then_gone_and_brought_back(
    window: ImagesWindow, project: Project
):
    click(window, 0)
    click(window, 1, Mod.ControlModifier)
    press(window, Key.Key_Delete)
    assert len(ids(project, state=ImageState.QUARANTINED)) == 2
    choose(window, "Use", "Taken out")
    window.wait_until(lambda: window.shows("2 shown"))
    press(window, Key.Key_A, Mod.ControlModifier)
    choose_from_menu(window, "Bring back")
    window.wait_until(lambda: window.shows("No image fits"))
    assert ids(project, state=ImageState.QUARANTINED) == []


def test_act_when_asked_for_twice_at_once_then_is_done_once_and_undone_whole(
    window: ImagesWindow, project: Project
):
    press(window, Key.Key_A, Mod.ControlModifier)
    QTest.keyClick(window.page._grid, Key.Key_Delete)
    QTest.keyClick(window.page._grid, Key.Key_Delete)
    window.settle()
    assert len(ids(project, state=ImageState.QUARANTINED)) == 20
    press(window, Key.Key_Z, Mod.ControlModifier)
    assert ids(project, state=ImageState.QUARANTINED) == []


def test_act_when_it_is_refused_then_another_can_begin(window: ImagesWindow, project: Project):
    def _refuse(_ids: list[ImageId]) -> BulkRun:
        raise UsageError("Not these.")

    presenter = window.page._presenter
    presenter.act(_refuse, [range(2)])
    window.settle()
    presenter.act(project.bulk.take_out, [range(2)])
    window.settle()
    assert len(ids(project, state=ImageState.QUARANTINED)) == 2


def test_delete_labels_when_a_class_is_chosen_then_only_those_go(
    window: ImagesWindow, project: Project
):
    first, second = pool_ids(project)[:2]
    draw(project, first)
    draw(project, second)
    press(window, Key.Key_A, Mod.ControlModifier)
    choose_from_menu(window, "Delete labels of", project.classes.all()[0].name)
    assert project.labeling.open_image(first).labels.annotations == ()
    window.page._presenter.acts.undo()
    window.settle()
    assert len(project.labeling.open_image(first).labels.annotations) == 1


def move(window: ImagesWindow, group: str) -> None:
    """Say by the keyboard where the selected images go."""
    press(window, Key.Key_G)
    name = next(e for e in window.all(QLineEdit) if e.accessibleName().startswith("Group to move"))
    QTest.keyClicks(name, group)
    QTest.keyClick(name, Key.Key_Return)
    window.settle()


def test_move_when_a_group_is_typed_then_they_are_in_it_and_undo_takes_them_back(
    window: ImagesWindow, project: Project
):
    every = pool_ids(project)
    before = [record.group for record in project.pool.get(every)]
    click(window, 2)
    click(window, 4, Mod.ShiftModifier)
    move(window, "patient 7")
    assert ids(project, group="name:patient 7") == every[2:5]
    press(window, Key.Key_Z, Mod.ControlModifier)
    assert [record.group for record in project.pool.get(every)] == before
    choose_from_menu(window, "Move to group…")
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert not any(e.accessibleName().startswith("Group to") for e in window.all(QLineEdit))


def test_move_when_the_holdout_is_frozen_then_says_why_not(open_images: Open, project: Project):
    project.holdout.freeze()
    window = open_images(project)
    window.wait_until(lambda: all(window.tiles()))
    click(window, 0)
    press(window, Key.Key_G)
    reason = window.desktop.registry.availability("images.move_to_group").reason
    assert "every image stays in its group" in reason


def test_order_when_chosen_then_tiles_and_acts_follow_it(window: ImagesWindow, project: Project):
    files = sorted(record.path for record in project.pool.get(pool_ids(project)))
    more(window)
    choose(window, "Order", "By name")
    window.wait_until(lambda: window.names() == [path.name for path in files])
    click(window, 1)
    press(window, Key.Key_0)
    (done,) = ids(project, progress=Progress.COMPLETE)
    assert project.pool.get([done])[0].path == files[1]


def test_undo_when_labels_changed_since_then_says_so(window: ImagesWindow, project: Project):
    first = pool_ids(project)[0]
    press(window, Key.Key_A, Mod.ControlModifier)
    window.press("Confirm empty")
    choose_from_menu(window, "Needs review")
    assert ids(project, progress=Progress.COMPLETE) == []
    draw(project, first)
    press(window, Key.Key_Z, Mod.ControlModifier)
    assert first in ids(project, progress=Progress.COMPLETE)


def test_acts_when_read_only_then_say_why(open_images: Open, project: Project):
    project.close()
    window = open_images(open_project(project.path, read_only=True))
    click(window, 0)
    for text in ("Confirm empty", "Take out"):
        button = next(each for each in window.all(QPushButton) if each.text() == text)
        assert not button.isEnabled()
        assert button.toolTip() == "The project is open read-only."


def test_filter_when_a_class_lacks_or_a_group_is_named_then_those_are_shown(
    window: ImagesWindow, project: Project
):
    first = pool_ids(project)[0]
    project.labeling.confirm_empty(first)
    more(window)
    choose(window, "Checked for", "Not checked for RBC")
    window.wait_until(lambda: window.shows("19 shown"))
    window.page._filters.clear()
    window.settle()
    group = next(e for e in window.all(QLineEdit) if e.accessibleName().startswith("Part of the g"))
    group.setFocus()
    QTest.keyClicks(group, project.pool.get([first])[0].group)
    window.wait_until(lambda: window.shows("1 shown"))


def test_filter_when_the_model_must_be_sure_then_unscored_images_are_not_shown(
    window: ImagesWindow,
):
    more(window)
    least = next(e for e in window.all(QDoubleSpinBox) if e.accessibleName().endswith("at least"))
    least.setValue(0.5)
    window.wait_until(lambda: window.shows("No image fits"))


def test_duplicates_when_splits_divide_them_then_they_are_shown_together(
    open_images: Open, project: Project, monkeypatch: pytest.MonkeyPatch
):
    alike = tuple(pool_ids(project)[3:5])
    project.holdout.freeze()
    monkeypatch.setattr(type(project.holdout), "duplicates_across_splits", lambda _: alike)
    window = open_images(project)
    assert window.shows("2 images look alike across splits.")
    window.press("Show them")
    window.wait_until(lambda: window.shows("2 shown"))
    window.press("Near-duplicates only")
    window.wait_until(lambda: window.shows("20 shown"))


def test_grid_when_resized_then_tiles_take_the_whole_width(window: ImagesWindow):
    grid = window.page._grid
    for width in (1280, 1111, 1600):
        window.desktop.window.resize(width, 800)
        window.settle()
        rects = [grid.visualRect(grid.model().index(row, 0)) for row in range(20)]
        in_first = [each for each in rects if each.top() == rects[0].top()]
        free = grid.viewport().width() - in_first[-1].right()
        assert free < len(in_first) + 8, (width, free)
        assert grid.indexAt(QPoint(in_first[-1].right() - 5, in_first[-1].center().y())).isValid()


def test_message_when_an_act_fails_then_it_is_an_error(
    window: ImagesWindow, project: Project, monkeypatch: pytest.MonkeyPatch
):
    first = pool_ids(project)[0]
    draw(project, first)
    press(window, Key.Key_A, Mod.ControlModifier)
    choose_from_menu(window, "Delete labels of", project.classes.all()[0].name)
    acts = window.page._presenter.acts
    acts._done.append(acts._done[-1])
    acts.undo()
    window.settle()
    acts.undo()
    window.settle()
    assert any(m.severity is Severity.ERROR for m in window.messages())
