"""Average precision and its spread over images, from what each image's boxes matched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.metrics import Interval

NUM_THRESHOLDS = 10
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
    """One class over all images, most confident box first."""

    is_correct: NDArray[np.float64]  # (n, 10)
    box_image: NDArray[np.int64]  # (n,)
    objects_per_image: NDArray[np.float64]  # (num_images,)


def map50_95(images: Sequence[ImageMatches]) -> float:
    """Return the mean over classes and thresholds of the 101-point average precision."""
    return _mean_precision(_by_class(images), np.ones(len(images)))


def bootstrap_interval(
    images: Sequence[ImageMatches], *, seed: int = 0, resamples: int = _RESAMPLES
) -> Interval | None:
    """Return the 95 % percentile interval of mAP50-95 when images are drawn anew.

    Images are drawn with replacement; drawing one k times weighs its boxes and objects k-fold.
    None with fewer than two images or without any object.
    """
    classes = _by_class(images)
    if len(images) < 2 or not classes:
        return None
    rng = np.random.default_rng(seed)
    shares = np.full(len(images), 1 / len(images))
    draws = rng.multinomial(len(images), shares, size=resamples).astype(np.float64)
    values = [_mean_precision(classes, weights) for weights in draws]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Interval(float(low), float(high))


def _by_class(images: Sequence[ImageMatches]) -> list[_ClassMatches]:
    if not images:
        return []
    objects = np.concatenate([image.object_classes for image in images])
    object_image = np.repeat(np.arange(len(images)), [len(i.object_classes) for i in images])
    boxes = np.concatenate([image.box_classes for image in images])
    box_image = np.repeat(np.arange(len(images)), [len(image.box_classes) for image in images])
    is_correct = np.concatenate([i.is_correct for i in images]).reshape(-1, NUM_THRESHOLDS)
    order = np.argsort(-np.concatenate([image.confidence for image in images]), kind="stable")
    found = []
    for class_index in np.unique(objects):
        rows = order[boxes[order] == class_index]
        rows = rows[: _end_of_hits(is_correct[rows])]
        counts = np.bincount(object_image[objects == class_index], minlength=len(images))
        hits = is_correct[rows].astype(np.float64)
        found.append(_ClassMatches(hits, box_image[rows], counts.astype(np.float64)))
    return found


def _end_of_hits(is_correct: NDArray[np.bool_]) -> int:
    """Return how many boxes matter: after the last correct one precision only falls."""
    hits = np.flatnonzero(is_correct.any(axis=1))
    return int(hits[-1]) + 1 if len(hits) else 0


def _mean_precision(classes: Sequence[_ClassMatches], weights: NDArray[np.float64]) -> float:
    """Return the mean average precision with each image counted `weights` times."""
    precisions = []
    for matches in classes:
        num_objects = float(matches.objects_per_image @ weights)
        if num_objects > 0:
            precisions.append(_class_precision(matches, weights, num_objects))
    return float(np.mean(precisions)) if precisions else float("nan")


def _class_precision(
    matches: _ClassMatches, weights: NDArray[np.float64], num_objects: float
) -> float:
    box_weights = weights[matches.box_image]
    hits = np.cumsum(matches.is_correct * box_weights[:, None], axis=0)
    seen = np.cumsum(box_weights)[:, None]
    precision = np.divide(hits, seen, out=np.zeros_like(hits), where=seen > 0)
    envelope = np.maximum.accumulate(precision[::-1], axis=0)[::-1]
    recall = hits / num_objects
    return float(
        np.mean([_area(recall[:, t], envelope[:, t]) for t in range(matches.is_correct.shape[1])])
    )


def _area(recall: NDArray[np.float64], envelope: NDArray[np.float64]) -> float:
    """Return the area under precision over recall, at 101 points as COCO and Ultralytics do.

    Precision begins at 1 for recall 0 and is 0 beyond the last recall reached.
    """
    if not len(recall):
        return 0.0
    mrec = np.concatenate(([0.0], recall, [recall[-1], 1.0]))
    mpre = np.concatenate(([1.0], envelope, [0.0, 0.0]))
    return float(np.trapezoid(np.interp(_RECALLS, mrec, mpre), _RECALLS))
