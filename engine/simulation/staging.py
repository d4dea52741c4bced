"""Projects that a simulated expert works on: staged from a labeled dataset, then played."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.domain.changes import Changes
from engine.domain.errors import ConflictError, ResourceError
from engine.domain.events import AnsweredBox
from engine.domain.project import ProjectSettings, Task
from engine.domain.shapes import Box, WholeImage, bounding_box, shape_to_json
from engine.domain.tasks import shape_for
from engine.formats.dataset import DatasetImage, LabeledShape, OnProgress, ReadDataset
from engine.formats.registry import detect_format
from engine.jobs.executor import Executor
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project, create_project, open_project
from engine.loop.datasets import ImportWish
from engine.simulation.truth import ImageTruth, write_truth

_POLL_S = 0.1
_PAGE = 1000
# Splits found are kept even where an earlier import was broken off.
_IMAGES_ALONE = ImportWish(with_labels=False, as_holdout=True)


def open_staged(
    project_dir: Path,
    dataset_dir: Path,
    *,
    truth_path: Path,
    task: Task = Task.DETECT,
    executor: Executor | None = None,
    on_progress: OnProgress | None = None,
) -> Project:
    """Open a project that has a dataset's images, without labels, and its splits or drawn ones.

    It is made where it is not there yet; a staging that was broken off goes on.

    Args:
        project_dir: The project.
        dataset_dir: The dataset, which is not changed.
        truth_path: Takes what the dataset says, for the simulated expert to answer from. Images
            it says too little of for the task are not among them.
        task: What is to be learned.
        executor: Runs the jobs; this computer unless another is given.
        on_progress: Told how many images are in the project.

    Raises:
        DataError: The folder is no dataset, or nothing of it can be read.
        ConflictError: Another process holds the project.
        ResourceError: The disk is full or not to be written.
    """
    if (project_dir / "project.db").is_file():
        project = open_project(project_dir, executor=executor)
        if project.holdout.is_frozen():
            return project
        dataset = detect_format(dataset_dir).read(dataset_dir, task=task)
    else:
        dataset = detect_format(dataset_dir).read(dataset_dir, task=task)
        name = dataset_dir.resolve().name
        settings = ProjectSettings(name=name, task=task, skeleton=dataset.skeleton)
        names = list(dataset.class_names)
        project = create_project(project_dir, settings, names, executor=executor)
    try:
        _fill(project, dataset_dir, on_progress=on_progress)
        write_truth(truth_path, _truths(project, dataset))
        project.holdout.freeze()
    except BaseException:
        project.close()
        raise
    return project


def begin_or_go_on(project: Project, plan: AutopilotPlan) -> None:
    """Let the autopilot carry out a plan, from where an earlier run of the same plan stopped.

    Raises:
        ConflictError: The project was begun with another plan; more rounds are no other plan.
    """
    earlier = project.autopilot.plan()
    if earlier is None:
        project.autopilot.begin(plan)
        return
    if _essence(earlier) != _essence(plan):
        raise ConflictError(
            f"The project {project.path} was begun with other settings.",
            hint="Use the same settings again to go on, or choose another folder.",
        )
    project.autopilot.go_on(rounds=max(plan.rounds, earlier.rounds))


def play(project: Project, *, interval_s: float = _POLL_S) -> Iterator[Changes]:
    """Yield the changes of each poll until the autopilot has carried out its plan.

    Raises:
        ResourceError: It ended early; the message says why.
    """
    while (plan := project.autopilot.plan()) is not None and not plan.is_done:
        yield project.poll()
        time.sleep(interval_s)
    if plan is not None and plan.reason:
        raise ResourceError(plan.reason)


def _fill(project: Project, dataset_dir: Path, *, on_progress: OnProgress | None) -> None:
    importing = project.datasets.read(dataset_dir, _IMAGES_ALONE)
    for report in importing.adding.run():
        if on_progress is not None:
            on_progress(report.num_files)


def _truths(project: Project, dataset: ReadDataset) -> Iterator[ImageTruth]:
    """Yield what the dataset says of each image that the project took."""
    task = project.file.settings().task
    shapes_of = {
        image.path: image.shapes
        for image in dataset.images
        if image.is_labeled and _says_enough(image, task)
    }
    for offset in range(0, project.pool.count(), _PAGE):
        for record in project.pool.page(offset, _PAGE):
            if record.path in shapes_of:
                shapes = shapes_of[record.path]
                if task is Task.CLASSIFY:
                    whole = WholeImage(record.width, record.height)
                    shapes = (LabeledShape(shapes[0].class_name, whole),)
                boxes = (_answered(labeled) for labeled in shapes)
                yield ImageTruth(record.content_hash, record.width, record.height, tuple(boxes))


def _says_enough(image: DatasetImage, task: Task) -> bool:
    if task is Task.CLASSIFY:
        return len({labeled.class_name for labeled in image.shapes}) == 1
    return all(shape_for(task, labeled.shape) is not None for labeled in image.shapes)


def _answered(labeled: LabeledShape) -> AnsweredBox:
    shape = None if isinstance(labeled.shape, Box) else shape_to_json(labeled.shape)
    return AnsweredBox(labeled.class_name, bounding_box(labeled.shape).xyxy_px, shape)


def _essence(plan: AutopilotPlan) -> tuple[object, ...]:
    """Return what two runs of the same plan have in common."""
    return (
        plan.seed_size,
        plan.query_size,
        plan.seed_strategy,
        plan.strategy,
        # Where it is computed makes no difference.
        replace(plan.training, device="auto", threads=0),
        plan.search,
        plan.growth,
        plan.shows_suggestions,
    )
