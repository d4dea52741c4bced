from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.domain.changes import Changed
from engine.domain.errors import UsageError
from engine.domain.images import ImageFilter, Split
from engine.domain.jobs import JobKind, JobState, QuerySpec, Verdict
from engine.domain.rounds import RoundState
from engine.loop.advisor import Action
from engine.loop.bootstrap import Project
from tests.loop.builders import (
    Script,
    SteppedExecutor,
    answer_questions,
    label,
    label_round,
    play_round,
    poll_until_idle,
    project_wish,
    state_of_newest,
)

Make = Callable[..., Project]


def test_train_when_questions_are_answered_then_the_round_ends_with_a_version(
    make_project: Make,
) -> None:
    project = make_project(num_images=30)
    play_round(project)
    newest = project.rounds.current()
    (version,) = project.models.all()
    assert newest is not None
    assert (newest.state, newest.version_id) == (RoundState.FINISHED, version.id)
    assert version.round_number == 0


def test_train_when_it_fails_then_the_round_waits_for_another_training(
    make_project: Make, script: Script
) -> None:
    project = make_project(num_images=30, script=script)
    label_round(project)
    script.failures = {JobKind.TRAIN: "The GPU fell off."}
    project.rounds.train(project_wish())
    assert any("GPU fell off" in notice for notice in poll_until_idle(project))
    assert state_of_newest(project) is RoundState.LABELING
    advice = project.status.read().advice
    assert (advice.action, advice.text) == (Action.TRAIN, "Train again")
    assert "GPU fell off" in advice.reason
    script.failures = {}
    project.rounds.train(project_wish())
    poll_until_idle(project)
    assert state_of_newest(project) is RoundState.FINISHED


def test_train_when_a_failed_one_is_resumed_then_the_round_trains_again(
    make_project: Make, script: Script, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=30, executor=stepped)
    label_round(project, 4, stepped)
    job_id = project.rounds.train(project_wish())
    assert state_of_newest(project) is RoundState.TRAINING
    stepped.begin()
    stepped.running = None  # the worker dies
    project.poll()
    assert state_of_newest(project) is RoundState.LABELING
    project.background.resume(job_id)
    assert state_of_newest(project) is RoundState.TRAINING
    poll_until_idle(project, stepped)
    assert state_of_newest(project) is RoundState.FINISHED


def test_train_when_one_runs_then_another_is_refused(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=30, executor=stepped)
    label(project, project.pool.ids()[:6])
    job_id = project.rounds.train(project_wish())
    with pytest.raises(UsageError, match="runs already"):
        project.rounds.train(project_wish())
    with pytest.raises(UsageError, match="runs already"):
        project.training.start(project_wish())
    assert [job.id for job in project.background.jobs()] == [job_id]


def test_resume_when_another_training_runs_then_it_is_refused_and_stays_paused(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=30, executor=stepped)
    label(project, project.pool.ids()[:6])
    job_id = project.rounds.train(project_wish())
    project.background.tell(job_id, Verdict.PAUSE)
    project.poll()
    project.rounds.train(project_wish())
    with pytest.raises(UsageError, match="runs already"):
        project.background.resume(job_id)
    assert project.background.job(job_id).state is JobState.PAUSED


def test_ask_when_the_former_round_trains_then_the_model_before_it_asks(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=60, executor=stepped)
    play_round(project, 4, stepped)
    (first,) = project.models.all()
    label_round(project, 4, stepped)
    project.rounds.train(project_wish())
    training = stepped.begin()
    project.poll()
    assert project.status.read().advice.action is Action.ASK
    project.rounds.ask(4)
    newest = project.rounds.current()
    assert newest is not None
    assert (newest.number, newest.asked_by) == (2, first.id)
    while stepped.queue:
        stepped.step()
        project.poll()
    assert state_of_newest(project) is RoundState.LABELING
    answer_questions(project)
    assert project.status.read().advice.action is Action.WAIT
    stepped.running = None
    stepped.queue.append(training)
    poll_until_idle(project, stepped)
    assert [r.state for r in project.rounds.all()] == [
        RoundState.FINISHED,
        RoundState.FINISHED,
        RoundState.LABELING,
    ]
    assert project.status.read().advice.action is Action.TRAIN


def test_train_when_the_round_before_never_trained_then_both_end_with_the_version(
    make_project: Make, stepped: SteppedExecutor
) -> None:
    project = make_project(num_images=60, executor=stepped)
    label_round(project, 4, stepped)
    project.rounds.train(project_wish())
    stepped.begin()
    project.poll()
    project.rounds.ask(4)
    while stepped.queue:
        stepped.step()
        project.poll()
    stepped.running = None  # the training of round 0 dies
    project.poll()
    answer_questions(project)
    project.rounds.train(project_wish())
    poll_until_idle(project, stepped)
    (version,) = project.models.all()
    assert {r.version_id for r in project.rounds.all()} == {version.id}
    assert {r.state for r in project.rounds.all()} == {RoundState.FINISHED}


def test_ask_when_classes_have_changed_then_the_old_model_is_not_asked(
    make_project: Make, script: Script
) -> None:
    project = make_project(num_images=40, script=script)
    play_round(project)
    project.classes.add("platelet")
    script.ran.clear()
    project.rounds.ask(4)
    poll_until_idle(project)
    assert script.ran == [JobKind.QUERY]
    newest = project.rounds.current()
    assert newest is not None
    assert (newest.state, newest.strategy) == (RoundState.LABELING, "random")
    job_id = project.background.jobs()[-1].id
    spec = project.background.folder(job_id).spec()
    assert isinstance(spec, QuerySpec)
    assert spec.class_names == ("cell", "nucleus", "platelet")


def test_questions_when_round_is_asked_for_then_its_own_come(make_project: Make) -> None:
    project = make_project(num_images=30)
    assert project.rounds.questions() == []
    play_round(project)
    changes = project.rounds.ask(3)
    assert Changed.ROUNDS in changes.kinds
    poll_until_idle(project)
    assert {q.round_number for q in project.rounds.questions(0)} == {0}
    assert {q.round_number for q in project.rounds.questions()} == {1}
    assert len(project.pool.ids(where=ImageFilter(split=Split.TRAIN))) > 3
