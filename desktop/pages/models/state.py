"""What the page Models shows, derived from what was read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.pages.models.lineage import lineage
from desktop.pages.models.use_state import UseState, use_state
from desktop.qtkit.cards import NamedValue
from desktop.qtkit.engine_texts import said
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.translation import tr
from desktop.qtkit.words import time_left_text
from desktop.viewmodels.accuracy_words import interval_text, yardstick_text
from engine.domain.classes import ObjectClass
from engine.domain.events import EpochFinished, Progressed
from engine.domain.identifiers import ClassId, VersionId
from engine.domain.jobs import JobRecord, JobState
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.recipes import Recipe
from engine.domain.searches import SearchRecord
from engine.domain.versions import ModelExport, ModelVersion, Promotion


@dataclass(frozen=True, slots=True)
class ModelsReading:
    """What was read of the project at one moment.

    Attributes:
        versions: By number.
        exports: Of all versions, oldest first.
        searches: Oldest first.
        defaults: By version, what its training would have been without an adopted recipe.
        job: The newest export, however it stands.
    """

    versions: tuple[ModelVersion, ...]
    exports: tuple[ModelExport, ...]
    defaults: dict[VersionId, Recipe]
    classes: tuple[ObjectClass, ...]
    searches: tuple[SearchRecord, ...]
    used: ModelVersion | None
    promotions: tuple[Promotion, ...]
    job: JobRecord | None
    progress: Progressed | EpochFinished | None
    is_read_only: bool


@dataclass(frozen=True, slots=True)
class ClassRow:
    """What a version reaches on one class, by yardstick; None where it was not measured."""

    name: str
    chosen_by: float | None
    test: float | None
    num_objects: int


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An exported file and what its check said."""

    path: str
    has_passed: bool
    values: tuple[NamedValue, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """All about one version."""

    number: int
    accuracies: tuple[Accuracy, ...]
    classes: tuple[ClassRow, ...]
    lineage: tuple[NamedValue, ...]
    export: ExportRow | None


@dataclass(frozen=True, slots=True)
class ModelsState:
    """All that the page shows; `details` is None while there is no version."""

    versions: tuple[ModelVersion, ...]
    classes: tuple[ObjectClass, ...]
    shown: VersionId | None
    use: UseState | None
    details: Details | None
    progress: ProgressText | None
    stopped: JobRecord | None
    can_export: Availability


def models_state(reading: ModelsReading, *, chosen: VersionId | None) -> ModelsState:
    """Return what to show; without a choice the version in use, else the newest."""
    versions = {version.id: version for version in reading.versions}
    first = reading.used or (reading.versions[-1] if reading.versions else None)
    shown = versions.get(chosen, first) if chosen else first
    job = reading.job
    is_active = job is not None and job.state.is_active
    has_stopped = job is not None and job.state in (JobState.FAILED, JobState.CANCELLED)
    return ModelsState(
        versions=reading.versions,
        classes=reading.classes,
        shown=shown.id if shown else None,
        use=_use(reading, shown),
        details=_details(reading, shown) if shown else None,
        progress=_progress(reading) if is_active else None,
        stopped=job if has_stopped else None,
        can_export=_can_export(reading, is_active=is_active),
    )


def _use(reading: ModelsReading, shown: ModelVersion | None) -> UseState | None:
    if reading.used is None or shown is None:
        return None
    return use_state(
        reading.versions,
        reading.used,
        reading.promotions,
        shown=shown,
        is_read_only=reading.is_read_only,
    )


def _details(reading: ModelsReading, version: ModelVersion) -> Details:
    exports = [export for export in reading.exports if export.version_id == version.id]
    return Details(
        number=version.number,
        accuracies=version.accuracies,
        classes=_class_rows(version, {each.id: each.name for each in reading.classes}),
        lineage=lineage(
            version, reading.versions, reading.searches, reading.defaults.get(version.id)
        ),
        export=_export_row(exports[-1]) if exports else None,
    )


def _class_rows(version: ModelVersion, names: dict[ClassId, str]) -> tuple[ClassRow, ...]:
    test = {
        each.class_id: each
        for accuracy in version.accuracies
        if accuracy.yardstick is Yardstick.TEST
        for each in accuracy.per_class
    }
    other = {
        each.class_id: each
        for accuracy in version.accuracies
        if accuracy.yardstick is not Yardstick.TEST
        for each in accuracy.per_class
    }
    return tuple(
        ClassRow(
            names.get(class_id, tr("class {class_id}").format(class_id=class_id)),
            other[class_id].ap50_95 if class_id in other else None,
            test[class_id].ap50_95 if class_id in test else None,
            sum(found[class_id].num_objects for found in (other, test) if class_id in found),
        )
        for class_id in dict.fromkeys([*other, *test])
    )


def _export_row(export: ModelExport) -> ExportRow:
    check, path = export.check, Path(export.path)
    values = (
        NamedValue(tr("File"), path.name, export.path),
        NamedValue(
            tr("Compared"), tr("%n image(s)", "", check.num_images), tr("Raw outputs of both")
        ),
        NamedValue(tr("Largest difference"), f"{check.max_abs_difference:.2g}"),
        NamedValue(tr("Mean difference"), f"{check.mean_abs_difference:.2g}"),
        NamedValue(
            tr("Boxes found again"),
            tr("{num_matched} of {num_boxes}").format(
                num_matched=check.num_matched, num_boxes=check.num_boxes
            ),
            tr("Same class, overlap of 0.99 or more, from confidence {threshold:.2f}").format(
                threshold=check.threshold
            ),
        ),
        NamedValue(tr("From confidence"), f"{check.threshold:.2f}"),
    )
    return ExportRow(export.path, check.passed, values)


def _progress(reading: ModelsReading) -> ProgressText:
    progress = reading.progress
    if isinstance(progress, Progressed) and progress.total:
        text = said(progress.text.capitalize()) or tr("Exporting")
        left = time_left_text(progress.seconds_left)
        return ProgressText(text, progress.done / progress.total, left)
    return ProgressText(tr("Exporting and checking"), None)


def _can_export(reading: ModelsReading, *, is_active: bool) -> Availability:
    if reading.is_read_only:
        return unavailable(tr("The project is open for reading only."))
    if not reading.versions:
        return unavailable(tr("There is no model yet."))
    return unavailable(tr("An export runs already.")) if is_active else AVAILABLE


def accuracy_name(accuracy: Accuracy) -> str:
    """Return what an accuracy was measured on, as a name."""
    name = yardstick_text(accuracy.yardstick)
    return (
        tr("A fold of the labeled") if accuracy.yardstick is Yardstick.FOLD else name.capitalize()
    )


def accuracy_interval(accuracy: Accuracy) -> str:
    """Return the interval of an accuracy, with three decimals."""
    return interval_text(accuracy.interval, decimals=3)
