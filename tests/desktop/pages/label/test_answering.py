"""Answering questions with mouse and keys: what the screen shows and the database holds."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.canvas.tools.tool import ToolName
from engine.domain.annotations import Source
from engine.domain.identifiers import ImageId
from engine.domain.images import Answer
from engine.domain.rounds import QuestionState
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import MUCH_HOLDOUT, Seen, ask, give_model, make_project

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key

# Four cells, the second one contested, the last one hardly seen.
SEEN: list[Seen] = [
    ((20, 20, 80, 80), (0.05, 0.90, 0.02)),
    ((100, 20, 160, 80), (0.45, 0.40, 0.02)),
    ((180, 20, 240, 80), (0.02, 0.70, 0.02)),
    ((20, 150, 60, 190), (0.02, 0.20, 0.02)),
]


@pytest.fixture
def asked(project: Project) -> list[ImageId]:
    """Four questions of a first round."""
    return ask(project, 4)


@pytest.fixture
def window(project: Project, asked: list[ImageId], open_window: Opener) -> LabelWindow:
    """The first question without any model."""
    return open_window(project)


@pytest.fixture
def suggesting(project: Project, asked: list[ImageId], open_window: Opener) -> LabelWindow:
    """The first question, with the suggestions of a model shown from 0.3 on."""
    give_model(project, dict.fromkeys(asked, SEEN))
    window = open_window(project)
    window.model.set_confidence_threshold(0.3)
    return window


def test_page_when_opened_then_shows_the_first_open_question(
    window: LabelWindow, asked: list[ImageId]
):
    assert window.image_id == asked[0]
    assert window.page.canvas.canvas_scene.sceneRect().width() == 320
    assert window.shows("Why this image")
    assert window.shows("1 of 4")
    assert window.page.canvas.hasFocus()


def test_box_when_drawn_then_is_stored_at_once(window: LabelWindow):
    window.key(Key.Key_2)
    window.drag((40, 50), (100, 90))

    (stored,) = window.stored().annotations
    assert isinstance(stored.shape, Box)
    assert stored.shape.xyxy_px == pytest.approx((40, 50, 100, 90), abs=1.5)
    assert stored.class_id == window.model.classes[1].id
    assert stored.source is Source.EXPERT
    assert window.stored().answer(stored.class_id) is Answer.PARTIAL
    assert window.shows("partly labeled")


def test_box_when_undone_and_redone_then_the_database_follows(window: LabelWindow):
    window.drag((40, 50), (100, 90))
    window.key(Key.Key_Z, CTRL)
    assert not window.stored().annotations
    assert all(answer is Answer.UNLABELED for answer in window.stored().answers.values())

    window.key(Key.Key_Y, CTRL)
    assert len(window.stored().annotations) == 1


def test_class_key_when_a_box_is_selected_then_changes_it(window: LabelWindow):
    window.drag((40, 50), (100, 90))
    window.hand.click(40, 70)
    window.key(Key.Key_3)

    (stored,) = window.stored().annotations
    assert stored.class_id == window.model.classes[2].id
    counts = window.project.file.class_counts()
    shown = window.page.presenter.classes.model
    for row, class_ in enumerate(window.model.classes):
        assert shown.data(shown.index(row), 258) == counts[class_.id]


def test_enter_when_boxes_are_drawn_then_completes_and_opens_the_next(
    window: LabelWindow, asked: list[ImageId]
):
    window.drag((40, 50), (100, 90))
    window.key(Key.Key_Return)
    window.wait_for(asked[1])

    labels = window.stored(asked[0])
    first, second, third = (class_.id for class_ in window.model.classes)
    assert labels.answers == {
        first: Answer.COMPLETE,
        second: Answer.EMPTY,
        third: Answer.EMPTY,
    }
    assert window.question_states()[0] is QuestionState.ANSWERED
    assert window.shows("2 of 4")


def test_completion_when_undone_on_return_then_the_question_is_open_again(
    window: LabelWindow, asked: list[ImageId]
):
    window.drag((40, 50), (100, 90))
    window.key(Key.Key_Return)
    window.wait_for(asked[1])
    window.key(Key.Key_A)
    window.wait_for(asked[0])
    assert window.shows("complete")

    window.key(Key.Key_Z, CTRL)

    assert window.question_states()[0] is QuestionState.OPEN
    assert len(window.stored().annotations) == 1


def test_enter_when_nothing_is_labeled_then_asks_for_an_explicit_act(
    window: LabelWindow, asked: list[ImageId]
):
    window.key(Key.Key_Return)
    assert window.image_id == asked[0]
    assert window.question_states()[0] is QuestionState.OPEN

    window.key(Key.Key_0)
    window.wait_for(asked[1])
    assert set(window.stored(asked[0]).answers.values()) == {Answer.EMPTY}


def test_keys_when_pressed_then_skip_say_unsure_and_go_back_and_forth(
    window: LabelWindow, asked: list[ImageId]
):
    window.key(Key.Key_Space, CTRL)
    window.wait_for(asked[1])
    window.key(Key.Key_U)
    window.wait_for(asked[2])
    assert window.question_states()[:2] == [QuestionState.SKIPPED, QuestionState.UNSURE]

    window.key(Key.Key_Left)
    window.wait_for(asked[1])
    assert window.shows("not sure")
    window.key(Key.Key_D)
    window.wait_for(asked[2])


def test_enter_when_suggestions_are_left_then_walks_to_them_and_completes_nothing(
    suggesting: LabelWindow, asked: list[ImageId]
):
    assert suggesting.shows("Suggestions, 3 of 4 shown")
    suggesting.key(Key.Key_Return)

    (selected,) = suggesting.model.selection
    assert suggesting.model.state.suggestions[selected].question == "Platelets or RBC?"
    suggesting.key(Key.Key_Return)
    suggesting.key(Key.Key_Return)
    assert suggesting.image_id == asked[0]
    assert not suggesting.stored().annotations


def test_suggestions_when_accepted_rejected_and_bulk_accepted_then_are_stored_as_such(
    suggesting: LabelWindow, asked: list[ImageId]
):
    suggesting.key(Key.Key_Return)
    suggesting.key(Key.Key_2)  # It is an RBC.
    suggesting.key(Key.Key_Tab)
    suggesting.key(Key.Key_X)
    suggesting.press("Accept shown")

    stored = suggesting.stored().annotations
    assert {a.source for a in stored} == {Source.ACCEPTED, Source.BULK_ACCEPTED}
    assert len(stored) == 2
    assert all(a.suggested_by == "version-1" for a in stored)

    suggesting.key(Key.Key_Return)
    suggesting.wait_for(asked[1])
    assert suggesting.question_states()[0] is QuestionState.ANSWERED


def test_accept_shown_when_undone_then_all_of_it_goes_in_one_step(suggesting: LabelWindow):
    suggesting.key(Key.Key_C, SHIFT)
    assert len(suggesting.stored().annotations) == 3
    suggesting.key(Key.Key_Z, CTRL)
    assert not suggesting.stored().annotations
    assert suggesting.shows("Suggestions, 3 of 4 shown")


def test_threshold_when_moved_then_more_is_shown_and_it_stays_for_the_next_image(
    suggesting: LabelWindow, asked: list[ImageId]
):
    for _ in range(3):
        suggesting.key(Key.Key_BracketLeft)
    assert suggesting.shows("Suggestions, 4 of 4 shown")
    suggesting.key(Key.Key_D)
    suggesting.wait_for(asked[1])
    assert suggesting.shows("Confidence from 0.15")


def test_suggestions_when_hidden_then_the_panel_offers_to_show_them(suggesting: LabelWindow):
    suggesting.press("Hide")
    assert suggesting.model.shown_suggestions() == []
    suggesting.press("Show")
    assert len(suggesting.model.shown_suggestions()) == 3


def test_new_model_when_it_comes_then_the_open_image_keeps_its_suggestions(
    suggesting: LabelWindow, asked: list[ImageId], project: Project
):
    before = set(suggesting.model.state.suggestions)
    version_id = give_model(project, dict.fromkeys(asked, SEEN[:1]), number=2)
    suggesting.drag((250, 150), (300, 200))
    assert set(suggesting.model.state.suggestions) == before

    suggesting.key(Key.Key_D)
    suggesting.wait_for(asked[1])
    (left,) = suggesting.model.state.suggestions.values()
    assert left.suggested_by == version_id


def test_suggestions_when_the_page_is_made_anew_then_accepted_ones_do_not_come_back(
    project: Project, asked: list[ImageId], open_window: Opener
):
    give_model(project, dict.fromkeys(asked, SEEN))
    window = open_window(project)
    window.key(Key.Key_Return)
    window.key(Key.Key_C)
    assert len(window.stored().annotations) == 1
    num_open = len(window.model.shown_suggestions())

    window.show_pages()
    assert len(window.model.shown_suggestions()) == num_open


def test_holdout_image_when_opened_then_is_answered_first(tmp_path, pictures, open_window: Opener):
    project = make_project(tmp_path / "holdout", pictures, holdout=MUCH_HOLDOUT)
    asked = ask(project, 4)
    questions = project.rounds.questions()
    held = next(q.pick.image_id for q in questions if q.is_holdout)
    give_model(project, dict.fromkeys(asked, SEEN))
    window = open_window(project)
    window.page.presenter.open_question(held)
    window.wait_for(held)

    assert window.shows("Test image")
    assert window.shows("without suggestions")
    assert not window.model.state.suggestions
    assert window.shows("you answer first")


def test_answers_when_keys_come_too_quickly_then_no_image_is_answered_unseen(
    window: LabelWindow, asked: list[ImageId]
):
    canvas = window.page.canvas
    QTest.keyClick(canvas, Key.Key_0)
    QTest.keyClick(canvas, Key.Key_0)
    QTest.keyClick(canvas, Key.Key_Space, CTRL)
    window.wait_for(asked[1])
    assert window.question_states() == [QuestionState.ANSWERED, *[QuestionState.OPEN] * 3]


def test_next_image_when_asked_for_twice_at_once_then_two_are_passed(
    window: LabelWindow, asked: list[ImageId]
):
    QTest.keyClick(window.page.canvas, Key.Key_D)
    QTest.keyClick(window.page.canvas, Key.Key_D)
    window.wait_for(asked[2])


def test_tools_when_chosen_by_key_then_the_rail_follows(window: LabelWindow):
    assert window.page.canvas.tool is ToolName.BOX
    window.key(Key.Key_V)
    assert window.page.canvas.tool is ToolName.SELECT
    window.key(Key.Key_R)
    assert window.page.canvas.tool is ToolName.BOX
