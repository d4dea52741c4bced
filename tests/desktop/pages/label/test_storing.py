"""What is stored while the expert labels: visits, classes, and what happens when storing fails."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from desktop.reporting.messages import Severity
from desktop.settings.schema import RECORD_VISITS
from engine.domain.errors import ResourceError
from engine.domain.identifiers import ImageId
from engine.domain.images import Answer
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from engine.loop.labeling import Labeling
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.builders import draw
from tests.loop.small_projects import ask

Key = Qt.Key


@pytest.fixture
def asked(project: Project) -> list[ImageId]:
    return ask(project, 3)


@pytest.fixture
def window(project: Project, asked: list[ImageId], open_window: Opener) -> LabelWindow:
    return open_window(project)


def test_visit_when_the_image_is_left_then_is_stored_with_what_was_done(
    window: LabelWindow, asked: list[ImageId], project: Project
):
    window.drag((40, 50), (100, 90))
    window.drag((140, 50), (200, 90))
    window.hand.click(40, 70)
    window.key(Key.Key_2)
    window.key(Key.Key_Return)
    window.wait_for(asked[1])

    with project.store.read() as tx:
        (visit,) = tx.visits.since(0.0)
    assert visit.image_id == asked[0]
    assert (visit.num_drawn, visit.num_class_changes, visit.num_accepted) == (2, 1, 0)
    assert 0 < visit.active_s < 60


def test_visit_when_the_page_is_left_and_entered_again_then_counts_nothing_twice(
    window: LabelWindow, asked: list[ImageId], project: Project
):
    window.drag((40, 50), (100, 90))
    window.desktop.window.open_page("images")
    window.settle()
    window.desktop.window.open_page("label")
    window.settle()
    window.key(Key.Key_D)
    window.wait_for(asked[1])

    with project.store.read() as tx:
        visits = tx.visits.since(0.0)
    assert [visit.image_id for visit in visits] == [asked[0], asked[0]]
    assert [visit.num_drawn for visit in visits] == [1, 0]


def test_visit_when_the_user_switched_it_off_then_is_not_stored(
    window: LabelWindow, asked: list[ImageId], project: Project
):
    window.desktop.settings.set(RECORD_VISITS, False)
    window.key(Key.Key_D)
    window.wait_for(asked[1])
    with project.store.read() as tx:
        assert tx.visits.totals().num_visits == 0


def test_save_when_it_fails_then_is_told_and_the_image_shows_what_is_stored(
    window: LabelWindow, asked: list[ImageId], monkeypatch: pytest.MonkeyPatch
):
    window.drag((40, 50), (100, 90))

    def _full(*_: object, **__: object) -> None:
        raise ResourceError("The disk is full.", hint="Make room, then draw it again.")

    with monkeypatch.context() as patch:
        patch.setattr(Labeling, "apply", _full)
        window.drag((140, 50), (200, 90))
    errors = [m for m in window.desktop.messages.history if m.severity is Severity.ERROR]
    assert [error.text for error in errors] == ["“Draw box” could not be stored. The disk is full."]
    assert len(window.model.state.annotations) == 1
    assert window.image_id == asked[0]

    window.drag((140, 50), (200, 90))
    assert len(window.stored().annotations) == 2
    assert not [m for m in window.desktop.messages.history if m.severity is Severity.ERROR]


def test_edits_when_made_quickly_then_are_all_stored_in_order(window: LabelWindow):
    for column in range(6):
        window.hand.drag((20 + 45 * column, 50), (50 + 45 * column, 90))
    for _ in range(3):
        QTest.keyClick(window.page.canvas, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    stored = {annotation.id for annotation in window.stored().annotations}
    assert stored == set(window.model.state.annotations)
    assert len(stored) == 3


def test_class_when_added_then_is_drawn_with_and_complete_images_are_not_any_more(
    window: LabelWindow, asked: list[ImageId], project: Project
):
    window.key(Key.Key_0)
    window.wait_for(asked[1])
    window.press("Add class")
    assert window.shows("not checked for a new class")
    QTest.keyClicks(QApplication.focusWidget(), "Debris")
    window.key(Key.Key_Return)

    added = project.file.classes()[-1]
    assert added.name == "Debris"
    assert window.model.current_class_id == added.id
    assert window.page.canvas.hasFocus()
    window.drag((40, 50), (100, 90))
    assert window.stored().annotations[0].class_id == added.id
    assert window.stored(asked[0]).answer(added.id) is Answer.UNLABELED


def test_class_when_its_name_is_taken_then_the_panel_says_so(window: LabelWindow):
    window.press("Add class")
    QTest.keyClicks(QApplication.focusWidget(), "rbc")
    window.key(Key.Key_Return)
    assert window.shows("stands twice")
    window.key(Key.Key_Escape)
    assert window.page.canvas.hasFocus()
    assert len(window.model.classes) == 3


def test_letters_when_typed_into_a_name_then_do_nothing_on_the_canvas(
    window: LabelWindow, asked: list[ImageId]
):
    window.press("Add class")
    QTest.keyClicks(QApplication.focusWidget(), "d u x 0")
    window.settle()
    assert window.image_id == asked[0]
    assert QApplication.focusWidget().text() == "d u x 0"


def test_status_when_the_pointer_moves_then_tells_size_zoom_place_and_saved(window: LabelWindow):
    window.hand.move(100, 50)
    size, zoom, place, timed, saved = window.status().split(" · ")
    assert timed == "timed"
    assert size.split()[::2] == ["320", "240"]
    assert zoom == f"{window.page.canvas.zoom:.0%}".replace("%", " %")
    assert place in ("x 100 y 50", "x 100 y 49", "x 99 y 50", "x 99 y 49")
    assert saved == "saved"


def test_image_when_an_annotation_is_damaged_then_the_rest_is_shown_and_it_is_said(
    project: Project, asked: list[ImageId], open_window: Opener
):
    draw(project, asked[0], Box(10, 10, 60, 60))
    draw(project, asked[0], Box(80, 10, 130, 60))
    with project.store.write() as tx:
        tx.labels._connection.execute(text("UPDATE annotations SET shape = '{' WHERE number = 1"))

    window = open_window(project)

    assert window.image_id == asked[0]
    assert len(window.model.state.annotations) == 1
    told = window.desktop.messages.history[-1]
    assert told.severity is Severity.WARNING
    assert "1 annotation of " in told.text
    assert told.text.endswith("cannot be read and stays hidden: damaged shape.")
