"""The list of labels beside the canvas: the same selection, hidden and locked ones, and fast."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeView

from engine.domain.annotations import Annotation, AnnotationEdit, Attributes, Source
from engine.domain.identifiers import AnnotationId
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import pool_ids

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
EYE_PX, LOCK_PX = 36, 12


def put(project: Project, number: int) -> None:
    """Label the first image with boxes of several kinds, as from a dataset."""
    first = pool_ids(project)[0]
    classes = project.classes.all()
    new = [
        Annotation(
            AnnotationId(f"a{place:05d}"),
            first,
            classes[place % 2].id,
            Box(5 + place % 100, 5, 15 + place % 100, 30),
            source=Source.IMPORT if place % 2 else Source.EXPERT,
            attributes=Attributes(occluded=place == 1),
        )
        for place in range(number)
    ]
    project.labeling.apply([AnnotationEdit(None, each) for each in new])


@pytest.fixture
def window(project: Project, open_window: Opener) -> LabelWindow:
    put(project, 4)
    window = open_window(project)
    window.page.open_image(pool_ids(project)[0])
    window.settle()
    window.page.canvas.setFocus()
    window.key(Key.Key_O, SHIFT)
    return window


def the_list(window: LabelWindow) -> QTreeView:
    return window.page.side.objects.findChild(QTreeView)


def selected_rows(window: LabelWindow) -> list[int]:
    return sorted(index.row() for index in the_list(window).selectionModel().selectedRows())


def click(window: LabelWindow, row: int, *, from_right_px: int = 120, modifier=None) -> None:
    view = the_list(window)
    rect = view.visualRect(view.model().index(row, 0))
    place = QPoint(rect.right() - from_right_px, rect.center().y())
    held = Qt.KeyboardModifier.NoModifier if modifier is None else modifier
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, held, place)
    window.settle()


def test_list_when_reached_by_key_then_arrows_select_on_the_canvas(window: LabelWindow):
    assert QApplication.focusWidget() is the_list(window)
    window.key(Key.Key_Down)
    assert window.model.selection == ("a00001",)
    window.key(Key.Key_Down, SHIFT)
    assert window.model.selection == ("a00001", "a00002")
    window.key(Key.Key_Delete)
    assert set(window.model.state.annotations) == {"a00000", "a00003"}
    assert len(window.stored().annotations) == 2


def test_selection_when_made_on_the_canvas_then_is_that_of_the_list(window: LabelWindow):
    window.model.select(["a00000", "a00003"])
    assert selected_rows(window) == [0, 3]
    window.page.canvas.setFocus()
    window.key(Key.Key_Escape)
    assert selected_rows(window) == []
    window.key(Key.Key_A, CTRL)
    assert selected_rows(window) == [0, 1, 2, 3]


def test_click_then_selects_and_the_keys_stay_with_the_canvas(window: LabelWindow):
    window.page.canvas.setFocus()
    click(window, 2)
    click(window, 0, modifier=CTRL)
    assert set(window.model.selection) == {"a00000", "a00002"}
    assert window.page.canvas.hasFocus()


def test_signs_when_clicked_then_hide_show_lock_and_unlock_one_label(window: LabelWindow):
    marks = window.model.marks
    click(window, 1, from_right_px=EYE_PX)
    click(window, 2, from_right_px=LOCK_PX)
    assert (marks.hidden, marks.locked) == ({"a00001"}, {"a00002"})
    assert window.model.selection == ()
    click(window, 1, from_right_px=EYE_PX)
    click(window, 2, from_right_px=LOCK_PX)
    assert (marks.hidden, marks.locked) == (frozenset(), frozenset())


def test_space_when_pressed_twice_then_hides_and_shows_the_row(window: LabelWindow):
    window.key(Key.Key_Down)
    window.key(Key.Key_Space)
    assert window.model.marks.hidden == {"a00001"}
    assert window.model.selection == ()
    window.key(Key.Key_Space)
    assert window.model.marks.hidden == frozenset()


def test_details_then_tell_kind_source_attributes_and_order(window: LabelWindow):
    model = the_list(window).model()
    said = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole) for row in range(4)]
    assert said[:2] == ["box", "box · imported · occluded"]
    window.model.select(["a00003"])
    window.page.canvas.setFocus()
    window.key(Key.Key_PageUp)
    first = model.index(0, 0).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert first == "box · imported · z 1"
    assert selected_rows(window) == [0]


def test_enter_then_shows_the_label_well_on_the_canvas(window: LabelWindow):
    canvas = window.page.canvas
    canvas.zoom_by(20.0)
    window.key(Key.Key_Return)
    box = window.model.state.box(window.model.selection[0])
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.left() <= box.x1 <= box.x2 <= seen.right()


def test_many_labels_when_all_are_selected_are_one_range(project: Project, open_window: Opener):
    put(project, 5_000)
    window = open_window(project)
    window.page.open_image(pool_ids(project)[0])
    window.settle()
    window.key(Key.Key_O, SHIFT)
    model = the_list(window).model()
    assert model.rowCount() == 5_000
    # One range for all: Qt takes ages over thousands.
    assert model.selection_of(window.model.state.annotations).count() == 1
    window.key(Key.Key_A, CTRL)
    assert len(window.model.selection) == 5_000
    window.key(Key.Key_End)
    assert window.model.selection == ("a04999",)
