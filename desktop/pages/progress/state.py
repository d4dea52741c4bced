"""What the page Progress shows, derived from what was read and what a version saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop.charts.reach_charts import ToldCurves
from desktop.viewmodels.accuracy_words import yardstick_text
from engine.domain.classes import ObjectClass
from engine.domain.evaluations import ClassCurve, Finding
from engine.domain.images import ImageRecord
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.operating_points import OperatingPoint, Reach
from engine.domain.project import Goal, Task
from engine.domain.searches import SearchRecord
from engine.domain.versions import ModelVersion
from engine.loop.advisor import Advice
from engine.loop.curves import Curve
from engine.loop.evaluations import USUAL_THRESHOLD, FoundAt, MeasuredVersion

UNKNOWN_COLOR = "#98a1ac"


@dataclass(frozen=True, slots=True)
class ProgressReading:
    """What was read of the project at one moment.

    Attributes:
        versions: By number.
        searches: By age.
    """

    versions: tuple[ModelVersion, ...]
    classes: tuple[ObjectClass, ...]
    curve: Curve
    goal: Goal
    task: Task
    searches: tuple[SearchRecord, ...]
    expert_s: float
    advice: Advice
    is_read_only: bool

    @property
    def newest(self) -> ModelVersion | None:
        """The version the page is about."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class SeenVersion:
    """A version with all it saw, and the images it saw it in, by content."""

    measured: MeasuredVersion
    images: dict[str, ImageRecord]


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are and in how many images."""

    number: int
    num_images: int


@dataclass(frozen=True, slots=True)
class Look:
    """One look at what a version saw: on a yardstick, at thresholds, at a class.

    Attributes:
        point: None where the version was measured on test alone.
        aims: Share of the objects of each class to find; None = the best balance.
        confusion: Rows are what is there, columns what it was called; the last are nothing.
        counts: How many findings of each kind there are.
        shown_curve: Of the class, on the yardstick.
        chosen_curve: Of the class, where thresholds are chosen; None without such images.
        errors: How far confidences are from the truth, as they are and calibrated, on test.
    """

    yardstick: Yardstick
    class_index: int
    point: OperatingPoint | None
    aims: tuple[float | None, ...]
    thresholds: tuple[float, ...]
    reach: Reach
    confusion: NDArray[np.int64]
    findings: tuple[FoundAt, ...]
    counts: dict[Finding, Count]
    shown_curve: ClassCurve
    chosen_curve: ClassCurve | None
    errors: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class ClassLook:
    """A class as the version knows it: its name, its color now, its accuracy."""

    name: str
    color: str
    ap50_95: float | None
    num_objects: int


def look_at(
    measured: MeasuredVersion,
    *,
    yardstick: Yardstick,
    aims: Sequence[float | None],
    class_index: int,
) -> Look:
    """Return a look; pure, some ten milliseconds, any thread."""
    point = measured.point(aims)
    thresholds = point.thresholds if point else (USUAL_THRESHOLD,) * measured.num_classes
    chosen_on = point.chosen.yardstick if point else None
    findings = tuple(measured.findings(yardstick, thresholds))
    return Look(
        yardstick=yardstick,
        class_index=class_index,
        point=point,
        aims=point.aims if point else (),
        thresholds=thresholds,
        reach=measured.reach(yardstick, thresholds),
        confusion=measured.confusion(yardstick, thresholds),
        findings=findings,
        counts={kind: _count(findings, kind) for kind in Finding},
        shown_curve=measured.curve(yardstick, class_index),
        chosen_curve=measured.curve(chosen_on, class_index) if chosen_on else None,
        errors=measured.calibration_errors(point) if point else None,
    )


def class_looks(
    reading: ProgressReading, version: ModelVersion, yardstick: Yardstick
) -> tuple[ClassLook, ...]:
    """Return the classes a version knows, in its order, with what it reached on a yardstick."""
    now = {each.id: each for each in reading.classes}
    by_name = {each.name: each for each in reading.classes}
    accuracy = shown_accuracy(version, yardstick)
    measured = {each.class_id: each for each in accuracy.per_class} if accuracy else {}
    looks = []
    for place, name in enumerate(version.class_names):
        known = now.get(version.class_ids[place]) if version.class_ids else by_name.get(name)
        of_class = measured.get(known.id) if known else None
        looks.append(
            ClassLook(
                known.name if known else name,
                known.color if known else UNKNOWN_COLOR,
                of_class.ap50_95 if of_class else None,
                of_class.num_objects if of_class else 0,
            )
        )
    return tuple(looks)


def shown_accuracy(version: ModelVersion, yardstick: Yardstick) -> Accuracy | None:
    """Return what a version reached on a yardstick; None where it was not measured on it."""
    return next((each for each in version.accuracies if each.yardstick is yardstick), None)


def told_curves(look: Look) -> ToldCurves:
    """Return the curves of the class looked at, with their names and the threshold."""
    chosen = look.point.chosen.yardstick if look.point else look.yardstick
    is_apart = look.chosen_curve is not None and chosen is not look.yardstick
    return ToldCurves(
        shown=look.shown_curve,
        shown_name=yardstick_text(look.yardstick),
        chosen=look.chosen_curve if is_apart else None,
        chosen_name=yardstick_text(chosen),
        threshold=look.thresholds[look.class_index],
    )


def _count(findings: Sequence[FoundAt], kind: Finding) -> Count:
    images = [each.content_hash for each in findings if each.kind is kind]
    return Count(len(images), len(set(images)))
