"""What must be there before a grid runs: data sets with fixed splits, and weights to start from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from engine.domain.errors import NotFoundError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.formats.dataset import DatasetImage, ExportedDataset
from engine.formats.registry import detect_format
from engine.formats.yolo import YoloFormat
from engine.jobs.files import write_atomic, writing
from engine.loop.bootstrap import open_project
from engine.loop.training import TrainingWish
from engine.simulation.cells import EVERYTHING, Cell, CellResult
from engine.simulation.evidence.grids import EvidenceSet, Grid, Places, scratch_model
from engine.simulation.experiment import Experiment
from engine.simulation.sandbox import make_sandbox

START_CELL = Cell(EVERYTHING)

# The start sees other kinds of objects in other scenes than the sandbox that strategies are tuned
# on, and nothing of the data sets they are tested on.
_START_SEED = 1000
_START_KINDS = 6
_NUM_START_KINDS = 4
_TUNING_SEED = 7
_SMALL_PX = 96
_SIDE_PX = 128
# Of data without splits of its own a fifth each is for test and validation.
_HOLDOUT_PARTS = 5


@dataclass(frozen=True, slots=True)
class StartNote:
    """What is told of start weights.

    Attributes:
        sha256: Of the file.
        made_from: What they learned.
        reached: Test mAP50-95 on that, with all of it learned.
    """

    task: Task
    model: str
    sha256: str
    made_from: str
    updates: int
    imgsz: int
    reached: float | None


def prepare_data(grid: Grid, each: EvidenceSet, places: Places, *, data_dir: Path) -> None:
    """Put a data set where it is learned from, unless it is there; its splits are fixed.

    Raises:
        NotFoundError: The data set is not in `data_dir`.
        DataError: It cannot be read.
        ResourceError: It cannot be written.
    """
    out_dir = places.data_dir(each)
    if out_dir.is_dir():
        return
    if each.data == "sandbox":
        _make_tuning_sandbox(out_dir, each.task, is_small=grid.imgsz < _SMALL_PX)
        return
    source = data_dir / each.data
    if not source.is_dir():
        raise NotFoundError(
            f"There is no data set {source}.", hint="Name the folder that holds it with --data."
        )
    dataset = detect_format(source).read(source, task=each.task)
    labeled = [image for image in dataset.images if image.is_labeled]
    names = dataset.class_names
    exported = ExportedDataset(with_fixed_splits(labeled), names, each.task)
    YoloFormat().write(exported, out_dir)


def with_fixed_splits(images: list[DatasetImage]) -> list[DatasetImage]:
    """Return images with the splits they have, or else with splits by a hash of their names.

    A fifth each is then for test and validation.
    """
    if any(image.split in (Split.VAL, Split.TEST) for image in images):
        return images
    ranked = sorted(images, key=lambda image: _digest(image.path.name.encode()))
    part = len(images) // _HOLDOUT_PARTS
    return [replace(image, split=_split_of_rank(rank, part)) for rank, image in enumerate(ranked)]


def start_experiment(grid: Grid, task: Task, places: Places, *, commit: str) -> Experiment:
    """Return the experiment whose one cell, `START_CELL`, makes the start weights of a task."""
    sandbox = places.work / grid.name / f"start-sandbox-{task}"
    if not sandbox.is_dir():
        make_sandbox(
            sandbox,
            num_train=24 if grid.imgsz < _SMALL_PX else 600,
            num_val=16,
            num_test=16 if grid.imgsz < _SMALL_PX else 100,
            side_px=64 if grid.imgsz < _SMALL_PX else _SIDE_PX,
            seed=_START_SEED,
            num_classes=_NUM_START_KINDS,
            first_class=_START_KINDS,
            task=task,
        )
    wish = TrainingWish(
        scratch_model(task), grid.imgsz, None, grid.batch, updates=grid.start_updates
    )
    out_dir = places.work / grid.name / f"start-{task}"
    return Experiment(sandbox, out_dir, training=wish, task=task, commit=commit)


def keep_start(grid: Grid, experiment: Experiment, result: CellResult, places: Places) -> StartNote:
    """Put the weights that the start experiment made where grids find them, and tell of them.

    Raises:
        NotFoundError: It made none.
        ResourceError: They cannot be written.
    """
    project_dir = experiment.project_dir(START_CELL)
    project = open_project(project_dir, read_only=True)
    try:
        version = project.models.all()[-1]
    finally:
        project.close()
    kept = places.start(experiment.task)
    with writing(kept):
        weights = (project_dir / version.weights_path).read_bytes()
    reached = result.points[-1].test
    note = StartNote(
        task=experiment.task,
        model=scratch_model(experiment.task),
        sha256=_digest(weights),
        made_from=f"sandbox images of {_NUM_START_KINDS} other kinds of objects",
        updates=2 * grid.start_updates,
        imgsz=grid.imgsz,
        reached=reached.map50_95 if reached else None,
    )
    path = places.start_note(experiment.task)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, msgspec.json.format(msgspec.json.encode(note)) + b"\n")
    # Last: weights that are there are taken as made and told of.
    write_atomic(kept, weights)
    return note


def _make_tuning_sandbox(out_dir: Path, task: Task, *, is_small: bool) -> None:
    numbers = (24, 12, 12, 64) if is_small else (600, 150, 300, _SIDE_PX)
    num_train, num_val, num_test, side_px = numbers
    make_sandbox(
        out_dir,
        num_train=num_train,
        num_val=num_val,
        num_test=num_test,
        side_px=side_px,
        num_classes=2 if is_small else 6,
        seed=_TUNING_SEED,
        task=task,
    )


def _split_of_rank(rank: int, part: int) -> Split:
    if rank < part:
        return Split.TEST
    return Split.VAL if rank < 2 * part else Split.TRAIN


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
