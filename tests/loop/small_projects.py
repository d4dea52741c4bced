"""Projects with pictures, questions and a model's suggestions, without any training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from engine.domain.identifiers import ImageId, JobId, SnapshotId, VersionId
from engine.domain.images import ImageFilter, ImageState, Split
from engine.domain.jobs import FindSpec, QuerySpec
from engine.domain.predictions import Predictions
from engine.domain.project import HoldoutPlan, ProjectSettings, Task
from engine.domain.recipes import Recipe
from engine.domain.results import ScoreResult
from engine.domain.rounds import RoundState
from engine.domain.skeleton import Skeleton
from engine.domain.versions import ModelVersion, Start
from engine.jobs.folder import JobFolder
from engine.jobs.inline import InlineExecutor
from engine.jobs.reporter import Reporter
from engine.loop.bootstrap import Project, create_project
from engine.loop.selection import select
from engine.store.score_writer import ScoreWriter
from tests.loop.builders import find

CLASSES = ["Platelets", "RBC", "WBC"]
NO_HOLDOUT = HoldoutPlan(test_share=0.0, val_share=0.0)
# Half of so few images are for test, so that one of them is asked about soon.
MUCH_HOLDOUT = HoldoutPlan(test_share=0.5, val_share=0.0)
_EMBEDDING_DIM = 4

# A box with the score of each class.
Seen = tuple[tuple[float, float, float, float], tuple[float, ...]]


def make_pictures(folder: Path, number: int, *, size: tuple[int, int] = (320, 240)) -> Path:
    """Write pictures that no fingerprint confuses."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(0)
    for index in range(number):
        coarse = rng.integers(60, 220, (9, 12, 3), dtype=np.uint8)
        picture = Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC)
        picture.save(folder / f"picture_{index:02}.png")
    return folder


def make_project(
    path: Path,
    pictures: Path | None,
    *,
    holdout: HoldoutPlan = NO_HOLDOUT,
    class_names: Iterable[str] = CLASSES,
    task: Task = Task.DETECT,
    skeleton: Skeleton | None = None,
) -> Project:
    """Return a new project with these pictures, whose jobs run at once and in this process."""
    project = create_project(
        path,
        ProjectSettings("Blood smears", task=task, holdout=holdout, skeleton=skeleton),
        list(class_names),
        executor=InlineExecutor(do_job),
    )
    if pictures is not None:
        for _ in project.pool.add([pictures]).run():
            pass
    return project


def ask(project: Project, size: int, *, strategy: str = "random") -> list[ImageId]:
    """Ask the next questions and return the images asked about, by rank."""
    project.rounds.ask(size, strategy=strategy)
    for _ in range(5):
        project.poll()
        newest = project.rounds.current()
        if newest is not None and newest.state is RoundState.LABELING:
            break
    return [question.pick.image_id for question in project.rounds.questions()]


def give_model(
    project: Project, seen: Mapping[ImageId, list[Seen]], *, number: int = 1
) -> VersionId:
    """Register a model version that saw these boxes, as training and scoring would."""
    version_id = VersionId(f"version-{number}")
    classes = project.file.classes()
    names = tuple(class_.name for class_ in classes)
    version = ModelVersion(
        id=version_id,
        number=number,
        created_at=float(number),
        weights_path=f"models/{version_id}/weights.pt",
        snapshot_id=SnapshotId("snapshot"),
        job_id=JobId("job"),
        recipe=Recipe(),
        seed=0,
        start=Start.SCRATCH,
        start_weights="yolo11n.yaml",
        libraries={},
        class_names=names,
        class_ids=tuple(class_.id for class_ in classes),
        accuracies=(),
        num_train_images=10,
    )
    with project.store.write() as tx:
        tx.versions.add(version)
    rng = np.random.default_rng(number)
    scores_dir = project.scoring.scores_dir(version_id)
    with ScoreWriter(scores_dir, len(names), _EMBEDDING_DIM) as writer:
        for image_id, boxes in seen.items():
            embedding = rng.normal(size=_EMBEDDING_DIM).astype(np.float32)
            writer.add(image_id, predictions(boxes, num_classes=len(names)), embedding)
    return version_id


def predictions(boxes: list[Seen], *, num_classes: int = len(CLASSES)) -> Predictions:
    """Return boxes as a model predicts them, most confident first."""
    ordered = sorted(boxes, key=lambda box: -max(box[1]))
    return Predictions(
        np.array([xyxy for xyxy, _ in ordered], np.float32).reshape(-1, 4),
        np.array([scores for _, scores in ordered], np.float32).reshape(-1, num_classes),
        np.zeros(len(ordered), np.float32),
    )


def pool_ids(project: Project) -> list[ImageId]:
    """Return the pool's images."""
    return project.pool.ids(where=ImageFilter(split=Split.TRAIN, state=ImageState.READY))


def do_job(folder: JobFolder) -> None:
    """Be the worker of a job: choose questions, find what is alike to an example."""
    spec = folder.spec()
    if isinstance(spec, QuerySpec):
        folder.write_result(select(spec, Reporter(folder)))
    elif isinstance(spec, FindSpec):
        folder.write_result(find(spec, Reporter(folder)))
    else:
        folder.write_result(ScoreResult(num_scored=0, failed={}, seconds=0.0))
