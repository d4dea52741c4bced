"""What the whole image is called, beside what a model would call it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.canvas.items.image_class_item import ImageClassItem
from desktop.viewmodels.edits import Suggestion, SuggestionId
from engine.domain.annotations import Source
from engine.domain.project import Task
from engine.domain.shapes import WholeImage
from engine.domain.suggestions import SuggestionState
from tests.desktop_canvas.builders import RBC, WBC, open_image

Key = Qt.Key
SUGGESTED = Suggestion(SuggestionId("s"), WBC, 0.8, WholeImage(640, 480), suggested_by="v1")


@pytest.fixture
def sorting(model):
    model.set_task(Task.CLASSIFY)
    model.open(open_image(suggestions=(SUGGESTED,)))
    return model


def called(model) -> list[tuple[int, Source]]:
    return [(a.class_id, a.source) for a in model.state.annotations.values()]


def state(model) -> SuggestionState:
    return model.state.suggestions[SUGGESTED.id].state


def plates(view) -> list[ImageClassItem]:
    return [item for item in view.canvas_scene.items() if isinstance(item, ImageClassItem)]


def test_suggestion_when_accepted_then_the_image_has_its_class(sorting, view, hand):
    hand.key(Key.Key_C)
    assert called(sorting) == [(WBC, Source.ACCEPTED)]
    assert state(sorting) is SuggestionState.ACCEPTED
    assert len(plates(view)) == 1


def test_class_key_when_it_agrees_then_accepts_the_suggestion(sorting, hand):
    hand.key(Key.Key_3)
    assert called(sorting) == [(WBC, Source.ACCEPTED)]
    assert sorting.visit_counts.num_accepted == 1


def test_class_key_when_it_differs_then_rejects_the_suggestion(sorting, hand):
    hand.key(Key.Key_2)
    assert called(sorting) == [(RBC, Source.EXPERT)]
    assert state(sorting) is SuggestionState.REJECTED
    sorting.undo_group.undo()
    assert called(sorting) == []
    assert state(sorting) is SuggestionState.OPEN


def test_suggestion_when_rejected_then_the_image_stays_without_a_class(sorting, view, hand):
    assert len(plates(view)) == 1
    hand.key(Key.Key_X)
    assert called(sorting) == []
    assert plates(view) == []


def test_image_when_called_otherwise_then_has_one_class_only(sorting, hand):
    for key in (Key.Key_1, Key.Key_2, Key.Key_3):
        hand.key(key)
    assert [class_id for class_id, _ in called(sorting)] == [WBC]
    assert sorting.visit_counts.num_class_changes == 2
