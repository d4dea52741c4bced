"""What a training learns from and is measured on: a snapshot of the labels as they are now."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

from engine.domain.annotations import ImageLabels
from engine.domain.classes import ObjectClass
from engine.domain.errors import UsageError
from engine.domain.holdout import fold_of_groups
from engine.domain.identifiers import ImageId, SnapshotId
from engine.domain.images import Answer, ImageFilter, Split
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


@dataclass(frozen=True, slots=True)
class _Ground:
    settings: ProjectSettings
    classes: tuple[ObjectClass, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Labels as a training learns from them: read, their manifest written, and not yet noted.

    Attributes:
        ground: The settings and classes they were read for.
        snapshot_id: Names the manifest.
        counts: Images of each split, shapes, and images that need review.
        poor: Images whose labels say too little.
        has_undrawn: Whether images had no split yet.
    """

    ground: _Ground
    snapshot_id: SnapshotId
    counts: Mapping[str, int]
    poor: tuple[ImageId, ...]
    has_undrawn: bool


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

    def read(self) -> Material:
        """Read all settled images and write the manifest of their snapshot. Any thread; slow.

        Raises:
            UsageError: Too little is labeled to train and measure apart.
        """
        with self._store.read() as tx:
            ground = _ground(tx)
            has_undrawn = tx.images.count(where=ImageFilter(drawn=False)) > 0
            poor: list[ImageId] = []
            images = list(_settled_images(tx, ground.settings, poor))
        images, yardstick = _with_yardstick(images)
        folded = _with_folds(images)
        task = ground.settings.task
        header = SnapshotHeader(
            tuple(c.name for c in ground.classes),
            yardstick,
            num_folds=1 + max(i.fold for _, i in folded),
            task=task,
            skeleton=ground.settings.skeleton if task is Task.POSE else None,
        )
        rows = [image for _, image in folded]
        key = snapshot_id(header, rows)
        write_manifest(self._manifest(key), header, rows)
        counts = _counts(rows) | {"needs_review": len(poor)}
        return Material(ground, key, counts, tuple(poor), has_undrawn=has_undrawn)

    def snapshot(self, material: Material | None = None) -> SnapshotRequest:
        """Note a snapshot of all settled images and return how to build it.

        Args:
            material: What `read` returned a moment ago. It is read now where there is none, where
                the task or the classes are others by now, or where images had no split yet.

        Raises:
            UsageError: Too little is labeled to train and measure apart.
        """
        with self._store.read() as tx:
            ground = _ground(tx)
        if material is None or material.has_undrawn or material.ground != ground:
            material = self.read()
        key = material.snapshot_id
        needs_review = dict.fromkeys((c.id for c in ground.classes), Answer.PARTIAL)
        with self._store.write() as tx:
            # The expert may have mended one since.
            labels = tx.labels.stream(material.poor)
            poor = [each.image_id for each in labels if _is_poor(ground.settings, each)]
            tx.labels.set_many_answers(dict.fromkeys(poor, needs_review), who=_WHO)
            tx.snapshots.record(key, created_at=time.time(), counts=material.counts)
        return SnapshotRequest(
            id=key,
            manifest_path=str(self._manifest(key).absolute()),
            snapshot_dir=str((self._snapshots_dir / key).absolute()),
            pixels_dir=str(self._pixels_dir.absolute()),
            task=ground.settings.task,
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
            learnable_ids = ids[Split.TRAIN] | ids[Split.VAL]
            learnable = Counter(tx.splits.groups_of(learnable_ids))
        num_measured, refusal = 0, ""
        try:
            num_measured = sum(learnable[group] for group in _stand_in_groups(learnable))
        except UsageError as error:
            refusal = str(error)
        num_train = len(learnable_ids) - num_measured
        return TrainingOutlook(
            num_train, num_measured, Yardstick.FOLD, num_test, num_partial, refusal
        )

    def _manifest(self, key: SnapshotId) -> Path:
        return self._snapshots_dir / f"{key}.jsonl"


_Grouped = tuple[str, SnapshotImage]


def _ground(tx: Transaction) -> _Ground:
    return _Ground(tx.project.settings(), tx.classes.all())


def _is_poor(settings: ProjectSettings, labels: ImageLabels) -> bool:
    """Whether the labels of a settled image are damaged or say too little for the task."""
    return labels.is_damaged or not is_enough(settings, labels.annotations)


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
        if _is_poor(settings, labels):
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
