"""Datasets in and out: labels that come from elsewhere, and labels for use elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from engine.domain.annotations import ImageLabels
from engine.domain.errors import DataError
from engine.domain.groups import EACH_ALONE, GroupRule
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import ImageRecord, Split
from engine.domain.project import ProjectSettings, Task
from engine.domain.shapes import WholeImage
from engine.domain.tasks import image_class
from engine.formats.dataset import (
    Complaint,
    DatasetImage,
    ExportedDataset,
    LabeledShape,
    LossReport,
    OnProgress,
    ReadDataset,
)
from engine.formats.registry import detect_format, format_by_name
from engine.loop.adding import KEEPING_SPLITS_OF, Adding, FoundImage
from engine.loop.holdout import Holdout
from engine.store.database import Store
from engine.store.transaction import Transaction

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class ImportWish:
    """How to read a dataset.

    Attributes:
        format: A format's name, or `auto`.
        missing_means_empty: Whether an image without a label file was looked at and is empty.
        rule: How images fall into groups.
        as_holdout: Whether val and test join the holdout of a project that has images already.
        with_labels: Whether the labels come along; else the images alone.
    """

    format: str = AUTO
    missing_means_empty: bool = False
    rule: GroupRule = EACH_ALONE
    as_holdout: bool = False
    with_labels: bool = True


@dataclass(frozen=True, slots=True)
class Importing:
    """A dataset that was read: its complaints, and its images on their way into the project.

    Attributes:
        unnamed_classes: Classes of the project that the dataset does not name: its images stay
            unlabeled for these.
    """

    adding: Adding
    num_images: int
    complaints: tuple[Complaint, ...]
    keeps_splits: bool
    unnamed_classes: tuple[str, ...] = ()


class Datasets:
    """Reads datasets into the project and writes its labels out."""

    def __init__(self, store: Store, holdout: Holdout) -> None:
        self._store = store
        self._holdout = holdout

    def read(
        self, folder: Path, wish: ImportWish, *, on_progress: OnProgress | None = None
    ) -> Importing:
        """Read what a dataset says; images are read and stored by what is returned. Any thread.

        Raises:
            DataError: The folder is no dataset, or nothing of it can be read.
            NotFoundError: There is no such folder or format.
        """
        chosen = detect_format(folder) if wish.format == AUTO else format_by_name(wish.format)
        with self._store.read() as tx:
            settings = tx.project.settings()
        dataset = chosen.read(
            folder,
            task=settings.task,
            missing_means_empty=wish.missing_means_empty,
            on_progress=on_progress,
        )
        _check_keypoints(dataset, settings)
        has_holdout = any(image.split in (Split.VAL, Split.TEST) for image in dataset.images)
        keeps_splits = has_holdout and (wish.as_holdout or self._is_first_dataset(folder))
        adding = Adding(
            self._store,
            (_found(image, with_labels=wish.with_labels) for image in dataset.images),
            rule=wish.rule,
            holdout=self._holdout,
            keep_splits_of=folder.absolute() if keeps_splits else None,
            class_names=dataset.class_names if wish.with_labels else (),
        )
        return Importing(
            adding,
            num_images=len(dataset.images),
            complaints=dataset.complaints,
            keeps_splits=keeps_splits,
            unnamed_classes=self._unnamed(dataset) if wish.with_labels else (),
        )

    def _unnamed(self, dataset: ReadDataset) -> tuple[str, ...]:
        named = {name.casefold() for name in dataset.class_names}
        with self._store.read() as tx:
            return tuple(c.name for c in tx.classes.all() if c.name.casefold() not in named)

    def _is_first_dataset(self, folder: Path) -> bool:
        """Whether the project is empty, or an import of this very dataset was broken off in it."""
        with self._store.read() as tx:
            if tx.project.value(KEEPING_SPLITS_OF) == str(folder.absolute()):
                return True
            return tx.project.holdout_frozen_at() is None and tx.images.count() == 0

    def export(
        self, out_dir: Path, *, format_name: str, on_progress: OnProgress | None = None
    ) -> LossReport:
        """Write every labeled image with its labels into a new folder. Any thread.

        Raises:
            ConflictError: The folder holds something.
            ResourceError: It cannot be written.
            NotFoundError: There is no such format.
        """
        chosen = format_by_name(format_name)
        with self._store.read() as tx:
            names = tuple(c.name for c in tx.classes.all())
            settings = tx.project.settings()
            damaged: list[ImageId] = []
            images = _counted(_labeled_images(tx, settings, damaged), on_progress)
            dataset = ExportedDataset(images, names, settings.task, settings.skeleton)
            report = chosen.write(dataset, out_dir)
        if not damaged:
            return report
        note = f"Left out with damaged annotations: {len(damaged):,} images."
        return replace(report, notes=(*report.notes, note))


def dataset_format(folder: Path) -> str:
    """Return the name of the format a folder looks like; empty where it is no dataset. Any thread.

    Quick and without errors: what looks like several formats counts as none.
    """
    if not folder.is_dir():
        return ""
    try:
        return detect_format(folder).name
    except DataError:
        return ""


def shapes_for(
    settings: ProjectSettings,
    record: ImageRecord,
    labels: ImageLabels,
    names: Mapping[ClassId, str],
) -> tuple[LabeledShape, ...]:
    """Return what a project's task is about in an image: its objects, or its one class."""
    if settings.task is Task.CLASSIFY:
        said = image_class(labels.annotations)
        whole = WholeImage(record.width, record.height)
        return () if said is None else (LabeledShape(names[said], whole),)
    return tuple(
        LabeledShape(names[a.class_id], a.shape, a.attributes)
        for a in labels.annotations
        if not isinstance(a.shape, WholeImage)
    )


def _check_keypoints(dataset: ReadDataset, settings: ProjectSettings) -> None:
    """Refuse keypoints that are others than the project's.

    Raises:
        DataError: Their number differs.
    """
    here, there = settings.skeleton, dataset.skeleton
    if here is not None and there is not None and len(here) != len(there):
        raise DataError(
            f"The objects of the dataset have {len(there)} keypoints, those of the project "
            f"{len(here)}.",
            hint="Make a project with these keypoints.",
        )


def _found(image: DatasetImage, *, with_labels: bool) -> FoundImage:
    is_labeled = image.is_labeled and with_labels
    return FoundImage(image.path, image.split, image.shapes if is_labeled else None)


def _labeled_images(
    tx: Transaction, settings: ProjectSettings, damaged: list[ImageId]
) -> Iterator[DatasetImage]:
    """Yield the images to write; those with damaged annotations go into a list instead."""
    names = {c.id: c.name for c in tx.classes.all()}
    complete = tx.labels.complete_ids()
    records = iter(tx.images.get_many(complete))
    for record, labels in zip(records, tx.labels.stream(complete), strict=True):
        if labels.is_damaged:
            damaged.append(record.id)
            continue
        shapes = shapes_for(settings, record, labels, names)
        yield DatasetImage(record.path, record.width, record.height, record.split, shapes)


def _counted(
    images: Iterator[DatasetImage], on_progress: OnProgress | None
) -> Iterator[DatasetImage]:
    for number, image in enumerate(images, start=1):
        yield image
        if on_progress is not None:
            on_progress(number)
