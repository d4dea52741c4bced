from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.domain.jobs import JobKind, JobState
from engine.domain.recipes import epochs_for
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project
from engine.loop.training import TrainingWish
from engine.simulation.staging import open_staged
from tests.simulation.builders import Inline, tiny_sandbox


@pytest.fixture
def executor() -> Inline:
    """Runs jobs at once; trainings are made up."""
    return Inline()


@pytest.fixture
def project(tmp_path: Path, executor: Inline) -> Iterator[Project]:
    """A project with images, a holdout and the autopilot on for one round after the first."""
    truth_path = tmp_path / "truth.jsonl"
    project = open_staged(
        tmp_path / "p", tiny_sandbox(tmp_path / "sandbox"), truth_path=truth_path, executor=executor
    )
    training = TrainingWish(model="yolo11n.yaml", epochs=1, imgsz=32)
    plan = AutopilotPlan(
        str(truth_path), seed_size=3, query_size=3, rounds=1, training=training, strategy="random"
    )
    project.autopilot.begin(replace(plan, seed_strategy="random"))
    yield project
    project.close()


def run_until_done(project: Project) -> AutopilotPlan:
    for _ in range(200):
        project.poll()
        plan = project.autopilot.plan()
        assert plan is not None
        if plan.is_done:
            return plan
    raise AssertionError("the autopilot does not come to an end")


def round_numbers(project: Project) -> list[int | None]:
    return [version.round_number for version in project.models.all()]


def test_plan_when_carried_out_has_a_model_for_each_round(project: Project):
    assert run_until_done(project).reason == ""
    assert round_numbers(project) == [0, 1]


def test_plan_when_a_job_fails_ends_with_the_reason(project: Project, executor: Inline):
    executor.fails[JobKind.TRAIN] = 1

    assert "No train today" in run_until_done(project).reason


def test_plan_that_ended_early_when_taken_up_again_resumes_the_job(
    project: Project, executor: Inline
):
    executor.fails[JobKind.TRAIN] = 1
    run_until_done(project)

    project.autopilot.go_on()

    assert run_until_done(project).reason == ""
    assert round_numbers(project) == [0, 1]
    trainings = [job for job in project.background.jobs() if job.kind is JobKind.TRAIN]
    assert len(trainings) == 2


def test_plan_when_taken_up_with_more_rounds_goes_on(project: Project):
    run_until_done(project)

    project.autopilot.go_on(rounds=2)

    run_until_done(project)
    assert round_numbers(project) == [0, 1, 2]


def test_plan_that_is_done_when_taken_up_does_nothing(project: Project):
    run_until_done(project)

    project.autopilot.go_on()

    plan = project.autopilot.plan()
    assert plan is not None
    assert plan.is_done


def test_plan_waits_while_a_job_is_paused(project: Project, executor: Inline):
    executor.pauses = JobKind.TRAIN
    for _ in range(30):
        project.poll()

    trainings = [job for job in project.background.jobs() if job.kind is JobKind.TRAIN]
    assert [job.state for job in trainings] == [JobState.PAUSED]
    plan = project.autopilot.plan()
    assert plan is not None
    assert not plan.is_done


def test_plan_when_rounds_grow_asks_about_more_images_each_time(project: Project):
    plan = project.autopilot.plan()
    assert plan is not None
    project.autopilot.begin(replace(plan, rounds=2, seed_size=2, query_size=2, growth=2.0))
    run_until_done(project)

    rounds = [project.rounds.questions(number) for number in range(3)]
    assert [sum(not q.is_holdout for q in asked) for asked in rounds] == [2, 2, 4]


def test_plan_with_updates_trains_fewer_epochs_on_more_images(project: Project):
    plan = project.autopilot.plan()
    assert plan is not None
    training = TrainingWish(model="yolo11n.yaml", imgsz=32, batch=2, updates=40)
    project.autopilot.begin(replace(plan, training=training, query_size=6))
    run_until_done(project)

    few, many = (version.recipe.epochs for version in project.models.all())
    assert few > many > 1
    assert many == epochs_for(40, batch=2, num_images=project.training.outlook().num_train)
