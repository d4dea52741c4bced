"""Answering before the model's suggestions are seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.settings.schema import ANSWER_FIRST
from engine.domain.identifiers import ImageId
from engine.domain.suggestions import SuggestionState
from engine.loop.bootstrap import Project
from tests.desktop.pages.label.conftest import LabelWindow, Opener
from tests.loop.small_projects import ask, give_model

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SEEN = [
    ((20.0, 20.0, 80.0, 80.0), (0.0, 0.6, 0.0)),
    ((120.0, 20.0, 180.0, 80.0), (0.0, 0.8, 0.1)),
]


@pytest.fixture
def asked(project: Project) -> list[ImageId]:
    return ask(project, 3)


@pytest.fixture
def window(project: Project, asked: list[ImageId], open_window: Opener) -> LabelWindow:
    give_model(project, dict.fromkeys(asked, SEEN))
    window = open_window(project)
    window.desktop.settings.set(ANSWER_FIRST, True)
    window.show_pages()
    window.model.set_confidence_threshold(0.0)
    return window


def states(window: LabelWindow) -> list[SuggestionState]:
    return [s.state for s in window.model.state.suggestions.values()]


def test_suggestions_when_answering_first_then_wait_for_enter(window: LabelWindow):
    assert window.model.shown_suggestions() == []
    assert window.shows("Answer first")
    window.key(Key.Key_Return)
    assert len(window.model.shown_suggestions()) == 2
    assert window.shows("Suggestions, 2 of 2 shown")
    assert not window.stored().answers


def test_suggestion_when_the_answer_agrees_then_is_accepted_with_it(
    window: LabelWindow, asked: list[ImageId]
):
    window.key(Key.Key_2)
    window.drag((21, 22), (80, 79))
    window.key(Key.Key_Return)
    assert sorted(states(window)) == [SuggestionState.ACCEPTED, SuggestionState.OPEN]
    assert len(window.stored().annotations) == 1
    window.key(Key.Key_X)
    window.key(Key.Key_Return)
    window.wait_for(asked[1])
    assert window.model.shown_suggestions() == []


def test_suggestion_when_the_answer_names_another_class_then_stays_open(window: LabelWindow):
    window.key(Key.Key_1)
    window.drag((21, 22), (80, 79))
    window.key(Key.Key_Return)
    assert states(window) == [SuggestionState.OPEN, SuggestionState.OPEN]


def test_empty_when_pressed_first_then_shows_what_the_model_sees(
    window: LabelWindow, asked: list[ImageId]
):
    window.key(Key.Key_0)
    assert window.image_id == asked[0]
    assert len(window.model.shown_suggestions()) == 2


def test_setting_when_switched_off_then_suggestions_come_at_once(window: LabelWindow):
    window.desktop.settings.set(ANSWER_FIRST, False)
    assert len(window.model.shown_suggestions()) == 2
