"""What became of suggestions is stored, and known when the image is opened again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.domain.identifiers import ImageId
from engine.domain.rounds import QuestionState
from engine.domain.suggestions import Acceptance
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import ask, give_model, pool_ids

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SEEN = [
    ((20.0, 20.0, 80.0, 80.0), (0.6, 0.2, 0.0)),
    ((120.0, 20.0, 180.0, 80.0), (0.0, 0.8, 0.1)),
    ((220.0, 120.0, 280.0, 180.0), (0.0, 0.7, 0.1)),
]


@pytest.fixture
def asked(project: Project) -> list[ImageId]:
    return ask(project, 3)


@pytest.fixture
def window(project: Project, asked: list[ImageId], open_window: Opener) -> LabelWindow:
    give_model(project, dict.fromkeys(asked, SEEN))
    window = open_window(project)
    window.model.set_confidence_threshold(0.0)
    return window


def test_suggestion_when_rejected_then_stays_away_when_the_image_is_opened_again(
    window: LabelWindow,
):
    window.key(Key.Key_Tab)
    window.key(Key.Key_X)
    assert len(window.model.shown_suggestions()) == 2
    window.show_pages()
    assert len(window.model.shown_suggestions()) == 2
    assert not window.stored().annotations


def test_rejection_when_undone_then_the_suggestion_comes_again(window: LabelWindow):
    window.key(Key.Key_Tab)
    window.key(Key.Key_X)
    window.key(Key.Key_Z, CTRL)
    window.show_pages()
    assert len(window.model.shown_suggestions()) == 3


def test_acceptance_when_asked_for_then_counts_by_class(window: LabelWindow, project: Project):
    window.key(Key.Key_Tab)
    window.key(Key.Key_C)
    window.key(Key.Key_X)
    window.key(Key.Key_C)
    platelets, rbc, _ = (class_.id for class_ in project.file.classes())
    assert project.labeling.acceptance("version-1") == {
        platelets: Acceptance(num_accepted=1),
        rbc: Acceptance(num_accepted=1, num_rejected=1),
    }


def test_question_when_flagged_then_says_so_and_goes_on(window: LabelWindow, asked: list[ImageId]):
    window.key(Key.Key_G)
    window.wait_for(asked[1])
    window.key(Key.Key_A)
    window.wait_for(asked[0])
    assert window.shows("flagged for a second opinion")


def test_flag_when_browsing_beyond_the_questions_then_the_image_becomes_one(
    window: LabelWindow, project: Project, asked: list[ImageId]
):
    beyond = next(i for i in pool_ids(project) if i not in asked and i != pool_ids(project)[-1])
    window.page.open_image(beyond)
    window.wait_for(beyond)
    window.page.canvas.setFocus()
    window.key(Key.Key_G)
    window.wait_for(pool_ids(project)[pool_ids(project).index(beyond) + 1])
    added = project.rounds.questions()[-1]
    assert (added.pick.image_id, added.state) == (beyond, QuestionState.FLAGGED)
    assert len(project.rounds.questions()) == len(asked) + 1
    window.page.open_image(beyond)
    window.wait_for(beyond)
    assert window.shows("flagged for a second opinion")


def test_flag_when_no_round_asks_then_says_why(project: Project, open_window: Opener):
    window = open_window(project)
    window.page.open_image(pool_ids(project)[0])
    window.settle()
    window.page.canvas.setFocus()
    window.key(Key.Key_G)
    assert any("no round asks any now" in m.text for m in window.desktop.messages.history)


def test_judgment_when_browsing_beyond_the_questions_then_it_is_kept(
    project: Project, asked: list[ImageId], open_window: Opener
):
    beyond = next(i for i in pool_ids(project) if i not in asked)
    give_model(project, dict.fromkeys([*asked, beyond], SEEN))
    window = open_window(project)
    for num_shown in (3, 2):
        window.model.set_confidence_threshold(0.0)
        window.page.open_image(beyond)
        window.wait_for(beyond)
        window.page.canvas.setFocus()
        assert len(window.model.shown_suggestions()) == num_shown
        window.key(Key.Key_Tab)
        window.key(Key.Key_X)
        window.show_pages()
