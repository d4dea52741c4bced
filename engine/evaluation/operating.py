"""From which confidence a box counts: chosen on one evaluation, told on any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.evaluations import ClassCurve, Evaluation, Rows
from engine.domain.operating_points import ClassReach, OperatingPoint, Reach
from engine.evaluation.calibration import fit_calibration
from engine.evaluation.curves import class_curve
from engine.evaluation.intervals import Counts, GroupDraws
from engine.evaluation.matching import match_boxes, shown_at

USUAL_THRESHOLD = 0.25
"""What Ultralytics shows from; for classes that nothing was measured on."""


@dataclass(frozen=True, slots=True)
class Matched:
    """An evaluation, and the row of the object that each of its boxes finds."""

    evaluation: Evaluation
    found: Rows

    @classmethod
    def of(cls, evaluation: Evaluation) -> Matched:
        """Match the boxes of an evaluation."""
        return cls(evaluation, match_boxes(evaluation))


def operating_point(
    chosen_on: Matched,
    shown_on: Matched | None,
    *,
    num_classes: int,
    aims: Sequence[float | None] = (),
) -> OperatingPoint:
    """Return the operating point that meets the aims where it is chosen.

    Args:
        chosen_on: Validation or a fold; alone decides.
        shown_on: Test, only told.
        num_classes: Classes the model knows.
        aims: Share of the objects of each class to find; None or missing = the best balance.
    """
    wanted = tuple(aims) or (None,) * num_classes
    thresholds = tuple(
        choose_threshold(class_curve(chosen_on.evaluation, chosen_on.found, number), aim=aim)
        for number, aim in enumerate(wanted)
    )
    return OperatingPoint(
        thresholds=thresholds,
        aims=wanted,
        chosen=reach(chosen_on, thresholds),
        shown=None if shown_on is None else reach(shown_on, thresholds),
        calibration=fit_calibration(chosen_on.evaluation, chosen_on.found),
    )


def choose_threshold(curve: ClassCurve, *, aim: float | None) -> float:
    """Return the highest threshold that finds the share wanted, or all that can be found.

    Without an aim the threshold with the best balance (F1) of objects found and boxes that are
    right. It lies half-way to the next fainter box, where as much is reached: the next images'
    boxes are not those of these to the last digit.
    """
    if not curve.num_objects or not curve.num_found.any():
        return USUAL_THRESHOLD
    if aim is None:
        balance = 2 * curve.num_found / (curve.num_shown + curve.num_objects)
        place = int(np.argmax(balance))
    else:
        wanted = min(round_up(aim * curve.num_objects), int(curve.num_found[-1]))
        place = int(np.argmax(curve.num_found >= wanted))
    thresholds = curve.thresholds
    below = thresholds[place + 1] if place + 1 < len(thresholds) else 0.0
    return float((thresholds[place] + below) / 2)


def round_up(value: float) -> int:
    """Return the next whole number, forgiving what floats add to one ("95 % of 20" is 19)."""
    return int(np.ceil(value - 1e-9))


def reach(matched: Matched, thresholds: Sequence[float]) -> Reach:
    """Return what thresholds, one a class, reach, with 95 % intervals by group."""
    evaluation = matched.evaluation
    counts = _count(evaluation, matched.found, thresholds)
    groups = by_group(evaluation)
    draw = GroupDraws(groups, evaluation.num_images)
    return Reach(
        yardstick=evaluation.yardstick,
        num_images=evaluation.num_images,
        num_groups=draw.num_groups,
        classes=tuple(_class_reach(part, draw) for part in counts.classes),
        found=draw.share(counts.whole.num_found, counts.whole.num_objects),
        false_alarms=draw.per_image(counts.whole.num_shown - counts.whole.num_found),
        num_images_with=int(counts.whole.has_object.sum()),
        num_passed=int(counts.whole.is_passed.sum()),
        passed=draw.number(counts.whole.is_passed, of=counts.whole.has_object),
        num_clean=int((counts.whole.has_object == 0).sum()),
        num_stopped=int(((counts.whole.has_object == 0) & (counts.whole.num_shown > 0)).sum()),
    )


def by_group(evaluation: Evaluation) -> Rows:
    """Return the number of each image's group; images of no known group are alone."""
    names = [group or f"\0{index}" for index, group in enumerate(evaluation.groups)]
    return np.unique(names, return_inverse=True)[1].astype(np.int64) if names else np.zeros(0, int)


@dataclass(frozen=True, slots=True)
class _Part:
    """One class, or all together, in each image, (k,) each."""

    num_objects: Counts
    num_found: Counts
    num_shown: Counts

    @property
    def has_object(self) -> Counts:
        return (self.num_objects > 0).astype(np.float64)

    @property
    def is_passed(self) -> Counts:
        passed: Counts = self.has_object * (self.num_shown == 0)
        return passed


@dataclass(frozen=True, slots=True)
class _Counted:
    classes: tuple[_Part, ...]
    whole: _Part


def _count(evaluation: Evaluation, found: Rows, thresholds: Sequence[float]) -> _Counted:
    is_shown = shown_at(evaluation, thresholds)
    box_image, object_image = evaluation.image_of_boxes(), evaluation.image_of_objects()

    def _per_image(images: Rows) -> Counts:
        counts: Rows = np.bincount(images, minlength=evaluation.num_images)
        return counts.astype(np.float64)

    def _part(boxes: NDArray[np.bool_], objects: NDArray[np.bool_]) -> _Part:
        return _Part(
            _per_image(object_image[objects]),
            _per_image(box_image[boxes & (found >= 0)]),
            _per_image(box_image[boxes]),
        )

    classes = tuple(
        _part(is_shown & (evaluation.box_classes == number), evaluation.object_classes == number)
        for number in range(len(thresholds))
    )
    return _Counted(classes, _part(is_shown, np.ones(len(object_image), dtype=bool)))


def _class_reach(part: _Part, draw: GroupDraws) -> ClassReach:
    num_false = part.num_shown - part.num_found
    return ClassReach(
        num_objects=int(part.num_objects.sum()),
        num_found=int(part.num_found.sum()),
        num_false_alarms=int(num_false.sum()),
        found=draw.share(part.num_found, part.num_objects),
        precision=draw.share(part.num_found, part.num_shown),
        false_alarms=draw.per_image(num_false),
        num_images_with=int(part.has_object.sum()),
        num_passed=int(part.is_passed.sum()),
        passed=draw.number(part.is_passed, of=part.has_object),
    )
