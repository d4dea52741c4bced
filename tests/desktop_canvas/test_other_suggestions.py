"""Other suggestions, offered while the image is open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.viewmodels.edit_commands import reshape
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import EditCommitted
from desktop.viewmodels.review import accept_selected, reject_selected
from desktop.viewmodels.suggestion_list_model import SuggestionListModel, SuggestionRole
from engine.domain.shapes import Box, MultiPolygon, Polygon
from engine.domain.suggestions import BY_EXAMPLE, SuggestionState
from tests.desktop_canvas.builders import CLASSES, open_image, suggestion

ACTS = st.lists(st.sampled_from(["accept", "reject", "offer", "undo", "redo", "one"]), max_size=12)
FIRST = suggestion("a", 10, 10, 40, 40), suggestion("b", 60, 10, 90, 40)
OTHERS = (FIRST[1], replace(suggestion("c", 10, 60, 40, 90), suggested_by=BY_EXAMPLE))


@pytest.fixture
def model(qapp) -> EditModel:
    model = EditModel()
    model.set_classes(CLASSES)
    model.open(open_image(suggestions=FIRST))
    return model


def test_offer_when_others_come_then_what_was_done_and_its_history_stay(model: EditModel):
    model.select([FIRST[1].id])
    accept_selected(model)
    model.offer(OTHERS)
    assert [each.id for each in model.shown_suggestions()] == ["c"]
    assert len(model.state.annotations) == 1

    model.undo_group.undo()
    assert [each.id for each in model.shown_suggestions()] == ["b", "c"]
    assert not model.state.annotations


def test_offer_when_a_judged_one_is_gone_then_undo_and_redo_still_work(model: EditModel):
    told: list[EditCommitted] = []
    model.edit_committed.connect(told.append)
    model.select([FIRST[0].id])
    accept_selected(model)
    model.undo_group.undo()
    model.offer(OTHERS)
    model.undo_group.redo()
    assert len(model.state.annotations) == 1
    assert told[-1].judged == ()


def test_selection_when_its_suggestion_is_gone_then_is_empty(model: EditModel):
    model.select([FIRST[0].id])
    model.offer(OTHERS)
    assert model.selection == ()


def test_suggestion_when_reshaped_then_is_adjusted_and_its_annotation_names_the_source(
    model: EditModel,
):
    model.offer(OTHERS)
    reshape(model, {OTHERS[1].id: Box(12, 60, 44, 90)}, text="Move")
    assert model.state.suggestions[OTHERS[1].id].state is SuggestionState.ADJUSTED
    (made,) = model.state.annotations.values()
    assert made.suggested_by == BY_EXAMPLE


def test_suggestion_in_pieces_with_a_hole_when_accepted_is_the_annotation_as_it_was(
    model: EditModel,
):
    ring = Polygon(_square(10, 40), (_square(20, 10),))
    shape = MultiPolygon((ring, Polygon(_square(60, 20))))
    model.offer((replace(suggestion("pieces", 10, 10, 80, 80), shape=shape),))

    model.select(["pieces"])
    accept_selected(model)

    (made,) = model.state.annotations.values()
    assert made.shape == shape


def _square(corner: float, side: float) -> tuple[tuple[float, float], ...]:
    end = corner + side
    return ((corner, corner), (end, corner), (end, end), (corner, end))


def test_list_when_a_suggestion_is_by_example_then_says_so(model: EditModel):
    rows = SuggestionListModel(model)
    model.offer(OTHERS)
    said = [rows.index(row).data(SuggestionRole.SOURCE) for row in range(rows.rowCount())]
    assert sorted(said) == ["", BY_EXAMPLE]


@given(ACTS)
def test_offers_when_mixed_with_any_acts_then_undoing_all_leaves_no_label(qapp, acts: list[str]):
    model = EditModel()
    model.set_classes(CLASSES)
    model.open(open_image(suggestions=FIRST))
    for act in acts:
        model.select([each.id for each in model.shown_suggestions()[:1]])
        match act:
            case "accept":
                accept_selected(model)
            case "reject":
                reject_selected(model)
            case "offer":
                model.offer(OTHERS)
            case "one":
                model.offer(FIRST[:1])
            case "undo":
                model.undo_group.undo()
            case "redo":
                model.undo_group.redo()
    while model.undo_group.canUndo():
        model.undo_group.undo()
    assert not model.state.annotations
    open_ones = {each.state for each in model.state.suggestions.values()}
    assert open_ones <= {SuggestionState.OPEN, SuggestionState.ACCEPTED, SuggestionState.REJECTED}
