"""An image's question follows its answers, whoever gives and takes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.changes import Changed
from engine.domain.identifiers import AnnotationId, ImageId, new_id
from engine.domain.images import Answer
from engine.domain.rounds import QuestionState
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from tests.loop.small_projects import ask, give_model, make_pictures, make_project


@pytest.fixture
def project(tmp_path: Path):
    project = make_project(tmp_path / "project", make_pictures(tmp_path / "pictures", 6))
    yield project
    project.close()


@pytest.fixture
def asked(project: Project) -> list[ImageId]:
    return ask(project, 3)


def state_of(project: Project, image_id: ImageId) -> QuestionState:
    question = project.labeling.open_image(image_id).question
    assert question is not None
    return question.state


def say(project: Project, image_id: ImageId, answer: Answer):
    answers = {class_.id: answer for class_ in project.file.classes()}
    return project.labeling.apply([], answers={image_id: answers})


def box_on(project: Project, image_id: ImageId) -> AnnotationEdit:
    class_id = project.file.classes()[0].id
    shape = Box(10, 10, 50, 50)
    return AnnotationEdit(None, Annotation(AnnotationId(new_id()), image_id, class_id, shape))


def test_question_when_the_last_answer_comes_and_goes_then_is_answered_and_opened(project, asked):
    changes = say(project, asked[0], Answer.EMPTY)
    assert changes.kinds == Changed.LABELS | Changed.QUESTIONS
    assert state_of(project, asked[0]) is QuestionState.ANSWERED

    say(project, asked[0], Answer.UNLABELED)
    assert state_of(project, asked[0]) is QuestionState.OPEN


def test_question_when_answers_are_partial_then_stays_as_the_expert_left_it(project, asked):
    project.labeling.set_question(asked[0], QuestionState.SKIPPED)
    changes = project.labeling.apply([box_on(project, asked[0])])
    say(project, asked[0], Answer.PARTIAL)
    assert changes.kinds == Changed.LABELS
    assert state_of(project, asked[0]) is QuestionState.SKIPPED


def test_answers_when_no_question_stands_then_are_stored_alone(project, asked):
    other = next(i for i in project.pool.ids() if i not in asked)
    assert say(project, other, Answer.EMPTY).kinds == Changed.LABELS


def test_expected_seconds_when_nothing_is_labeled_then_nothing_is_said(project, asked):
    assert project.scoring.expected_seconds(asked) == {}


def test_expected_seconds_when_a_model_saw_the_image_then_its_boxes_count(project, asked):
    project.labeling.apply([box_on(project, asked[0])])
    project.labeling.complete(asked[0])
    # Without suggestions one box is opened, looked at and drawn: 2 + 3 + 7 s.
    assert project.scoring.expected_seconds(asked) == dict.fromkeys(asked, pytest.approx(12.0))

    sure, empty = [((5, 5, 60, 60), (0.9, 0.0, 0.0))] * 3, []
    give_model(project, {asked[1]: sure, asked[2]: empty})
    seconds = project.scoring.expected_seconds(asked)
    assert seconds[asked[0]] == pytest.approx(12.0)
    assert seconds[asked[1]] == pytest.approx(
        5 + 3 * (0.9 * (1.7 + 0.25 * 3.5) + 0.1 * 2.7), abs=0.01
    )
    assert seconds[asked[2]] == pytest.approx(5.0)
