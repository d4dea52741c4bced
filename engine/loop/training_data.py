"""What a training learns from and is measured on: a snapshot of the labels as they are now."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

from engine.domain.errors import UsageError
from engine.domain.holdout import fold_of_groups
from engine.domain.identifiers import ImageId
from engine.domain.images import Answer, Split
from engine.domain.jobs import SnapshotRequest
from engine.domain.metrics import Yardstick
from engine.domain.project import ProjectSettings, Task
from engine.domain.tasks import is_enough
from engine.formats.yolo_labels import yolo_label_lines
from engine.loop.datasets import shapes_for
from engine.loop.snapshots import SnapshotHeader, SnapshotImage, snapshot_id, write_manifest
from engine.store.database import Store
from engine.store.transaction import Transaction

# With fewer validation images than this an interval is as wide as the scale.
MIN_VAL_IMAGES = 10
# Folds on which a search's challenger meets the defaults; one in five stands in for validation.
NUM_FOLDS = 4
_STAND_IN_FOLDS = 5
_FOLD_SEED = 0
_WHO = "snapshot"


@dataclass(frozen=True, slots=True)
class TrainingOutlook:
    """What a training that starts now would learn from and be measured on, in images.

    Attributes:
        num_train: Learned from.
        num_measured: Measured on after each epoch, apart from the others.
        yardstick: VAL, or FOLD where validation is too small or lacks a class.
        num_test: Shown apart; nothing decides by them.
        num_partial: Begun and left out, as what nobody looked for is no background.
        refusal: Why nothing can be trained yet; empty = it can.
    """

    num_train: int
    num_measured: int
    yardstick: Yardstick
    num_test: int
    num_partial: int
    refusal: str = ""


class TrainingData:
    """Turns settled labels into a snapshot.

    Partial images take no part: what nobody looked for in them must not be learned as background.
    Nor do images with a shape that says too little for the project's task, or that is damaged: they
    count as partial from then on.
    """

    def __init__(self, store: Store, project_dir: Path) -> None:
        self._store = store
        self._snapshots_dir = project_dir / "snapshots"
        self._pixels_dir = project_dir / "pixels"

    def snapshot(self) -> SnapshotRequest:
        """Write the manifest of a snapshot of all settled images and return how to build it.

        Raises:
            UsageError: Too little is labeled to train and measure apart.
        """
        with self._store.read() as tx:
            settings = tx.project.settings()
            class_names = tuple(c.name for c in tx.classes.all())
            poor: list[ImageId] = []
            images = list(_settled_images(tx, settings, poor))
            class_ids = [c.id for c in tx.classes.all()]
        images, yardstick = _with_yardstick(images)
        folded = _with_folds(images)
        header = SnapshotHeader(
            class_names,
            yardstick,
            num_folds=1 + max(i.fold for _, i in folded),
            task=settings.task,
            skeleton=settings.skeleton if settings.task is Task.POSE else None,
        )
        rows = [image for _, image in folded]
        key = snapshot_id(header, rows)
        counts = _counts(rows) | {"needs_review": len(poor)}
        manifest = self._snapshots_dir / f"{key}.jsonl"
        write_manifest(manifest, header, rows)
        with self._store.write() as tx:
            needs_review = dict.fromkeys(class_ids, Answer.PARTIAL)
            tx.labels.set_many_answers(dict.fromkeys(poor, needs_review), who=_WHO)
            tx.snapshots.record(key, created_at=time.time(), counts=counts)
        return SnapshotRequest(
            id=key,
            manifest_path=str(manifest.absolute()),
            snapshot_dir=str((self._snapshots_dir / key).absolute()),
            pixels_dir=str(self._pixels_dir.absolute()),
            task=settings.task,
        )

    def outlook(self) -> TrainingOutlook:
        """Return what `snapshot` would hold, by a few short queries."""
        with self._store.read() as tx:
            ids = {split: set(tx.labels.complete_ids(split)) for split in Split}
            seen = {split: tx.labels.classes_seen(split) for split in Split}
            num_partial = len(tx.labels.partial_ids())
            sizes = {split: len(ids[split]) for split in Split}
            num_test = sizes[Split.TEST]
            if _can_validate(sizes, seen):
                num_train, num_val = sizes[Split.TRAIN], sizes[Split.VAL]
                return TrainingOutlook(num_train, num_val, Yardstick.VAL, num_test, num_partial)
            groupings = tx.splits.groupings()
        learnable_ids = ids[Split.TRAIN] | ids[Split.VAL]
        learnable = Counter(i.group for i in groupings if i.image_id in learnable_ids)
        num_measured, refusal = 0, ""
        try:
            num_measured = sum(learnable[group] for group in _stand_in_groups(learnable))
        except UsageError as error:
            refusal = str(error)
        num_train = len(learnable_ids) - num_measured
        return TrainingOutlook(
            num_train, num_measured, Yardstick.FOLD, num_test, num_partial, refusal
        )


_Grouped = tuple[str, SnapshotImage]


def _settled_images(
    tx: Transaction, settings: ProjectSettings, poor: list[ImageId]
) -> Iterator[_Grouped]:
    """Yield the images to learn from; into a list go those whose labels say too little for that."""
    classes = tx.classes.all()
    names = {c.id: c.name for c in classes}
    index = {c.name: c.position for c in classes}
    image_ids = tx.labels.complete_ids()
    sizes = tx.images.file_sizes(image_ids)
    records = iter(tx.images.get_many(image_ids))
    for record, labels in zip(records, tx.labels.stream(image_ids), strict=True):
        if labels.is_damaged or not is_enough(settings, labels.annotations):
            poor.append(record.id)
            continue
        shapes = shapes_for(settings, record, labels, names)
        yield (
            record.group,
            SnapshotImage(
                source_path=str(record.path),
                content_hash=record.content_hash,
                size_bytes=sizes[record.id],
                split=record.split,
                fold=-1,
                lines=tuple(
                    yolo_label_lines(shapes, record.width, record.height, index, task=settings.task)
                ),
                group=record.group,
            ),
        )


def _with_yardstick(images: list[_Grouped]) -> tuple[list[_Grouped], Yardstick]:
    """Return the images with a fold of the labeled ones as val, where validation cannot serve."""
    if _can_validate(*_sizes_and_classes(images)):
        return images, Yardstick.VAL
    stand_in = _stand_in_groups(
        Counter(group for group, image in images if image.split is not Split.TEST)
    )
    drawn = [
        (group, image)
        if image.split is Split.TEST
        else (group, replace(image, split=Split.VAL if group in stand_in else Split.TRAIN))
        for group, image in images
    ]
    return drawn, Yardstick.FOLD


def _stand_in_groups(learnable: Counter[str]) -> set[str]:
    """Return the groups that stand in for validation; `learnable` counts the images of all.

    Raises:
        UsageError: There is nothing to divide.
    """
    if not learnable:
        raise UsageError(
            "No image is completely labeled yet.",
            hint="Label some images, and confirm each for every class.",
        )
    if len(learnable) == 1:
        raise UsageError(
            "All labeled images are of one group, so nothing is left to measure on.",
            hint="Label images of another group, too.",
        )
    fold = fold_of_groups(learnable, num_folds=_STAND_IN_FOLDS, seed=_FOLD_SEED)
    stand_in = max(fold.values())
    return {group for group, number in fold.items() if number == stand_in}


def _sizes_and_classes(
    images: list[_Grouped],
) -> tuple[Counter[Split], dict[Split, set[str]]]:
    seen: dict[Split, set[str]] = {split: set() for split in Split}
    sizes: Counter[Split] = Counter()
    for _, image in images:
        sizes[image.split] += 1
        seen[image.split].update(line.split(maxsplit=1)[0] for line in image.lines)
    return sizes, seen


def _can_validate(sizes: Mapping[Split, int], seen: Mapping[Split, AbstractSet[object]]) -> bool:
    """Whether the validation images are enough and show every class that training sees."""
    return (
        sizes[Split.TRAIN] > 0
        and sizes[Split.VAL] >= MIN_VAL_IMAGES
        and seen[Split.TRAIN] <= seen[Split.VAL]
    )


def _with_folds(images: list[_Grouped]) -> list[_Grouped]:
    sizes = Counter(group for group, image in images if image.split is not Split.TEST)
    fold = fold_of_groups(sizes, num_folds=NUM_FOLDS, seed=_FOLD_SEED) if len(sizes) > 1 else {}
    return [
        (group, replace(image, fold=fold.get(group, -1) if image.split is not Split.TEST else -1))
        for group, image in images
    ]


def _counts(images: list[SnapshotImage]) -> dict[str, int]:
    counts: dict[str, int] = dict(Counter(image.split.value for image in images))
    return counts | {"shapes": sum(len(image.lines) for image in images)}
