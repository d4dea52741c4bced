"""Trainings for the five tasks, each in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.events import EpochFinished, RungReached
from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from tests.vision.builders import events_of, result_of, run_job, tiny_recipe, train_spec
from tests.vision.task_runs import TaskRun

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
def test_training_for_a_task_asks_at_its_rungs(
    task: Task, task_runs: dict[Task, TaskRun], tmp_path: Path
):
    spec = train_spec(
        task_runs[task].snapshot,
        task=task,
        recipe=tiny_recipe(task, epochs=1, auto_augment=""),
        rungs=(1,),
        yardsticks=(),
    )

    folder = run_job(tmp_path / "job", spec)

    (rung,) = events_of(folder, RungReached)
    assert rung.value == result_of(folder).value


@pytest.mark.parametrize("task", OTHERS)
def test_training_from_a_model_of_another_task_is_refused_in_one_sentence(
    task: Task, task_runs: dict[Task, TaskRun], tmp_path: Path
):
    spec = train_spec(task_runs[task].snapshot, task=task)

    failure = run_job(tmp_path / "job", spec).failure()

    assert failure is not None
    assert failure.message == f"yolo11n.yaml is not a model for the task {task} but for detect."
    assert "yolo11n-" in failure.hint
