"""Trainings for the five tasks, each in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.events import EpochFinished, RungReached
from engine.domain.jobs import Verdict
from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.jobs.folder import JobFolder
from tests.vision.builders import (
    events_of,
    result_of,
    run_job,
    start_job,
    tiny_recipe,
    train_spec,
)
from tests.vision.task_runs import TaskRun
from tests.vision.test_training import wait_for

pytestmark = pytest.mark.slow

OTHERS = [task for task in Task if task is not Task.DETECT]


def test_training_for_a_task_is_measured_by_its_own_figure(task_run: TaskRun):
    result = result_of(task_run.folder)

    val, test = result.accuracies
    assert (val.yardstick, val.num_images) == (Yardstick.VAL, 5)
    assert (test.yardstick, test.num_images) == (Yardstick.TEST, 4)
    assert 0 <= val.map50_95 <= val.map50 <= 1
    assert result.value == pytest.approx(val.map50_95, abs=1e-4)
    assert val.interval is not None
    assert val.interval.low <= val.map50_95 <= val.interval.high
    assert sum(each.num_objects for each in val.per_class) == (5 if task_run.is_of_images else 10)


def test_training_for_a_task_tells_its_epoch_and_leaves_weights(task_run: TaskRun):
    (event,) = events_of(task_run.folder, EpochFinished)

    assert event.epoch == 1
    assert event.losses
    assert event.map50_95 == pytest.approx(result_of(task_run.folder).value, abs=1e-4)
    assert task_run.weights.is_file()


@pytest.mark.parametrize("task", OTHERS)
def test_training_for_a_task_when_paused_at_a_rung_goes_on_with_the_next_epoch(
    task: Task, task_runs: dict[Task, TaskRun], tmp_path: Path
):
    recipe = tiny_recipe(task, epochs=2, auto_augment="")
    spec = train_spec(
        task_runs[task].snapshot, task=task, recipe=recipe, rungs=(1, 2), yardsticks=()
    )
    job = start_job(tmp_path / "job", spec)
    folder = JobFolder(tmp_path / "job")
    wait_for(lambda: events_of(folder, RungReached))
    folder.write_verdict(Verdict.PAUSE)
    assert job.wait(timeout=120) == 0
    assert folder.result() is None

    run_job(tmp_path / "job", spec)

    assert [event.epoch for event in events_of(folder, EpochFinished)] == [1, 2]
    last = events_of(folder, RungReached)[-1]
    assert (last.epoch, last.value) == (2, result_of(folder).value)


@pytest.mark.parametrize("task", OTHERS)
def test_training_from_a_model_of_another_task_is_refused_in_one_sentence(
    task: Task, task_runs: dict[Task, TaskRun], tmp_path: Path
):
    spec = train_spec(task_runs[task].snapshot, task=task)

    failure = run_job(tmp_path / "job", spec).failure()

    assert failure is not None
    assert failure.message == f"yolo11n.yaml is not a model for the task {task} but for detect."
    assert "yolo11n-" in failure.hint
