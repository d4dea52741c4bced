"""Images asked about again with their labels hidden, and what that measures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.domain.annotations import Annotation, AnnotationEdit, Source
from engine.domain.errors import ConflictError
from engine.domain.identifiers import AnnotationId, ImageId, new_id
from engine.domain.images import Answer
from engine.domain.rounds import Purpose, Question, QuestionState
from engine.domain.second_looks import Consistency
from engine.domain.shapes import Box
from engine.loop import second_looks
from engine.loop.bootstrap import Project
from engine.loop.second_looks import due_now, read_consistency
from tests.loop.builders import play_round, poll_until_idle, project_wish

Make = Callable[..., Project]


def again(project: Project) -> list[Question]:
    return [question for question in project.rounds.questions() if question.purpose.is_blind]


@pytest.fixture
def asked(make_project: Make) -> tuple[Project, Question]:
    """A project whose third round asks about one labeled image again."""
    project = make_project(num_images=90)
    for _ in range(2):
        play_round(project, 20)
    project.rounds.ask(4)
    poll_until_idle(project)
    (question,) = again(project)
    return project, question


def draw(project: Project, image_id: ImageId, *boxes: Box, class_index: int = 0) -> None:
    class_ids = [each.id for each in project.classes.all()]
    edits = [
        AnnotationEdit(
            None,
            Annotation(AnnotationId(new_id()), image_id, class_ids[class_index], box),
        )
        for box in boxes
    ]
    said = {image_id: dict.fromkeys(class_ids, Answer.COMPLETE)}
    project.labeling.apply(edits, answers=said)


def test_ask_when_little_was_answered_then_nothing_is_asked_again(make_project: Make) -> None:
    project = make_project(num_images=40)
    for _ in range(3):
        play_round(project, 4)
        assert again(project) == []


def test_ask_when_many_were_answered_then_one_of_two_rounds_ago_is_asked_with_its_reason(
    asked: tuple[Project, Question],
) -> None:
    project, question = asked
    assert question.purpose is Purpose.AGAIN
    assert "hidden" in question.pick.reason
    old = {each.pick.image_id for each in project.rounds.questions(0)}
    assert question.pick.image_id in old
    ranks = [each.rank for each in project.rounds.questions()]
    assert ranks == list(range(len(ranks)))


def test_ask_when_many_were_answered_before_any_was_asked_again_then_a_few_are(
    make_project: Make,
) -> None:
    project = make_project(num_images=260)
    for _ in range(2):
        play_round(project, 66)
    project.rounds.ask(20)
    poll_until_idle(project)
    num_answered = sum(len(project.rounds.questions(number)) for number in (0, 1))
    assert int(0.03 * num_answered) > 2
    assert len(again(project)) == 2


def test_due_when_much_was_answered_then_it_is_made_up_for_at_twice_the_pace() -> None:
    def due(num_answered: int, num_before: int = 0) -> int:
        return due_now(0.03, num_answered=num_answered, num_before=num_before, num_asked=26)

    assert due(32) <= 0
    assert due(34) == 1
    assert due(34, num_before=1) <= 0
    assert due(25_000) == 2
    assert due(25_000, num_before=750) <= 0


def test_open_when_it_is_asked_again_then_labels_and_suggestions_are_hidden(
    asked: tuple[Project, Question],
) -> None:
    project, question = asked
    opened = project.labeling.open_image(question.pick.image_id)
    assert opened.labels.annotations == ()
    assert opened.labels.answers == {}
    assert opened.is_answer_first


def test_apply_when_it_is_asked_again_then_the_labels_stay_and_the_answer_is_a_measurement(
    asked: tuple[Project, Question],
) -> None:
    project, question = asked
    image_id = question.pick.image_id
    with project.store.read() as tx:
        before, history = tx.labels.get(image_id), len(tx.labels.history(image_id))
    draw(project, image_id, Box(20, 20, 30, 30))
    assert again(project)[0].state is QuestionState.ANSWERED
    with project.store.read() as tx:
        assert tx.labels.get(image_id) == before
        assert len(tx.labels.history(image_id)) == history
        (look,) = tx.second_looks.answered()
        assert [each.shape for each in look.second] == [Box(20, 20, 30, 30)]
        assert look.first == before.annotations
        measured = read_consistency(tx)
    assert measured.num_images == 1
    assert measured.num_objects == len(before.annotations)
    assert measured.ceiling is None
    shown = project.labeling.open_image(image_id).labels.annotations
    assert [each.shape for each in shown] == [Box(20, 20, 30, 30)]


def test_apply_when_an_answer_is_undone_then_the_question_is_open_again(
    asked: tuple[Project, Question],
) -> None:
    project, question = asked
    image_id = question.pick.image_id
    draw(project, image_id, Box(20, 20, 30, 30))
    (drawn,) = project.labeling.open_image(image_id).labels.annotations
    class_ids = [each.id for each in project.classes.all()]
    project.labeling.apply(
        [AnnotationEdit(drawn, None)],
        answers={image_id: dict.fromkeys(class_ids, Answer.UNLABELED)},
    )
    assert again(project)[0].state is QuestionState.OPEN
    with pytest.raises(ConflictError):
        project.labeling.apply([AnnotationEdit(drawn, None)])


def test_confirm_empty_and_reopen_when_it_is_asked_again_then_they_are_of_the_second_answer(
    asked: tuple[Project, Question],
) -> None:
    project, question = asked
    image_id = question.pick.image_id
    with project.store.read() as tx:
        before = tx.labels.get(image_id)
    assert before.annotations
    project.labeling.confirm_empty(image_id)
    assert again(project)[0].state is QuestionState.ANSWERED
    project.labeling.reopen(image_id)
    assert again(project)[0].state is QuestionState.OPEN
    with project.store.read() as tx:
        assert tx.labels.get(image_id) == before
        assert tx.second_looks.answered() == []


def test_status_when_no_look_changed_then_none_is_compared_anew(
    asked: tuple[Project, Question], monkeypatch: pytest.MonkeyPatch
) -> None:
    project, question = asked
    compared: list[int] = []
    monkeypatch.setattr(
        second_looks,
        "consistency",
        lambda looks: compared.append(len(looks)) or Consistency(num_images=len(looks)),
    )

    def measured() -> int:
        found = project.status.read().consistency
        return 0 if found is None else found.num_images

    assert (measured(), measured(), compared) == (0, 0, [0])
    draw(project, question.pick.image_id, Box(20, 20, 30, 30))
    assert (measured(), measured(), compared) == (1, 1, [0, 1])
    draw(project, question.pick.image_id, Box(5, 5, 15, 15))
    assert (measured(), measured(), compared) == (1, 1, [0, 1, 1])
    project.classes.remove(project.classes.all()[0].id)
    assert (measured(), compared) == (0, [0, 1, 1, 0])


def test_labels_when_the_round_is_over_then_the_first_answer_is_shown_and_stays(
    asked: tuple[Project, Question],
) -> None:
    project, question = asked
    image_id = question.pick.image_id
    with project.store.read() as tx:
        first = tx.labels.get(image_id)
    draw(project, image_id, Box(20, 20, 30, 30))
    project.rounds.train(project_wish())
    poll_until_idle(project)
    opened = project.labeling.open_image(image_id)
    assert opened.labels == first
    assert opened.question is None
    with project.store.read() as tx:
        assert len(tx.second_looks.answered()) == 1


def test_checks_when_the_answers_differ_in_a_class_that_is_gone_then_they_say_nothing(
    asked: tuple[Project, Question],
) -> None:
    project, question = asked
    draw(project, question.pick.image_id, Box(20, 20, 30, 30))
    project.rounds.train(project_wish())
    poll_until_idle(project)
    (doubtful,) = project.label_checks.read()
    assert doubtful.reason.startswith("Your two answers differ")
    project.classes.remove(project.classes.all()[0].id)
    assert project.label_checks.read() == []


def test_ask_again_when_questions_are_replaced_then_a_look_nobody_asks_for_is_forgotten(
    asked: tuple[Project, Question],
) -> None:
    project, _ = asked
    project.rounds.ask_again(4)
    poll_until_idle(project)
    with project.store.read() as tx:
        known = tx.second_looks.image_ids()
    assert {each.pick.image_id for each in again(project)} == known
    assert len(known) == 1


def test_bulk_when_an_image_is_asked_again_then_the_act_is_for_its_labels(
    asked: tuple[Project, Question],
) -> None:
    project, question = asked
    image_id = question.pick.image_id
    with project.store.read() as tx:
        labels = tx.labels.get(image_id).annotations
    project.labeling.apply([AnnotationEdit(each, None) for each in labels], in_bulk=True)
    with project.store.read() as tx:
        assert tx.labels.get(image_id).annotations == ()


def test_audit_when_suggestions_were_accepted_then_those_not_drawn_again_are_counted(
    make_project: Make,
) -> None:
    project = make_project(num_images=90)
    for _ in range(2):
        play_round(project, 20)
    old = [question.pick.image_id for question in project.rounds.questions(0)]
    class_id = project.classes.all()[0].id
    boxes = (Box(1, 1, 9, 9), Box(20, 20, 30, 30))
    for image_id in old:
        accepted = [
            Annotation(AnnotationId(new_id()), image_id, class_id, box, Source.ACCEPTED)
            for box in boxes
        ]
        project.labeling.apply([AnnotationEdit(None, each) for each in accepted], in_bulk=True)
    project.rounds.ask(20)
    poll_until_idle(project)
    draw(project, again(project)[0].pick.image_id, boxes[0])
    with project.store.read() as tx:
        measured = read_consistency(tx)
    assert (measured.num_accepted, measured.num_accepted_wrong) == (2, 1)
    assert measured.accepted_wrong is not None
