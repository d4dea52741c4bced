"""The edit model: commands, their undoing, and what is told to whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.viewmodels import edit_commands, review
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import EditCommitted, VisitCounts
from engine.domain.annotations import AnnotationEdit, Source
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.shapes import Box, Polygon
from engine.domain.suggestions import SuggestionState
from tests.desktop_canvas.builders import (
    CLASSES,
    PLATELETS,
    RBC,
    VERSION,
    WBC,
    annotation,
    open_image,
    suggestion,
)

LEFT = annotation("left", 10, 10, 60, 60)
RIGHT = annotation("right", 100, 10, 160, 60, class_id=WBC)
SURE = suggestion("sure", 200, 200, 240, 240, confidence=0.9)
DOUBTFUL = suggestion("doubtful", 300, 200, 340, 240, confidence=0.4)
ASKED = suggestion(
    "asked", 400, 200, 430, 240, class_id=PLATELETS, confidence=0.6, question="Platelets?"
)


@pytest.fixture
def commits(model: EditModel) -> list[EditCommitted]:
    collected: list[EditCommitted] = []
    model.edit_committed.connect(collected.append)
    return collected


@pytest.fixture
def refusals(model: EditModel) -> list[str]:
    collected: list[str] = []
    model.refused.connect(collected.append)
    return collected


def _only_annotation(model: EditModel):
    (found,) = model.state.annotations.values()
    return found


def test_draw_adds_one_expert_annotation_and_makes_the_class_partial(model, commits):
    model.open(open_image())
    edit_commands.draw(model, Box(1, 2, 30, 40), text="Draw box")
    drawn = _only_annotation(model)
    assert (drawn.class_id, drawn.source, drawn.shape) == (RBC, Source.EXPERT, Box(1, 2, 30, 40))
    (commit,) = commits
    assert commit.edit.annotations == (AnnotationEdit(None, drawn),)
    assert commit.answers == {RBC: Answer.PARTIAL}


def test_draw_without_a_class_is_refused(model, refusals):
    model.set_classes([])
    model.open(open_image())
    edit_commands.draw(model, Box(1, 2, 30, 40), text="Draw box")
    assert not model.state.annotations
    assert refusals == ["There is no class to draw. Add one first."]


def test_undo_emits_the_inverse_edit(model, commits):
    model.open(open_image(LEFT))
    model.select([LEFT.id])
    edit_commands.delete_selected(model)
    model.undo_group.undo()
    done, undone = commits
    assert undone.edit == done.edit.inverse()
    assert undone.edit.annotations == (AnnotationEdit(None, LEFT),)
    assert model.selection == (LEFT.id,)


def test_drawing_on_a_settled_image_keeps_it_settled(model):
    model.open(open_image(answers={RBC: Answer.EMPTY}))
    edit_commands.draw(model, Box(1, 2, 30, 40), text="Draw box")
    assert model.state.answer(RBC) is Answer.COMPLETE
    model.undo_group.undo()
    assert model.state.answer(RBC) is Answer.EMPTY


def test_deleting_the_last_of_a_partial_class_leaves_it_unlabeled(model):
    model.open(open_image(LEFT, RIGHT, answers={RBC: Answer.PARTIAL, WBC: Answer.COMPLETE}))
    model.select([LEFT.id, RIGHT.id])
    edit_commands.delete_selected(model)
    assert model.state.answer(RBC) is Answer.UNLABELED
    assert model.state.answer(WBC) is Answer.EMPTY


def test_nudges_in_a_row_are_one_command_and_one_adjustment(model, commits):
    model.open(open_image(LEFT))
    model.select([LEFT.id])
    for _ in range(5):
        edit_commands.nudge(model, dx=1, dy=0)
    assert _only_annotation(model).shape == Box(15, 10, 65, 60)
    assert len(commits) == 5
    assert model.visit_counts == VisitCounts(num_adjusted=1)
    model.undo_group.undo()
    assert _only_annotation(model) == LEFT
    assert not model.undo_group.canUndo()


def test_nudges_there_and_back_leave_nothing_to_undo(model):
    model.open(open_image(LEFT))
    model.select([LEFT.id])
    edit_commands.nudge(model, dx=1, dy=0)
    edit_commands.nudge(model, dx=-1, dy=0)
    assert _only_annotation(model) == LEFT
    assert not model.undo_group.canUndo()


def test_nudges_with_another_selection_between_are_two_commands(model):
    model.open(open_image(LEFT, RIGHT))
    for selected in (LEFT, RIGHT, LEFT):
        model.select([selected.id])
        edit_commands.nudge(model, dx=1, dy=0)
    assert model.undo_group.activeStack().count() == 3


def test_nudge_at_the_border_changes_nothing(model, commits):
    model.open(open_image(annotation("edge", 0, 10, 60, 60)))
    model.select(list(model.state.annotations))
    edit_commands.nudge(model, dx=-10, dy=0)
    assert commits == []
    assert model.visit_counts == VisitCounts()


def test_nudge_moves_a_polygon_with_its_outline(model, refusals):
    polygon = replace(LEFT, shape=Polygon(((0.0, 0.0), (9.0, 0.0), (9.0, 9.0))))
    model.open(open_image(polygon))
    model.select([polygon.id])
    edit_commands.nudge(model, dx=1, dy=0)
    expected = Polygon(((1.0, 0.0), (10.0, 0.0), (10.0, 9.0)))
    assert _only_annotation(model) == replace(polygon, shape=expected)
    assert refusals == []


def test_choose_class_changes_the_selected_and_stays_for_new_shapes(model):
    model.open(open_image(LEFT))
    model.select([LEFT.id])
    edit_commands.choose_class(model, WBC)
    assert _only_annotation(model).class_id == WBC
    assert model.current_class_id == WBC
    assert model.visit_counts == VisitCounts(num_class_changes=1)
    assert model.state.answers == {WBC: Answer.PARTIAL}


def test_choose_class_with_a_suggestion_accepts_it_as_that_class(model):
    model.open(open_image(suggestions=(ASKED,)))
    model.select([ASKED.id])
    edit_commands.choose_class(model, RBC)
    found = _only_annotation(model)
    assert (found.class_id, found.source, found.confidence) == (RBC, Source.ACCEPTED, 0.6)
    assert model.visit_counts == VisitCounts(num_accepted=1, num_class_changes=1)
    assert model.selection == (found.id,)


def test_choose_class_twice_is_one_edit(model, commits):
    model.open(open_image(LEFT))
    model.select([LEFT.id])
    edit_commands.choose_class(model, RBC)
    assert commits == []


def test_accept_keeps_who_suggested_it_and_walks_on(model):
    model.open(open_image(suggestions=(SURE, DOUBTFUL)))
    model.select([DOUBTFUL.id])
    review.accept_selected(model)
    found = _only_annotation(model)
    assert (found.source, found.suggested_by, found.confidence) == (Source.ACCEPTED, VERSION, 0.4)
    assert found.shape == DOUBTFUL.shape
    assert model.selection == (SURE.id,)


def test_editing_an_accepted_suggestion_keeps_its_source(model):
    model.open(open_image(suggestions=(SURE,)))
    model.select([SURE.id])
    review.accept_selected(model)
    accepted = _only_annotation(model)
    edit_commands.reshape(model, {accepted.id: Box(201, 200, 240, 240)}, text="Resize box")
    changed = _only_annotation(model)
    assert (changed.source, changed.suggested_by) == (Source.ACCEPTED, VERSION)
    assert model.visit_counts == VisitCounts(num_accepted=1, num_adjusted=1)


def test_reshaping_a_suggestion_accepts_it_in_the_same_command(model):
    model.open(open_image(suggestions=(SURE,)))
    model.select([SURE.id])
    edit_commands.reshape(model, {SURE.id: Box(201, 200, 240, 240)}, text="Resize box")
    found = _only_annotation(model)
    assert found.source is Source.ACCEPTED
    assert model.selection == (found.id,)
    assert model.undo_group.activeStack().count() == 1
    model.undo_group.undo()
    assert model.state.suggestions[SURE.id].state is SuggestionState.OPEN
    assert model.selection == (SURE.id,)


def test_accept_shown_is_one_undoable_command_of_its_own_source(model, commits):
    model.open(open_image(suggestions=(SURE, DOUBTFUL, ASKED)))
    model.set_confidence_threshold(0.5)
    review.accept_shown(model)
    sources = [found.source for found in model.state.annotations.values()]
    assert sources == [Source.BULK_ACCEPTED] * 2
    assert model.state.suggestions[DOUBTFUL.id].state is SuggestionState.OPEN
    assert len(commits) == 1
    model.undo_group.undo()
    assert not model.state.annotations
    assert len(model.shown_suggestions()) == 2


def test_reject_takes_the_suggestion_away_and_undo_brings_it_back(model):
    model.open(open_image(suggestions=(SURE, DOUBTFUL)))
    model.select([SURE.id])
    review.reject_selected(model)
    assert [shown.id for shown in model.shown_suggestions()] == [DOUBTFUL.id]
    assert model.visit_counts == VisitCounts(num_rejected=1)
    assert model.selection == (DOUBTFUL.id,)
    model.undo_group.undo()
    assert len(model.shown_suggestions()) == 2


def test_shown_suggestions_puts_the_asked_first_then_the_doubtful(model):
    model.open(open_image(suggestions=(SURE, DOUBTFUL, ASKED)))
    assert [shown.id for shown in model.shown_suggestions()] == ["asked", "doubtful", "sure"]


def test_threshold_hides_and_deselects_what_is_below(model):
    model.open(open_image(suggestions=(SURE, DOUBTFUL)))
    model.select([DOUBTFUL.id])
    model.set_confidence_threshold(0.5)
    assert [shown.id for shown in model.shown_suggestions()] == [SURE.id]
    assert model.selection == ()


def test_enter_walks_through_what_is_left_and_never_labels(model, qtbot):
    model.open(open_image(suggestions=(SURE, DOUBTFUL)))
    with qtbot.assertNotEmitted(model.completion_requested):
        walked = [review.press_enter(model) for _ in range(3)]
    assert walked == [DOUBTFUL.id, SURE.id, DOUBTFUL.id]
    assert not model.state.annotations


def test_enter_with_none_left_asks_for_completion(model, qtbot):
    model.open(open_image(suggestions=(SURE,)))
    model.select([SURE.id])
    review.accept_selected(model)
    with qtbot.waitSignal(model.completion_requested):
        assert review.press_enter(model) is None


def test_enter_with_the_left_ones_hidden_asks_for_completion(model, qtbot):
    model.open(open_image(LEFT, suggestions=(DOUBTFUL,)))
    model.set_confidence_threshold(0.5)
    with qtbot.waitSignal(model.completion_requested):
        review.press_enter(model)


def test_enter_on_an_image_with_nothing_points_to_the_explicit_act(model, qtbot, refusals):
    model.open(open_image())
    with qtbot.assertNotEmitted(model.completion_requested):
        review.press_enter(model)
    assert refusals == ["Nothing is labeled here. Press 0 to confirm that the image is empty."]


def test_enter_on_an_image_confirmed_empty_before_goes_on(model, qtbot):
    model.open(open_image(answers={class_.id: Answer.EMPTY for class_ in CLASSES}))
    with qtbot.waitSignal(model.completion_requested):
        review.press_enter(model)


def test_confirm_empty_with_nothing_there_asks_for_completion(model, qtbot):
    model.open(open_image())
    with qtbot.waitSignal(model.completion_requested):
        review.confirm_empty(model)


@pytest.mark.parametrize(
    "image", [open_image(LEFT), open_image(suggestions=(SURE,))], ids=["labels", "suggestions"]
)
def test_confirm_empty_with_something_there_is_refused(model, qtbot, refusals, image):
    model.open(image)
    with qtbot.assertNotEmitted(model.completion_requested):
        review.confirm_empty(model)
    assert len(refusals) == 1


def test_confirm_complete_answers_every_class_in_one_command(model, commits):
    model.open(open_image(LEFT))
    review.confirm_complete(model)
    empty = {PLATELETS: Answer.EMPTY, WBC: Answer.EMPTY}
    assert commits[0].answers == {RBC: Answer.COMPLETE, **empty}
    model.undo_group.undo()
    assert model.state.answers == {}


def test_walk_without_suggestions_goes_through_annotations_both_ways(model):
    model.open(open_image(LEFT, RIGHT))
    assert [review.walk(model, step=1) for _ in range(3)] == [LEFT.id, RIGHT.id, LEFT.id]
    model.select([])
    assert review.walk(model, step=-1) == RIGHT.id


def test_walk_on_an_empty_image_selects_nothing(model):
    model.open(open_image())
    assert review.walk(model, step=1) is None


def test_reopened_image_still_has_its_history(model):
    model.open(open_image(LEFT))
    model.select([LEFT.id])
    edit_commands.delete_selected(model)
    other = ImageId(2)
    model.open(open_image(image_id=other))
    assert not model.undo_group.canUndo()
    model.open(open_image())
    model.undo_group.undo()
    assert model.state.annotations == {LEFT.id: LEFT}


def test_reopened_image_with_other_labels_has_no_history(model):
    model.open(open_image(LEFT))
    model.select([LEFT.id])
    edit_commands.delete_selected(model)
    model.open(open_image(RIGHT))
    assert not model.undo_group.canUndo()
    assert model.state.annotations == {RIGHT.id: RIGHT}


def test_many_images_opened_keeps_the_youngest_histories_only(model):
    for number in range(1, 30):
        model.open(open_image(image_id=ImageId(number)))
        edit_commands.draw(model, Box(0, 0, 9, 9), text="Draw box")
    assert len(model.undo_group.stacks()) == 20


def test_close_shows_no_image_and_nothing_can_be_undone(model):
    model.open(open_image(LEFT))
    edit_commands.draw(model, Box(0, 0, 9, 9), text="Draw box")
    model.close()
    assert not model.has_image
    assert not model.undo_group.canUndo()
    edit_commands.draw(model, Box(0, 0, 9, 9), text="Draw box")
    assert not model.state.annotations


def test_select_leaves_out_what_is_not_there(model):
    model.open(open_image(LEFT))
    model.select(["nobody", LEFT.id, LEFT.id])
    assert model.selection == (LEFT.id,)


def test_paste_from_another_image_adds_what_fits_and_selects_it(model):
    model.open(open_image(width=100, height=100, image_id=ImageId(2)))
    edit_commands.paste(model, [LEFT, RIGHT])
    found = _only_annotation(model)
    assert found.id != LEFT.id
    assert (found.image_id, found.shape, found.source) == (2, LEFT.shape, Source.EXPERT)
    assert model.selection == (found.id,)


def test_duplicate_puts_a_copy_aside(model):
    model.open(open_image(LEFT))
    model.select([LEFT.id])
    edit_commands.duplicate_selected(model)
    (copy_id,) = model.selection
    assert model.state.box(copy_id) == Box(20, 20, 70, 70)


def test_removed_current_class_gives_way_to_the_first(model):
    model.set_classes(CLASSES[2:])
    assert model.current_class_id == WBC
    model.set_classes([])
    assert model.current_class_id is None
    model.set_current_class(ClassId(5))
    assert model.current_class_id == 5
