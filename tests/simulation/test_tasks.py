"""The sandbox and the simulated expert for the other tasks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.domain.errors import UsageError
from engine.domain.events import AnsweredBox
from engine.domain.identifiers import ImageId
from engine.domain.project import Task
from engine.domain.recipes import model_for
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
    bounding_box,
    shape_from_json,
    shape_to_json,
)
from engine.domain.tasks import is_enough
from engine.formats.coco_shapes import area_px
from engine.formats.registry import detect_format
from engine.loop.snapshots import read_manifest
from engine.loop.training_data import TrainingData
from engine.simulation.experiment import Experiment, open_cell
from engine.simulation.expert import SimulatedExpert
from engine.simulation.sandbox import make_sandbox
from engine.simulation.staging import play
from engine.simulation.truth import ImageTruth
from tests.formats.builders import boxes_of, losses
from tests.simulation.builders import Inline, tiny_sandbox
from tests.simulation.test_experiment import FROM_SCRATCH, RANDOM

KINDS: dict[Task, tuple[type[Shape], ...]] = {
    Task.SEGMENT: (Polygon, MultiPolygon),
    Task.OBB: (OrientedBox,),
    Task.CLASSIFY: (WholeImage,),
}
POINTS = ((20.0, 20.0, Visibility.VISIBLE), (0.0, 0.0, Visibility.NOT_LABELED))
TRIANGLE = Polygon(((10, 10), (60, 10), (10, 60)))


@pytest.mark.parametrize("task", KINDS)
def test_sandbox_for_a_task_is_a_dataset_of_its_shapes(tmp_path: Path, task: Task) -> None:
    folder = tiny_sandbox(tmp_path / "sandbox", side_px=96, task=task)
    dataset = detect_format(folder).read(folder, task=task)
    assert losses(dataset) == []
    assert len(dataset.images) == 28
    kinds = {type(labeled.shape) for image in dataset.images for labeled in image.shapes}
    assert kinds <= set(KINDS[task])
    assert all(image.is_labeled for image in dataset.images)


def test_sandbox_outlines_have_the_boxes_of_the_sandbox_for_detection(tmp_path: Path) -> None:
    for task in (Task.DETECT, Task.SEGMENT):
        tiny_sandbox(tmp_path / task, side_px=96, task=task)
    boxes, outlines = (
        boxes_of(detect_format(tmp_path / task).read(tmp_path / task, task=task))
        for task in (Task.DETECT, Task.SEGMENT)
    )
    assert boxes.keys() == outlines.keys()
    for name, found in boxes.items():
        assert [each for each, _ in found] == [each for each, _ in outlines[name]]
        corners = [box for _, box in found]
        assert np.allclose(corners, [box for _, box in outlines[name]], atol=0.01)


def test_sandbox_for_pose_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no keypoints"):
        make_sandbox(tmp_path / "sandbox", task=Task.POSE)


@pytest.mark.parametrize("task", KINDS)
def test_arm_of_a_task_when_played_labels_what_the_task_needs(tmp_path: Path, task: Task) -> None:
    folder = tiny_sandbox(tmp_path / "sandbox", side_px=96, task=task)
    wish = replace(FROM_SCRATCH, model=f"{model_for(task, 'yolo11n')}.yaml")
    experiment = Experiment(
        folder, tmp_path / "out", rounds=1, query_size=3, training=wish, task=task
    )
    project = open_cell(experiment, RANDOM, executor=Inline())
    for _ in play(project, interval_s=0):
        pass
    settings = project.file.settings()
    with project.store.read() as tx:
        labeled = list(tx.labels.stream(tx.labels.complete_ids()))
    assert len(labeled) >= 22
    assert all(is_enough(settings, each.annotations) for each in labeled)
    header, images = read_manifest(
        Path(TrainingData(project.store, project.path).snapshot().manifest_path)
    )
    assert (header.task, len(images)) == (task, len(labeled))
    assert all(version.task is task for version in project.models.all())
    project.close()


@pytest.mark.parametrize(
    "shape",
    [
        TRIANGLE,
        MultiPolygon((TRIANGLE, Polygon(((70, 70), (90, 70), (90, 90))))),
        OrientedBox(50, 40, 30, 10, 0.5),
        KeypointSet(
            ((20, 20, Visibility.VISIBLE), (0, 0, Visibility.NOT_LABELED)), Box(5, 5, 40, 40)
        ),
        WholeImage(100, 80),
    ],
)
def test_expert_draws_a_shape_near_the_true_one(shape: Shape) -> None:
    said = AnsweredBox("cat", bounding_box(shape).xyxy_px, shape_to_json(shape))
    truth = {f"h{n}": ImageTruth(f"h{n}", 100, 80, (said,)) for n in range(40)}
    expert = SimulatedExpert(truth, seed=3)
    answers = [expert.answer(ImageId(n), f"h{n}") for n in range(40)]
    drawn = [shape_from_json(box.shape) for answer in answers for box in answer.boxes]
    assert {type(each) for each in drawn} == {type(shape)}
    if isinstance(shape, WholeImage):
        assert drawn == [shape] * 40
        return
    assert len({str(each) for each in drawn}) > 30
    assert all(area_px(each) == pytest.approx(area_px(shape), rel=0.3) for each in drawn)
    assert replace(said, shape=None) != said
