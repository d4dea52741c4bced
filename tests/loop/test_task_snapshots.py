"""Snapshots of the five tasks: what `yolo train` finds in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from engine.domain.events import JobEvent
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFilter, Split
from engine.domain.project import HoldoutPlan, Task
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
)
from engine.domain.skeleton import Skeleton
from engine.loop.bootstrap import Project
from engine.loop.snapshots import build_snapshot, class_folder, read_manifest
from engine.loop.training_data import TrainingData
from tests.loop.builders import draw

Make = Callable[..., Project]
PLAN = HoldoutPlan(test_share=0.2, val_share=0.0, max_test=99, max_val=0)
NOSE_AND_TAIL = Skeleton(("nose", "left eye", "right eye"), ((0, 1), (0, 2)), (0, 2, 1))
TRIANGLE = Polygon(((2, 2), (18, 2), (2, 18)))
PIECES = MultiPolygon((TRIANGLE, Polygon(((20, 20), (30, 20), (30, 30)))))
TURNED = OrientedBox(16, 16, 10, 6, 0.3)
POSE = KeypointSet(
    ((4.0, 8.0, Visibility.VISIBLE), (9.0, 9.0, Visibility.HIDDEN), (0, 0, Visibility.NOT_LABELED)),
    Box(2, 2, 18, 18),
)
WHOLE = WholeImage(32, 32)
ENOUGH = {Task.SEGMENT: PIECES, Task.OBB: TURNED, Task.POSE: POSE, Task.CLASSIFY: WHOLE}


class Ear(list[JobEvent]):
    def emit(self, event: JobEvent) -> None:
        self.append(event)


def project_of(make_project: Make, task: Task, **options: object) -> Project:
    skeleton = NOSE_AND_TAIL if task is Task.POSE else None
    project = make_project(num_images=12, plan=PLAN, task=task, skeleton=skeleton, **options)
    project.holdout.freeze()
    return project


def answer(project: Project, image_id: ImageId, *shapes: Shape, class_id: int = 1) -> None:
    for shape in shapes:
        draw(project, image_id, shape, class_id=class_id)
    project.labeling.complete(image_id)


def built(project: Project) -> Path:
    return build_snapshot(TrainingData(project.store, project.path).snapshot(), Ear())


@pytest.mark.parametrize("task", [Task.SEGMENT, Task.OBB, Task.POSE])
def test_snapshot_of_a_task_when_built_then_its_lines_are_as_ultralytics_reads_them(
    make_project: Make, task: Task
) -> None:
    project = project_of(make_project, task)
    for image_id in project.pool.ids():
        answer(project, image_id, ENOUGH[task])
    folder = built(project)
    data = yaml.safe_load((folder / "data.yaml").read_text())
    assert (data["train"], data["names"]) == ("images/train", {0: "cell", 1: "nucleus"})
    lines = {path.read_text() for path in folder.glob("labels/*/*.txt")}
    (line,) = lines
    number, *values = line.split()
    assert number == "0"
    assert all(0 <= float(value) <= 1 for value in values[: 4 if task is Task.POSE else None])
    match task:
        case Task.SEGMENT:
            # Three corners, four of the piece on its bridge, and the bridge's start once more.
            assert len(values) == 2 * (3 + 4 + 1)
        case Task.OBB:
            assert len(values) == 8
        case _:
            nose, left, right = values[4:7], values[7:10], values[10:]
            assert nose == ["0.12500000", "0.25000000", "2"]
            assert (left[2], right) == ("1", ["0", "0", "0"])
            assert (data["kpt_shape"], data["flip_idx"]) == ([3, 3], [0, 2, 1])
            assert data["kpt_names"][1] == ["nose", "left eye", "right eye"]


def test_snapshot_for_classification_when_built_then_folders_say_the_class_in_its_order(
    make_project: Make,
) -> None:
    project = project_of(make_project, Task.CLASSIFY, classes=("zebra/./..", "ant", "Äffchen"))
    for index, image_id in enumerate(project.pool.ids()):
        answer(project, image_id, WHOLE, class_id=1 + index % 2)
    folder = built(project)
    names = ["0_zebra", "1_ant", "2_ffchen"]
    for root in (folder, *folder.glob("folds/*")):
        for split in ("train", "val"):
            assert sorted(path.name for path in (root / split).iterdir()) == names
        data = yaml.safe_load((root / "data.yaml").read_text())
        assert (data["train"], data["names"][0]) == ("train", "zebra/./..")
    num_test = len(list((folder / "test").glob("*/*.png")))
    assert num_test == project.pool.count(where=ImageFilter(split=Split.TEST)) > 0
    assert len(list(folder.glob("[tv]*/0_zebra/*.png"))) == 6
    assert not (folder / "labels").exists()
    assert len(list((folder / "folds" / "0").glob("*/*/*.png"))) == 12 - num_test


def test_class_folder_when_there_are_many_then_the_names_sort_as_the_numbers() -> None:
    names = [f"class {number}" for number in range(101)]
    folders = [class_folder(number, names) for number in range(101)]
    assert folders == sorted(folders)
    assert class_folder(0, ["///"]) == "0_"


@pytest.mark.parametrize("task", [Task.SEGMENT, Task.OBB, Task.POSE, Task.CLASSIFY])
def test_snapshot_when_a_shape_says_too_little_then_its_image_takes_no_part(
    make_project: Make, task: Task
) -> None:
    project = project_of(make_project, Task.DETECT)
    enough, poor = project.pool.ids()[:-3], project.pool.ids()[-3:]
    for image_id in enough:
        answer(project, image_id, ENOUGH[task])
    for image_id in poor:
        answer(project, image_id, Box(1, 1, 9, 9))
        answer(project, image_id, Box(1, 1, 9, 9), class_id=2)
    set_task(project, task)
    request = TrainingData(project.store, project.path).snapshot()
    header, images = read_manifest(Path(request.manifest_path))
    assert (request.task, header.task, len(images)) == (task, task, len(enough))
    with project.store.read() as tx:
        assert tx.snapshots.get(request.id).counts["needs_review"] == 3


def test_snapshot_id_when_the_task_is_another_then_it_is_another(make_project: Make) -> None:
    project = project_of(make_project, Task.DETECT)
    for image_id in project.pool.ids():
        answer(project, image_id, TRIANGLE)
    ids = set()
    for task in (Task.DETECT, Task.SEGMENT, Task.OBB, Task.CLASSIFY):
        set_task(project, task)
        ids.add(TrainingData(project.store, project.path).snapshot().id)
    assert len(ids) == 4


def set_task(project: Project, task: Task) -> None:
    """Change the task alone, as if the labels had come from elsewhere."""
    skeleton = NOSE_AND_TAIL if task is Task.POSE else None
    with project.store.write() as tx:
        tx.project.set_settings(replace(tx.project.settings(), task=task, skeleton=skeleton))
