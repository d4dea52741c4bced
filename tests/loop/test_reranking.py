"""Open questions chosen anew by a newer model, while the expert goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.domain.jobs import JobKind, JobState
from engine.domain.rounds import Question, QuestionState, RoundState
from engine.loop.bootstrap import Project
from tests.loop.builders import (
    Script,
    SteppedExecutor,
    label_round,
    play_round,
    poll_until_idle,
    project_wish,
)

Make = Callable[..., Project]
SIZE = 12


@pytest.fixture
def training(make_project: Make, stepped: SteppedExecutor) -> Project:
    """A project that trains a second version, while the first one has asked the next questions."""
    project = make_project(num_images=110, executor=stepped)
    play_round(project, SIZE, stepped)
    label_round(project, SIZE, stepped)
    project.rounds.train(project_wish())
    folder = stepped.begin()
    project.poll()
    project.rounds.ask(SIZE)
    while stepped.queue:
        stepped.step()
        project.poll()
    stepped.running = None
    stepped.queue.append(folder)
    return project


def waiting(project: Project) -> list[Question]:
    return [
        question
        for question in project.rounds.questions()
        if question.state is QuestionState.OPEN and not question.is_holdout
    ]


def test_queue_when_a_round_trains_then_the_model_before_asks_ten_questions_or_more(
    training: Project,
) -> None:
    newest = training.rounds.current()
    assert newest is not None
    assert (newest.state, newest.asked_by) == (RoundState.LABELING, training.models.all()[0].id)
    assert len(waiting(training)) >= 10
    assert [j.kind for j in training.background.jobs() if j.state.is_active] == [JobKind.TRAIN]


def test_rerank_when_the_new_model_arrives_then_it_asks_but_the_open_image_stays(
    training: Project, stepped: SteppedExecutor
) -> None:
    before = training.rounds.questions()
    answered, opened = waiting(training)[:2]
    training.labeling.complete(answered.pick.image_id)
    training.labeling.open_image(opened.pick.image_id)
    poll_until_idle(training, stepped)
    newest = training.rounds.current()
    assert newest is not None
    assert (newest.state, newest.asked_by) == (RoundState.LABELING, training.models.all()[1].id)
    after = training.rounds.questions()
    assert [question.rank for question in after] == [question.rank for question in before]
    by_rank = {question.rank: question for question in after}
    assert by_rank[opened.rank] == opened
    assert by_rank[answered.rank].state is QuestionState.ANSWERED
    assert [q for q in before if q.is_holdout] == [q for q in after if q.is_holdout]
    chosen = {question.pick.image_id for question in waiting(training)}
    assert len(chosen) == SIZE - 1
    assert answered.pick.image_id not in chosen


def test_rerank_when_it_is_done_then_nothing_is_chosen_again(
    training: Project, stepped: SteppedExecutor
) -> None:
    poll_until_idle(training, stepped)
    asked = training.rounds.questions()
    num_jobs = len(training.background.jobs())
    training.rounds.advance()
    poll_until_idle(training, stepped)
    assert training.rounds.questions() == asked
    assert len(training.background.jobs()) == num_jobs


def test_rerank_when_the_choice_fails_then_the_old_questions_stay_and_wait(
    training: Project, stepped: SteppedExecutor, script: Script
) -> None:
    before = training.rounds.questions()
    script.failures[JobKind.QUERY] = "No memory is left."
    poll_until_idle(training, stepped)
    assert training.rounds.questions() == before
    assert training.rounds.trouble() == ""
    (failed,) = [job for job in training.background.jobs() if job.state is JobState.FAILED]
    assert failed.kind is JobKind.QUERY


def test_rerank_when_the_strategy_wants_mirror_images_then_they_are_looked_at_too(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=60, executor=stepped)
    play_round(project, 4, stepped)
    project.rounds.ask(4, strategy="consistency")
    poll_until_idle(project, stepped)
    project.training.start(project_wish())
    poll_until_idle(project, stepped)
    newest = project.rounds.current()
    assert newest is not None
    assert newest.asked_by == project.models.all()[-1].id
    assert newest.strategy == "consistency"
