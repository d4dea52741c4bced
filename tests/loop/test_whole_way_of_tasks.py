"""Each task but detect from drawn shapes to suggested ones, in real workers at tiny size.

The window's whole way is walked for detect in `tests/desktop/test_whole_way.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.identifiers import ImageId, JobId
from engine.domain.jobs import JobState
from engine.domain.project import Task
from engine.domain.recipes import model_for
from engine.domain.shapes import (
    Box,
    KeypointSet,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
)
from engine.domain.versions import ModelVersion
from engine.jobs.local import LocalExecutor
from engine.loop.bootstrap import Project
from engine.loop.training import TrainingWish
from tests.loop.builders import draw
from tests.loop.test_task_snapshots import NOSE_AND_TAIL, PLAN
from tests.vision.builders import probe
from tests.vision.task_runs import RAISE_CONFIDENCE

pytestmark = pytest.mark.slow

DRAWN: dict[Task, Shape] = {
    Task.SEGMENT: Polygon(((4, 4), (24, 6), (22, 26), (6, 22))),
    Task.OBB: OrientedBox(16, 16, 18, 10, 0.4),
    Task.POSE: KeypointSet(
        tuple((x, y, Visibility.VISIBLE) for x, y in ((8.0, 8.0), (20.0, 10.0), (14.0, 22.0))),
        Box(5, 5, 25, 25),
    ),
    Task.CLASSIFY: WholeImage(32, 32),
}


@pytest.mark.parametrize("task", DRAWN)
def test_shapes_of_a_task_are_trained_for_an_epoch_and_suggested_back(
    make_project: Callable[..., Project], task: Task
) -> None:
    project = make_project(
        num_images=12,
        plan=PLAN,
        task=task,
        skeleton=NOSE_AND_TAIL if task is Task.POSE else None,
        executor=LocalExecutor(slots=1, threads=1),
    )
    project.holdout.freeze()
    for image_id in project.pool.ids():
        draw(project, image_id, DRAWN[task], class_id=1 + image_id % 2)
        project.labeling.complete(image_id)

    version = train(project, task)

    assert version.task is task
    assert 0 <= version.accuracies[0].map50_95 <= 1
    raise_confidence(project.models.weights_path(version), task)
    finish(project, project.scoring.start(version))
    offered = [suggested(project, image_id) for image_id in project.pool.ids()]
    shapes = [shape for each in offered for shape in each]
    assert shapes
    assert {type(shape) for shape in shapes} == {type(DRAWN[task])}
    if task is Task.CLASSIFY:
        assert set(shapes) == {WholeImage(32, 32)}


def train(project: Project, task: Task) -> ModelVersion:
    wish = TrainingWish(
        model=f"{model_for(task, 'yolo11n')}.yaml",
        imgsz=64,
        epochs=1,
        batch=4,
        device="cpu",
        threads=1,
    )
    finish(project, project.training.start(wish))
    version = project.models.latest()
    assert version is not None
    return version


def finish(project: Project, job_id: JobId) -> None:
    for _ in project.background.wait(job_id):
        pass
    job = project.background.job(job_id)
    assert job.state is JobState.FINISHED, job.reason


def raise_confidence(weights: Path, task: Task) -> None:
    """Let a model of one epoch be sure enough to be heard."""
    if task is Task.CLASSIFY:
        return
    probe(RAISE_CONFIDENCE, weights, weights.with_suffix(".raised"))
    weights.with_suffix(".raised").replace(weights)


def suggested(project: Project, image_id: ImageId) -> list[Shape]:
    suggestions = project.scoring.suggestions(image_id)
    return [each.shape for each in suggestions.suggestions] if suggestions else []
