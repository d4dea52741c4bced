"""Small records for the tests of the store."""

from __future__ import annotations

from pathlib import Path

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.identifiers import (
    AnnotationId,
    ClassId,
    ImageId,
    JobId,
    SnapshotId,
    VersionId,
    new_id,
)
from engine.domain.images import ImageFacts, Split
from engine.domain.metrics import Accuracy, Interval, Yardstick
from engine.domain.recipes import Recipe
from engine.domain.shapes import Box
from engine.domain.versions import ModelVersion, Start
from engine.store.additions import NewImage
from engine.store.database import Store

CELL, NUCLEUS = ClassId(1), ClassId(2)


def new_image(
    number: int,
    *,
    group: str = "",
    split: Split = Split.TRAIN,
    path: str = "",
    content: str = "",
    holdout_order: int | None = None,
) -> NewImage:
    facts = ImageFacts(
        path=Path(path or f"/pictures/{number:06d}.jpg"),
        content_hash=content or f"hash-{number}",
        width=640,
        height=480,
        size_bytes=1000 + number,
        modified_ns=number,
        fingerprint=2**64 - 1 - number,
    )
    return NewImage(facts, group or f"group-{number}", split, holdout_order)


def add_images(store: Store, count: int, *, split: Split = Split.TRAIN) -> list[ImageId]:
    with store.write() as tx:
        first = tx.images.count()
        numbers = range(first, first + count)
        return list(tx.images.add([new_image(n, split=split) for n in numbers]).added)


def annotation(
    image_id: ImageId, *, class_id: ClassId = CELL, x1: float = 1.5, **values: object
) -> Annotation:
    box = Box(x1, 2.25, x1 + 10.1, 20.125)
    return Annotation(AnnotationId(new_id()), image_id, class_id, box, **values)


def added(*annotations: Annotation) -> list[AnnotationEdit]:
    return [AnnotationEdit(None, each) for each in annotations]


def model_version(number: int, **values: object) -> ModelVersion:
    accuracy = Accuracy(Yardstick.VAL, 12, 0.6, 0.4, 0.7, 0.5, Interval(0.3, 0.5))
    defaults: dict[str, object] = {
        "id": VersionId(f"version-{number}"),
        "number": number,
        "created_at": 100.0 + number,
        "weights_path": "models/1/weights.pt",
        "snapshot_id": SnapshotId("snapshot"),
        "job_id": JobId(f"job-{number}"),
        "recipe": Recipe(epochs=3),
        "seed": 7,
        "start": Start.SCRATCH,
        "start_weights": "yolo11n.yaml",
        "libraries": {"torch": "2.15.0"},
        "class_names": ("cell", "nucleus"),
        "accuracies": (accuracy,),
        "num_train_images": 20,
    }
    return ModelVersion(**{**defaults, **values})
