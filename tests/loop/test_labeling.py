from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.domain.annotations import AnnotationEdit, AnswersEdit, Visit
from engine.domain.errors import ConflictError, NotFoundError, UsageError
from engine.domain.events import AnsweredBox
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer, ImageFilter, Progress, Split
from engine.domain.jobs import AnswerSpec
from engine.domain.rounds import QuestionState
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from engine.simulation.truth import ImageTruth, write_truth
from tests.loop.builders import (
    add_annotation,
    label,
    label_round,
    poll_until_idle,
    write_truths,
)

Make = Callable[..., Project]
CELL, NUCLEUS = ClassId(1), ClassId(2)


@pytest.fixture
def project(make_project: Make) -> Project:
    return make_project(num_images=8)


@pytest.fixture
def image_id(project: Project) -> ImageId:
    return project.pool.ids()[0]


def answers(project: Project, image_id: ImageId) -> dict[ClassId, Answer]:
    return project.labeling.open_image(image_id).labels.answers


def progress(project: Project, image_id: ImageId) -> Progress:
    (found,) = [p for p in Progress if image_id in project.pool.ids(where=ImageFilter(progress=p))]
    return found


def test_apply_when_a_box_is_drawn_then_its_class_is_partial_there(
    project: Project, image_id: ImageId
) -> None:
    add_annotation(project, image_id)
    assert answers(project, image_id) == {CELL: Answer.PARTIAL}
    assert progress(project, image_id) is Progress.STARTED


def test_complete_when_said_then_classes_without_boxes_are_empty(
    project: Project, image_id: ImageId
) -> None:
    add_annotation(project, image_id)
    project.labeling.complete(image_id)
    assert answers(project, image_id) == {CELL: Answer.COMPLETE, NUCLEUS: Answer.EMPTY}
    assert progress(project, image_id) is Progress.COMPLETE


def test_apply_when_a_box_is_found_in_a_complete_image_then_it_stays_complete(
    project: Project, image_id: ImageId
) -> None:
    project.labeling.confirm_empty(image_id)
    add_annotation(project, image_id)
    assert answers(project, image_id)[CELL] is Answer.COMPLETE
    assert progress(project, image_id) is Progress.COMPLETE


def test_apply_when_undone_then_labels_and_answers_are_as_before(
    project: Project, image_id: ImageId
) -> None:
    drawn = add_annotation(project, image_id)
    edit = AnnotationEdit(None, drawn)
    project.labeling.apply([edit.inverse()], answers={image_id: {CELL: Answer.UNLABELED}})
    opened = project.labeling.open_image(image_id)
    assert opened.labels.annotations == ()
    assert opened.labels.answer(CELL) is Answer.UNLABELED


def test_apply_when_an_annotation_was_changed_meanwhile_then_nothing_is_stored(
    project: Project, image_id: ImageId
) -> None:
    drawn = add_annotation(project, image_id)
    moved = replace(drawn, shape=Box(1, 1, 5, 5))
    stale = replace(drawn, shape=Box(0, 0, 9, 9))
    with pytest.raises(ConflictError):
        project.labeling.apply([AnnotationEdit(stale, moved)])
    assert project.labeling.open_image(image_id).labels.annotations == (drawn,)


def test_apply_when_a_shape_reaches_beyond_the_image_then_it_is_refused(
    project: Project, image_id: ImageId
) -> None:
    with pytest.raises(UsageError, match="beyond the image"):
        add_annotation(project, image_id, x1=25.0)
    assert progress(project, image_id) is Progress.UNLABELED


def test_apply_when_image_is_not_there_then_it_says_so(project: Project) -> None:
    with pytest.raises(NotFoundError, match="999"):
        add_annotation(project, ImageId(999))


def test_confirm_empty_when_there_are_annotations_then_it_is_refused(
    project: Project, image_id: ImageId
) -> None:
    add_annotation(project, image_id)
    with pytest.raises(UsageError, match="not empty"):
        project.labeling.confirm_empty(image_id)


def test_reopen_when_complete_then_it_is_partial_again(project: Project, image_id: ImageId) -> None:
    label(project, [image_id])
    project.labeling.reopen(image_id)
    assert progress(project, image_id) is Progress.STARTED
    assert len(project.labeling.open_image(image_id).labels.annotations) == 2


def test_add_class_when_images_are_complete_then_they_are_not_checked_for_it(
    project: Project, image_id: ImageId
) -> None:
    label(project, [image_id])
    project.classes.add("platelet")
    assert progress(project, image_id) is Progress.STARTED
    platelet = project.file.classes()[-1].id
    unchecked = project.pool.ids(where=ImageFilter(unsettled_for=platelet))
    assert image_id in unchecked


def test_history_when_labels_change_then_each_step_is_kept(
    project: Project, image_id: ImageId
) -> None:
    drawn = add_annotation(project, image_id)
    project.labeling.apply([AnnotationEdit(drawn, None)])
    project.labeling.complete(image_id)
    with project.store.read() as tx:
        history = tx.labels.history(image_id)
    kinds = [type(entry.edit) for entry in history]
    assert kinds == [AnnotationEdit, AnswersEdit, AnnotationEdit, AnswersEdit]
    assert all(entry.who for entry in history)


def test_question_when_its_image_is_completed_then_it_is_answered(project: Project) -> None:
    project.rounds.ask(3)
    poll_until_idle(project)
    first, second, *_ = project.rounds.questions()
    project.labeling.set_question(second.pick.image_id, QuestionState.UNSURE)
    label(project, [first.pick.image_id])
    states = [question.state for question in project.rounds.questions()]
    assert states[:2] == [QuestionState.ANSWERED, QuestionState.UNSURE]
    project.labeling.reopen(first.pick.image_id)
    assert project.rounds.questions()[0].state is QuestionState.OPEN


def test_open_image_when_it_is_of_the_holdout_then_it_is_answer_first(project: Project) -> None:
    project.holdout.freeze()
    for record in project.pool.page(0, 99):
        is_holdout = record.split is not Split.TRAIN
        assert project.labeling.open_image(record.id).is_answer_first == is_holdout


def test_add_visit_when_switched_off_then_it_is_not_counted(
    project: Project, image_id: ImageId
) -> None:
    project.labeling.add_visit(Visit(image_id, 1.0, 12.5, num_drawn=3))
    project.file.set_time_visits(wanted=False)
    project.labeling.add_visit(Visit(image_id, 2.0, 99.0))
    assert project.status.read().expert_s == 12.5


def test_simulated_answers_when_a_round_asks_then_they_become_labels_and_visits(
    project: Project, tmp_path: Path
) -> None:
    truth = write_truths(project, tmp_path / "truth.jsonl")
    project.rounds.ask(4)
    poll_until_idle(project)
    records = project.pool.get([q.pick.image_id for q in project.rounds.questions()])
    spec = AnswerSpec(
        truth_path=str(truth),
        image_ids=tuple(r.id for r in records),
        content_hashes=tuple(r.content_hash for r in records),
    )
    project.background.start(spec, title="Answer")
    poll_until_idle(project)
    assert all(q.state is QuestionState.ANSWERED for q in project.rounds.questions())
    assert {progress(project, r.id) for r in records} == {Progress.COMPLETE}
    assert project.status.read().expert_s > 0


def test_simulated_answers_when_the_project_lacks_a_class_then_its_boxes_are_passed_over(
    project: Project, tmp_path: Path
) -> None:
    (record, *_) = project.pool.page(0, 1)
    boxes = (
        AnsweredBox("cell", (1.0, 1.0, 20.0, 20.0)),
        AnsweredBox("comet", (1.0, 1.0, 9.0, 9.0)),
    )
    write_truth(tmp_path / "t", [ImageTruth(record.content_hash, 32, 32, boxes)])
    spec = AnswerSpec(str(tmp_path / "t"), (record.id,), (record.content_hash,))
    project.background.start(spec, title="Answer")
    poll_until_idle(project)
    opened = project.labeling.open_image(record.id)
    assert {a.class_id for a in opened.labels.annotations} <= {CELL}
    assert progress(project, record.id) is Progress.COMPLETE


def test_answers_when_labeled_again_then_nothing_is_doubled(project: Project) -> None:
    label_round(project, 2)
    before = project.file.class_counts()
    for question in project.rounds.questions():
        project.labeling.complete(question.pick.image_id)
    assert project.file.class_counts() == before
