"""What a version saw in each image it was measured on, for people to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import NotFoundError
from engine.domain.evaluations import ClassCurve, Evaluation, Finding
from engine.domain.identifiers import VersionId
from engine.domain.images import ImageRecord
from engine.domain.metrics import Yardstick
from engine.domain.operating_points import OperatingPoint, Reach
from engine.domain.seen_shapes import SeenShape
from engine.domain.versions import ModelVersion
from engine.evaluation.calibration import calibration_error
from engine.evaluation.curves import class_curve
from engine.evaluation.evaluation_file import evaluation_name, read_evaluation
from engine.evaluation.matching import NO_OBJECT, Findings, confusion, find
from engine.evaluation.operating import USUAL_THRESHOLD, Matched, operating_point, reach
from engine.store.database import Store

__all__ = ["USUAL_THRESHOLD", "Evaluations", "FoundAt", "MeasuredVersion"]


@dataclass(frozen=True, slots=True)
class FoundAt:
    """One object or box of one image, and what became of it.

    Attributes:
        content_hash: Names the image.
        there: Position of the class of the object; None where nothing is.
        said: Position of the class the model said; None where it saw nothing.
        box_norm: Corners as fractions of the image: of the box, or of the object that was missed.
        confidence: Of the box; 0 for what was missed.
        there_shape: What is there, where its shape is known and is more than a box.
        said_shape: What the model saw, likewise.
    """

    content_hash: str
    kind: Finding
    there: int | None
    said: int | None
    box_norm: tuple[float, float, float, float]
    confidence: float
    there_shape: SeenShape | None = field(default=None, compare=False, repr=False)
    said_shape: SeenShape | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MeasuredVersion:
    """A version with all it saw. Everything here is pure; any thread.

    Attributes:
        seen: By yardstick; one of them, never test, is where thresholds are chosen.
    """

    version: ModelVersion
    seen: dict[Yardstick, Matched] = field(repr=False)

    @property
    def num_classes(self) -> int:
        """Classes the version knows."""
        return len(self.version.class_names)

    @property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        """What it was measured on, test first."""
        return tuple(sorted(self.seen, key=lambda each: each is not Yardstick.TEST))

    def image_names(self, yardstick: Yardstick) -> tuple[str, ...]:
        """Return the content hashes of the images of a yardstick."""
        return self.seen[yardstick].evaluation.names

    def point(self, aims: Sequence[float | None] = ()) -> OperatingPoint | None:
        """Return the operating point that meets the aims; None where only test was measured."""
        others = [each for each in self.seen if each is not Yardstick.TEST]
        if not others:
            return None
        test = self.seen.get(Yardstick.TEST)
        return operating_point(self.seen[others[0]], test, num_classes=self.num_classes, aims=aims)

    def reach(self, yardstick: Yardstick, thresholds: Sequence[float]) -> Reach:
        """Return what thresholds reach on a yardstick."""
        return reach(self.seen[yardstick], thresholds)

    def curve(self, yardstick: Yardstick, class_index: int) -> ClassCurve:
        """Return what every threshold of a class reaches on a yardstick."""
        seen = self.seen[yardstick]
        return class_curve(seen.evaluation, seen.found, class_index)

    def confusion(self, yardstick: Yardstick, thresholds: Sequence[float]) -> NDArray[np.int64]:
        """Return how often each class (rows) was called what (columns); the last is nothing."""
        seen = self.seen[yardstick]
        findings = find(seen.evaluation, seen.found, thresholds)
        return confusion(seen.evaluation, findings, num_classes=self.num_classes)

    def calibration_errors(self, point: OperatingPoint) -> tuple[float, float] | None:
        """Return how far confidences are from the truth as they are and calibrated, on test."""
        test = self.seen.get(Yardstick.TEST)
        if test is None or point.calibration is None:
            return None
        before = calibration_error(test.evaluation, test.found)
        after = calibration_error(test.evaluation, test.found, point.calibration)
        return None if before is None or after is None else (before, after)

    def findings(self, yardstick: Yardstick, thresholds: Sequence[float]) -> list[FoundAt]:
        """Return all that was found, missed, false or of the wrong class, surest boxes first."""
        seen = self.seen[yardstick]
        findings = find(seen.evaluation, seen.found, thresholds)
        told = [*_told_boxes(seen.evaluation, findings), *_told_misses(seen.evaluation, findings)]
        return sorted(told, key=lambda each: -each.confidence)


class Evaluations:
    """The evaluations kept beside each version's weights."""

    def __init__(self, store: Store, *, project_dir: Path) -> None:
        self._store = store
        self._models_dir = project_dir / "models"

    def read(self, version: ModelVersion) -> MeasuredVersion:
        """Return a version with all it saw; slow, any thread.

        Raises:
            NotFoundError: Nothing was kept of its evaluations.
            DataError: A file is damaged.
        """
        found = {}
        for yardstick in Yardstick:
            path = self.path(version.id, yardstick)
            if path.is_file():
                found[yardstick] = Matched.of(read_evaluation(path))
        if not found:
            raise NotFoundError(
                f"Version {version.number} did not keep what it saw in each image.",
                hint="Versions trained from now on do.",
            )
        return MeasuredVersion(version, found)

    def path(self, version_id: VersionId, yardstick: Yardstick) -> Path:
        """Return where the evaluation of a version on a yardstick lies or would lie."""
        return self._models_dir / version_id / evaluation_name(yardstick)

    def images(self, measured: MeasuredVersion) -> dict[str, ImageRecord]:
        """Return the images a version was measured on that the project still has, by content."""
        return self.images_named(
            {name for each in measured.yardsticks for name in measured.image_names(each)}
        )

    def images_named(self, names: set[str]) -> dict[str, ImageRecord]:
        """Return those of these images that the project still has, by content."""
        with self._store.read() as tx:
            return tx.images.by_content(names)


def _told_boxes(seen: Evaluation, findings: Findings) -> Iterator[FoundAt]:
    # Lists of plain numbers: ten thousands of single array look-ups would take a slider's patience.
    shown, there = findings.shown, findings.stands_for
    images = seen.image_of_boxes()[shown].tolist()
    classes = np.append(seen.object_classes, NO_OBJECT)[there].tolist()
    for row, place, image, true, said, corners, confidence, is_right in zip(
        shown.tolist(),
        there.tolist(),
        images,
        classes,
        seen.box_classes[shown].tolist(),
        seen.boxes_norm[shown].tolist(),
        seen.confidence[shown].tolist(),
        findings.is_right.tolist(),
        strict=True,
    ):
        mistaken = Finding.FALSE_ALARM if true == NO_OBJECT else Finding.WRONG_CLASS
        yield FoundAt(
            content_hash=seen.names[image],
            kind=Finding.FOUND if is_right else mistaken,
            there=None if true == NO_OBJECT else true,
            said=said,
            box_norm=tuple(corners),
            confidence=confidence,
            there_shape=None if place == NO_OBJECT else seen.shape_of_object(place),
            said_shape=seen.shape_of_box(row),
        )


def _told_misses(seen: Evaluation, findings: Findings) -> Iterator[FoundAt]:
    images = seen.image_of_objects()[findings.missed].tolist()
    for row, image in zip(findings.missed.tolist(), images, strict=True):
        yield FoundAt(
            content_hash=seen.names[image],
            kind=Finding.MISSED,
            there=int(seen.object_classes[row]),
            said=None,
            box_norm=tuple(seen.objects_norm[row].tolist()),
            confidence=0.0,
            there_shape=seen.shape_of_object(row),
        )
