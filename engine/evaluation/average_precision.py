"""Average precision and its spread over images, from what each image's boxes matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.evaluations import Evaluation
from engine.domain.metrics import Interval

OVERLAPS = np.linspace(0.5, 0.95, 10)
NUM_THRESHOLDS = len(OVERLAPS)
_RECALLS = np.linspace(0, 1, 101)
_RESAMPLES = 200


@dataclass(frozen=True, slots=True)
class ImageMatches:
    """What a model got right in one image.

    Attributes:
        is_correct: Whether each box matches an object at IoU 0.50, 0.55, ... 0.95, (n, 10) bool.
        confidence: Of each box, (n,).
        box_classes: Class index of each box, (n,).
        object_classes: Class index of each true object, (m,).
    """

    is_correct: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    box_classes: NDArray[np.int64]
    object_classes: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _ClassMatches:
    """One class over all images, most confident box first.

    Attributes:
        box_image: Image of each box up to the last correct one, (n,).
        kept: The boxes between which the curve is straight: correct ones and those before, (k,).
        is_correct: Of the kept boxes, (k, 10).
        objects_per_image: (num_images,).
    """

    box_image: NDArray[np.int64]
    kept: NDArray[np.int64]
    is_correct: NDArray[np.float64]
    objects_per_image: NDArray[np.float64]


class PrecisionMeter:
    """The average precision of each class, quick to ask again with other weights of the images.

    Args:
        images: What was right in each image.
        num_classes: Classes to tell of; those without objects have no precision.
    """

    def __init__(self, images: Sequence[ImageMatches], *, num_classes: int | None = None) -> None:
        joined = _join(images)
        told = np.unique(joined.object_classes) if num_classes is None else range(num_classes)
        order = np.argsort(-joined.confidence, kind="stable")
        self._classes = [_class_matches(joined, order, int(number)) for number in told]

    def precisions(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean over thresholds of the 101-point average precision, (classes,).

        NaN where a class has no objects.

        Args:
            weights: How often each image counts, (images,).
        """
        return np.array([_class_precision(each, weights) for each in self._classes], np.float64)


def map50_95(images: Sequence[ImageMatches]) -> float:
    """Return the mean over classes and thresholds of the 101-point average precision."""
    return mean_precision(PrecisionMeter(images).precisions(np.ones(len(images))))


def mean_precision(precisions: NDArray[np.float64]) -> float:
    """Return the mean over the classes that have objects; NaN where none has."""
    told = precisions[~np.isnan(precisions)]
    return float(told.mean()) if len(told) else float("nan")


def bootstrap_interval(
    images: Sequence[ImageMatches], *, seed: int = 0, resamples: int = _RESAMPLES
) -> Interval | None:
    """Return the 95 % percentile interval of mAP50-95 when images are drawn anew.

    Images are drawn with replacement; drawing one k times weighs its boxes and objects k-fold.
    None with fewer than two images or without any object.
    """
    if len(images) < 2 or not any(len(image.object_classes) for image in images):
        return None
    meter = PrecisionMeter(images)
    rng = np.random.default_rng(seed)
    shares = np.full(len(images), 1 / len(images))
    draws = rng.multinomial(len(images), shares, size=resamples).astype(np.float64)
    values = [mean_precision(meter.precisions(weights)) for weights in draws]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Interval(float(low), float(high))


def matches_of(evaluation: Evaluation) -> list[ImageMatches]:
    """Return what was right in each image, by the overlaps that an evaluation keeps."""
    is_correct = _correct_boxes(evaluation)
    boxes = zip(evaluation.box_offsets[:-1], evaluation.box_offsets[1:], strict=True)
    objects = zip(evaluation.object_offsets[:-1], evaluation.object_offsets[1:], strict=True)
    return [
        ImageMatches(
            is_correct[begin:end],
            evaluation.confidence[begin:end].astype(np.float64),
            evaluation.box_classes[begin:end],
            evaluation.object_classes[first:last],
        )
        for (begin, end), (first, last) in zip(boxes, objects, strict=True)
    ]


def _correct_boxes(evaluation: Evaluation) -> NDArray[np.bool_]:
    """Return whether each box matches an object of its class at each overlap, (n, 10).

    As Ultralytics does it: each box takes the object it overlaps most, and of the boxes that took
    one object the first counts, which is the most confident.
    """
    boxes, objects = evaluation.pair_boxes, evaluation.pair_objects
    is_same = evaluation.box_classes[boxes] == evaluation.object_classes[objects]
    order = np.argsort(-evaluation.pair_overlaps, kind="stable")
    order = order[is_same[order]]
    is_correct = np.zeros((len(evaluation.confidence), NUM_THRESHOLDS), dtype=bool)
    for column, least in enumerate(OVERLAPS):
        pairs = order[evaluation.pair_overlaps[order] >= least]
        for rows in (boxes, objects):
            pairs = pairs[np.unique(rows[pairs], return_index=True)[1]]
        is_correct[boxes[pairs], column] = True
    return is_correct


@dataclass(frozen=True, slots=True)
class _Joined:
    is_correct: NDArray[np.bool_]
    confidence: NDArray[np.float64]
    box_classes: NDArray[np.int64]
    box_image: NDArray[np.int64]
    object_classes: NDArray[np.int64]
    object_image: NDArray[np.int64]
    num_images: int


def _join(images: Sequence[ImageMatches]) -> _Joined:
    numbers = np.arange(len(images))
    none = np.zeros(0)
    return _Joined(
        np.concatenate([none.reshape(0, NUM_THRESHOLDS), *(i.is_correct for i in images)]) > 0,
        np.concatenate([none, *(i.confidence for i in images)]),
        np.concatenate([none, *(i.box_classes for i in images)]).astype(np.int64),
        np.repeat(numbers, [len(i.box_classes) for i in images]),
        np.concatenate([none, *(i.object_classes for i in images)]).astype(np.int64),
        np.repeat(numbers, [len(i.object_classes) for i in images]),
        len(images),
    )


def _class_matches(joined: _Joined, order: NDArray[np.int64], number: int) -> _ClassMatches:
    rows = order[joined.box_classes[order] == number]
    hits = np.flatnonzero(joined.is_correct[rows].any(axis=1))
    # After the last correct box precision only falls.
    rows = rows[: int(hits[-1]) + 1] if len(hits) else rows[:0]
    kept = np.unique(np.concatenate([hits, np.maximum(hits - 1, 0)]))
    there = joined.object_image[joined.object_classes == number]
    counts = np.bincount(there, minlength=joined.num_images).astype(np.float64)
    is_correct = joined.is_correct[rows[kept]].astype(np.float64)
    return _ClassMatches(joined.box_image[rows], kept, is_correct, counts)


def _class_precision(matches: _ClassMatches, weights: NDArray[np.float64]) -> float:
    num_objects = float(matches.objects_per_image @ weights)
    if num_objects <= 0:
        return float("nan")
    box_weights = weights[matches.box_image]
    hits = np.cumsum(matches.is_correct * box_weights[matches.kept, None], axis=0)
    seen = np.cumsum(box_weights)[matches.kept, None]
    precision = np.divide(hits, seen, out=np.zeros_like(hits), where=seen > 0)
    envelope = np.maximum.accumulate(precision[::-1], axis=0)[::-1]
    recall = hits / num_objects
    areas = [_area(recall[:, t], envelope[:, t]) for t in range(NUM_THRESHOLDS)]
    return float(np.mean(areas))


def _area(recall: NDArray[np.float64], envelope: NDArray[np.float64]) -> float:
    """Return the area under precision over recall, at 101 points as COCO and Ultralytics do.

    Precision begins at 1 for recall 0 and is 0 beyond the last recall reached.
    """
    if not len(recall):
        return 0.0
    mrec = np.concatenate(([0.0], recall, [recall[-1], 1.0]))
    mpre = np.concatenate(([1.0], envelope, [0.0, 0.0]))
    return float(np.trapezoid(np.interp(_RECALLS, mrec, mpre), _RECALLS))
