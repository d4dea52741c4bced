"""Suggestions walked through one by one: each is seen well, and the view comes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.domain.shapes import Box, bounding_box
from tests.desktop_canvas.builders import WBC, open_image, suggestion

Key = Qt.Key
WIDTH, HEIGHT = 2000, 1500
SMALL = suggestion("small", 1900, 1400, 1912, 1410, confidence=0.2)
MIDDLE = suggestion("middle", 800, 600, 1200, 900, confidence=0.4)
LARGE = suggestion("large", 100, 100, 1900, 1400, confidence=0.6)


@pytest.fixture
def slide(model, view):
    model.open(open_image(suggestions=(SMALL, MIDDLE, LARGE), width=WIDTH, height=HEIGHT))
    return model


def share(view, box: Box) -> float:
    """How much of the view an object takes, across or down."""
    room = view.viewport().size()
    return view.zoom * max(box.width / room.width(), box.height / room.height())


def is_whole(view, box: Box) -> bool:
    seen = view.mapToScene(view.viewport().rect()).boundingRect()
    return seen.left() <= box.x1 and box.x2 <= seen.right() and seen.top() <= box.y1


def test_walk_then_each_object_takes_a_sensible_share_with_what_surrounds_it(slide, view, hand):
    for each in (SMALL, MIDDLE, LARGE, SMALL):
        hand.key(Key.Key_Tab)
        assert slide.selection == (each.id,)
        box = bounding_box(each.shape)
        assert 0.12 <= share(view, box) <= 0.9 or view.zoom == 12.0
        assert is_whole(view, box)


def test_walk_when_the_object_is_seen_well_then_the_view_stays(slide, view, hand):
    fitted = view.zoom
    slide.select([SMALL.id])
    hand.key(Key.Key_Tab)
    assert slide.selection == (MIDDLE.id,)
    assert view.zoom == fitted
    assert view.fits


def test_escape_when_walking_then_the_view_is_as_before(slide, view, hand):
    fitted = view.zoom
    hand.key(Key.Key_Tab)
    assert view.zoom > fitted
    hand.key(Key.Key_Escape)
    assert view.fits
    assert view.zoom == fitted


def test_answers_when_the_last_is_given_then_the_view_is_as_before(slide, view, hand):
    view.zoom_by(1.5)
    before = view.zoom
    hand.key(Key.Key_Tab)
    assert view.zoom != before
    hand.key(Key.Key_C)
    hand.key(Key.Key_X)
    hand.key(Key.Key_C)
    assert not slide.shown_suggestions()
    assert view.zoom == pytest.approx(before)


def test_class_key_when_walking_then_the_suggestion_is_a_label_of_it_and_the_next_is_near(
    slide, hand
):
    hand.key(Key.Key_Tab)
    hand.key(Key.Key_3)
    (label,) = slide.state.annotations.values()
    assert label.class_id == WBC
    hand.key(Key.Key_Tab)
    assert slide.selection == (MIDDLE.id,)


def test_escape_when_the_person_moved_the_view_then_it_stays_there(slide, view, hand):
    hand.key(Key.Key_Tab)
    hand.wheel(1900, 1400, notches=2)
    chosen = view.zoom
    hand.key(Key.Key_Escape)
    assert view.zoom == chosen


def test_next_image_when_the_place_is_kept_then_it_is_the_one_from_before_walking(
    slide, model, view, hand
):
    view.keep_place(is_kept=True)
    view.zoom_by(1.3)
    before = view.zoom
    hand.key(Key.Key_Tab)
    assert view.zoom != before
    model.open(open_image(width=WIDTH, height=HEIGHT, image_id=2))
    assert view.zoom == pytest.approx(before)
