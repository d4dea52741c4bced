"""What a version saw in each image it was measured on, for people to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import NotFoundError
from engine.domain.evaluations import ClassCurve, Evaluation, Finding, Rows
from engine.domain.identifiers import VersionId
from engine.domain.images import ImageRecord
from engine.domain.metrics import Yardstick
from engine.domain.operating_points import OperatingPoint, Reach
from engine.domain.versions import ModelVersion
from engine.evaluation.calibration import calibration_error
from engine.evaluation.curves import class_curve
from engine.evaluation.evaluation_file import evaluation_name, read_evaluation
from engine.evaluation.matching import confusion, find, match_boxes
from engine.evaluation.operating import operating_point, reach
from engine.store.database import Store


@dataclass(frozen=True, slots=True)
class FoundAt:
    """One object or box of one image, and what became of it.

    Attributes:
        content_hash: Names the image.
        there: Position of the class of the object; None where nothing is.
        said: Position of the class the model said; None where it saw nothing.
        box_norm: Corners as fractions of the image: of the box, or of the object that was missed.
        confidence: Of the box; 0 for what was missed.
    """

    content_hash: str
    kind: Finding
    there: int | None
    said: int | None
    box_norm: tuple[float, float, float, float]
    confidence: float


@dataclass(frozen=True, slots=True)
class MeasuredVersion:
    """A version with all it saw. Everything here is pure; any thread.

    Attributes:
        evaluations: By yardstick; one of them, never test, is where thresholds are chosen.
        found: By yardstick, the row of the object that each box finds.
    """

    version: ModelVersion
    evaluations: dict[Yardstick, Evaluation]
    found: dict[Yardstick, Rows] = field(repr=False)

    @property
    def num_classes(self) -> int:
        """Classes the version knows."""
        return len(self.version.class_names)

    @property
    def yardsticks(self) -> tuple[Yardstick, ...]:
        """What it was measured on, test first."""
        return tuple(sorted(self.evaluations, key=lambda each: each is not Yardstick.TEST))

    def point(self, aims: Sequence[float | None] = ()) -> OperatingPoint | None:
        """Return the operating point that meets the aims; None where only test was measured."""
        others = [each for each in self.evaluations if each is not Yardstick.TEST]
        if not others:
            return None
        test = self.evaluations.get(Yardstick.TEST)
        return operating_point(
            self.evaluations[others[0]], test, num_classes=self.num_classes, aims=aims
        )

    def reach(self, yardstick: Yardstick, thresholds: Sequence[float]) -> Reach:
        """Return what thresholds reach on a yardstick."""
        return reach(self.evaluations[yardstick], self.found[yardstick], thresholds)

    def curve(self, yardstick: Yardstick, class_index: int) -> ClassCurve:
        """Return what every threshold of a class reaches on a yardstick."""
        return class_curve(self.evaluations[yardstick], self.found[yardstick], class_index)

    def confusion(self, yardstick: Yardstick, thresholds: Sequence[float]) -> NDArray[np.int64]:
        """Return how often each class (rows) was called what (columns); the last is nothing."""
        evaluation = self.evaluations[yardstick]
        findings = find(evaluation, self.found[yardstick], thresholds)
        return confusion(evaluation, findings, num_classes=self.num_classes)

    def calibration_errors(self, point: OperatingPoint) -> tuple[float, float] | None:
        """Return how far confidences are from the truth as they are and calibrated, on test."""
        test = self.evaluations.get(Yardstick.TEST)
        if test is None or point.calibration is None:
            return None
        found = self.found[Yardstick.TEST]
        before = calibration_error(test, found)
        after = calibration_error(test, found, point.calibration)
        return None if before is None or after is None else (before, after)

    def findings(self, yardstick: Yardstick, thresholds: Sequence[float]) -> list[FoundAt]:
        """Return all that was found, missed, false or of the wrong class, surest boxes first."""
        seen = self.evaluations[yardstick]
        findings = find(seen, self.found[yardstick], thresholds)
        box_image, object_image = seen.image_of_boxes(), seen.image_of_objects()
        told = [
            _told_box(seen, int(box), int(there), int(box_image[box]), is_right=bool(is_right))
            for box, there, is_right in zip(
                findings.shown, findings.stands_for, findings.is_right, strict=True
            )
        ]
        told += [_told_miss(seen, int(row), int(object_image[row])) for row in findings.missed]
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
                found[yardstick] = read_evaluation(path)
        if not found:
            raise NotFoundError(
                f"Version {version.number} did not keep what it saw in each image.",
                hint="Versions trained from now on do.",
            )
        matched = {yardstick: match_boxes(seen) for yardstick, seen in found.items()}
        return MeasuredVersion(version, found, matched)

    def path(self, version_id: VersionId, yardstick: Yardstick) -> Path:
        """Return where the evaluation of a version on a yardstick lies or would lie."""
        return self._models_dir / version_id / evaluation_name(yardstick)

    def images(self, measured: MeasuredVersion) -> dict[str, ImageRecord]:
        """Return the images a version was measured on that the project still has, by content."""
        names = {name for seen in measured.evaluations.values() for name in seen.names}
        with self._store.read() as tx:
            return tx.images.by_content(names)


def _told_box(seen: Evaluation, box: int, there: int, image: int, *, is_right: bool) -> FoundAt:
    kind = Finding.FALSE_ALARM if there < 0 else Finding.WRONG_CLASS
    return FoundAt(
        content_hash=seen.names[image],
        kind=Finding.FOUND if is_right else kind,
        there=None if there < 0 else int(seen.object_classes[there]),
        said=int(seen.box_classes[box]),
        box_norm=_corners(seen.boxes_norm[box]),
        confidence=float(seen.confidence[box]),
    )


def _told_miss(seen: Evaluation, row: int, image: int) -> FoundAt:
    return FoundAt(
        content_hash=seen.names[image],
        kind=Finding.MISSED,
        there=int(seen.object_classes[row]),
        said=None,
        box_norm=_corners(seen.objects_norm[row]),
        confidence=0.0,
    )


def _corners(row: NDArray[np.float32]) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(value) for value in row)
    return left, top, right, bottom
