"""Two versions on the same images: paired differences, and the images that make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.comparisons import ComparedClass, ComparedImage, Comparison, Paired
from engine.domain.evaluations import Evaluation, Rows
from engine.domain.operating_points import Estimate
from engine.evaluation.average_precision import PrecisionMeter, matches_of, mean_precision
from engine.evaluation.intervals import Counts, GroupDraws
from engine.evaluation.matching import NO_OBJECT, find, match_boxes
from engine.evaluation.operating import by_group
from engine.evaluation.taking import Shared

Thresholds = Sequence[float]


def compare(
    shared: Shared, thresholds: tuple[Thresholds, Thresholds], *, by_share: bool = False
) -> Comparison | None:
    """Return how two versions differ on the images they share; None where they share none.

    Args:
        shared: What both saw; the classes of both have the same places.
        thresholds: From which confidence the boxes of each class count, of the first and the
            second version.
        by_share: Whether the figure that decides is the share called right, as where whole images
            are classified, and not an average precision.
    """
    first, second = (
        _Side.of(seen, limits)
        for seen, limits in zip((shared.first, shared.second), thresholds, strict=True)
    )
    num_images = shared.first.num_images
    if not num_images:
        return None
    draws = GroupDraws(by_group(shared.first), num_images)
    num_classes = len(thresholds[0])
    found = [_found(first, second, draws, place) for place in range(num_classes)]
    all_found = _found(first, second, draws, None)
    if by_share:
        precisions, precision = found, all_found
    else:
        precisions, precision = _precisions(shared, draws, num_classes=num_classes)
    classes = shared.first.object_classes
    return Comparison(
        yardstick=shared.first.yardstick,
        num_images=num_images,
        num_groups=draws.num_groups,
        num_only_first=shared.num_only_first,
        num_only_second=shared.num_only_second,
        num_relabeled=shared.num_relabeled,
        precision=precision,
        found=all_found,
        false_alarms=_false_alarms(first, second, draws),
        classes=tuple(
            ComparedClass(place, int((classes == place).sum()), precisions[place], found[place])
            for place in range(num_classes)
        ),
        images=_images(first, second),
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """What one version makes of the shared images at its thresholds.

    Attributes:
        called: Class each object was called, (m,); -1 = it was missed.
        not_right: Boxes that are not right, of each image, (k,).
        on_nothing: Of these, boxes where nothing is, (k,).
    """

    seen: Evaluation
    called: Rows
    not_right: Counts
    on_nothing: Counts

    @classmethod
    def of(cls, seen: Evaluation, thresholds: Thresholds) -> _Side:
        findings = find(seen, match_boxes(seen), thresholds)
        called = np.full(len(seen.object_classes), NO_OBJECT, dtype=np.int64)
        is_something = findings.stands_for != NO_OBJECT
        said = seen.box_classes[findings.shown]
        called[findings.stands_for[is_something]] = said[is_something]
        images = seen.image_of_boxes()[findings.shown]
        return cls(
            seen,
            called,
            _per_image(seen, images[~findings.is_right]),
            _per_image(seen, images[~is_something]),
        )

    @property
    def is_found(self) -> NDArray[np.bool_]:
        is_found: NDArray[np.bool_] = self.called == self.seen.object_classes
        return is_found

    @property
    def errors(self) -> Counts:
        """Objects missed or called by another class, and boxes on nothing, of each image."""
        wrong = _per_image(self.seen, self.seen.image_of_objects()[~self.is_found])
        return wrong + self.on_nothing


def _per_image(seen: Evaluation, images: Rows) -> Counts:
    return np.bincount(images, minlength=seen.num_images).astype(np.float64)


def _found(first: _Side, second: _Side, draws: GroupDraws, place: int | None) -> Paired | None:
    """Return the share found of a class, or of all objects."""
    seen = first.seen
    is_meant = np.ones(len(first.called), dtype=bool)
    if place is not None:
        is_meant = seen.object_classes == place
    there = seen.image_of_objects()
    whole = _per_image(seen, there[is_meant])
    if not whole.any():
        return None
    parts = [_per_image(seen, there[is_meant & side.is_found]) for side in (first, second)]
    return draws.paired(parts[0], parts[1], whole)


def _false_alarms(first: _Side, second: _Side, draws: GroupDraws) -> Paired:
    return draws.paired(first.not_right, second.not_right, np.ones(first.seen.num_images))


def _precisions(
    shared: Shared, draws: GroupDraws, *, num_classes: int
) -> tuple[list[Paired | None], Paired | None]:
    """Return the average precision of each class, and their mean."""
    meters = [
        PrecisionMeter(matches_of(seen), num_classes=num_classes)
        for seen in (shared.first, shared.second)
    ]
    whole = np.ones(shared.first.num_images)
    values = np.array([meter.precisions(whole) for meter in meters])
    drawn = np.array(
        [[meter.precisions(weights) for meter in meters] for weights in draws.image_weights()]
    ).reshape(-1, 2, num_classes)
    classes = [_paired(values[:, place], drawn[:, :, place]) for place in range(num_classes)]
    means = np.array([mean_precision(each) for each in values])
    drawn_means = np.array([[mean_precision(each) for each in pair] for pair in drawn])
    return classes, _paired(means, drawn_means.reshape(-1, 2))


def _paired(values: NDArray[np.float64], drawn: NDArray[np.float64]) -> Paired | None:
    """Return a figure of both, (2,), with what the draws made of it, (draws, 2)."""
    if np.isnan(values).any():
        return None
    first, second = values.tolist()
    differences = drawn[:, 1] - drawn[:, 0]
    interval = GroupDraws.interval_of(differences[~np.isnan(differences)], value=second - first)
    return Paired(first, second, Estimate(second - first, interval))


def _images(first: _Side, second: _Side) -> tuple[ComparedImage, ...]:
    seen = first.seen
    moved = seen.image_of_objects()[first.called != second.called]
    changed = _per_image(seen, moved) + np.abs(first.on_nothing - second.on_nothing)
    columns = zip(
        seen.names,
        np.diff(seen.object_offsets).tolist(),
        first.errors.astype(int).tolist(),
        second.errors.astype(int).tolist(),
        changed.astype(int).tolist(),
        strict=True,
    )
    told = [ComparedImage(*column) for column in columns]
    return tuple(sorted(told, key=lambda each: (-each.num_changed, -abs(each.gain))))
