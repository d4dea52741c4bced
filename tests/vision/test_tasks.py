"""Trainings for the five tasks, each in a process of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.domain.events import EpochFinished, RungReached
from engine.domain.jobs import Verdict
from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.evaluation.evaluation_file import read_evaluation
from engine.jobs.folder import JobFolder
from tests.vision.builders import (
    events_of,
    probe,
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


def test_training_for_a_task_keeps_the_shapes_of_what_it_is_surest_of(task_run: TaskRun):
    val = read_evaluation(Path(result_of(task_run.folder).evaluations[0]))

    shapes = [val.shape_of_box(row) for row in range(len(val.confidence))]
    kept = [(row, shape) for row, shape in enumerate(shapes) if shape is not None]
    # Twice the two objects of each image, and ten; the mask of some is empty.
    assert len(kept) <= (0 if task_run.is_of_images else 14 * val.num_images)
    assert kept or task_run.task not in (Task.SEGMENT, Task.POSE)
    for row, shape in kept:
        if len(shape.keypoints_norm):
            assert shape.keypoints_norm.shape == (2, 2)
            continue
        points = np.concatenate(shape.closed_lines_norm)
        around = np.concatenate([points.min(axis=0), points.max(axis=0)]).clip(0, 1)
        slack = 0.001 if task_run.task is Task.OBB else 0.1
        assert (around[:2] >= val.boxes_norm[row, :2] - slack).all()
        assert (around[2:] <= val.boxes_norm[row, 2:] + slack).all()


def test_outlines_in_the_same_box_are_one_only_where_their_masks_are():
    code = """
import torch
from engine.vision.validators import MeasuringMasks
lower = torch.tril(torch.ones(1, 20, 20))
pred = {"masks": torch.cat([lower, 1 - lower]).byte(), "bboxes": torch.tensor([[0, 0, 20, 20]] * 2)}
there = {"masks": lower, "bboxes": pred["bboxes"][:1]}
print(json.dumps(MeasuringMasks.overlaps(None, pred, there).tolist()))
"""
    ((same, other),) = probe(code)

    assert same == pytest.approx(1, abs=1e-4)
    assert other == pytest.approx(0, abs=1e-4)


def test_shapes_of_an_image_are_read_where_they_are_in_it():
    code = """
import numpy as np
import torch
from engine.domain.project import Task
from engine.domain.seen_shapes import SeenShape
from engine.vision.shape_reading import shapes_to_read

def read(task, **pred):
    pred = {name: torch.tensor(value) for name, value in pred.items()}
    (rows,) = shapes_to_read(task, pred, there, np.array([1]))()
    shape = SeenShape(rows, np.zeros((0, 2), int))
    return shape.keypoints_norm.tolist(), [line.tolist() for line in shape.closed_lines_norm]

# An image of 200 x 100 pixels, at half its size in the middle of 128 x 64.
there = {"cls": torch.zeros(1), "imgsz": (64, 128), "ori_shape": (100, 200),
    "ratio_pad": ((0.5, 0.5), (14, 7))}
mask = -np.ones((1, 16, 32), np.float32)
mask[0, 4:12, 8:24] = 1
mask[0, 7:9, 14:18] = -1
whole = [[0.0, 0, 128, 64]] * 2
nothing = [[0.0] * 5, [64.0, 32.0, 40.0, 20.0, 0.0]]
points = [[[0.0] * 3] * 2, [[64.0, 32.0, 0.9], [14.0, 57.0, 0.1]]]
print(json.dumps([
    read(Task.SEGMENT, proto=mask, coefficients=[[-1.0], [1.0]], bboxes=whole)[1],
    read(Task.SEGMENT, proto=mask, coefficients=[[-1.0], [1.0]], bboxes=[[0.0, 0, 64, 64]] * 2)[1],
    read(Task.OBB, bboxes=nothing)[1],
    read(Task.POSE, keypoints=points)[0],
    len(shapes_to_read(Task.DETECT, {}, there, np.array([1]))()),
]))
"""
    masks, halves, rotated, points, num_of_boxes = probe(code)

    spans = [[*np.min(line, axis=0), *np.max(line, axis=0)] for line in masks]
    assert spans[0] == pytest.approx([0.18, 0.18, 0.82, 0.82], abs=0.03)
    assert spans[1] == pytest.approx([0.42, 0.42, 0.58, 0.58], abs=0.03)
    assert np.max(halves[0], axis=0) == pytest.approx([0.5, 0.82], abs=0.03)
    assert sorted(rotated[0]) == [
        pytest.approx(each, abs=1e-4) for each in ([0.3, 0.3], [0.3, 0.7], [0.7, 0.3], [0.7, 0.7])
    ]
    assert points == [pytest.approx([0.5, 0.5], abs=1e-4), pytest.approx([0, 1], abs=1e-4)]
    assert num_of_boxes == 0


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
