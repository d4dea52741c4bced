"""How far a model that did not learn from them contradicts labels, after ObjectLab.

Tkachenko, Thyagarajan and Mueller (2023). A score of 1 means no doubt, of 0 the most. The model's
confidences are taken as calibrated chances, in place of the fixed 0.95 that young detectors never
reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.domain.geometry import Boxes, iou_matrix
from engine.query.ranking import Floats

_CENTER_WEIGHT = 0.1
_SURE = 0.95
_LIKELY = 0.5
_TEMPERATURE = 0.1
# What an overlooked object is at most alike to any label of its class, where there is none.
_LEAST_ALIKE = 0.05
# Below these an image is worth another look: no label of the class near, less than about half of
# the place shared, a sure box of another class on more than about half of it.
_LIMITS = {"overlooked": 0.5, "badly_located": 0.55, "swapped": 0.45}


class LabelDoubt(StrEnum):
    """What may be wrong with labels."""

    OVERLOOKED = "overlooked"
    BADLY_LOCATED = "badly_located"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True, eq=False)
class LabeledImage:
    """What is labeled in one image beside what a model saw, in pixels.

    Attributes:
        labels_xyxy: (m, 4).
        label_classes: Position of each label's class, (m,).
        boxes_xyxy: (k, 4).
        box_classes: (k,).
        chances: How likely each box is right, (k,).
        diagonal_px: Of the image.
    """

    labels_xyxy: Boxes
    label_classes: NDArray[np.intp]
    boxes_xyxy: Boxes
    box_classes: NDArray[np.intp]
    chances: Floats
    diagonal_px: float


@dataclass(frozen=True, slots=True)
class LabelQuality:
    """The scores of one image, 0 to 1, and what is most in doubt.

    Attributes:
        score: Geometric mean of the three scores of the image.
        doubt: What is worth another look; None where nothing is.
        label_class: Class of the label in doubt, None where one may be missing.
        model_class: Class the model says there.
        chance: How likely that is right.
    """

    score: float
    doubt: LabelDoubt | None = None
    label_class: int | None = None
    model_class: int | None = None
    chance: float = 0.0


def judge_labels(image: LabeledImage) -> LabelQuality:
    """Return how far a model contradicts the labels of an image."""
    overlap = iou_matrix(image.labels_xyxy, image.boxes_xyxy).astype(np.float64)
    alike = (1 - _CENTER_WEIGHT) * overlap + _CENTER_WEIGHT * (1 - _distances(image))
    is_same = image.label_classes[:, None] == image.box_classes[None, :]
    found = {
        LabelDoubt.OVERLOOKED: _overlooked(image, overlap, alike, is_same),
        LabelDoubt.BADLY_LOCATED: _badly_located(image, overlap, alike, is_same),
        LabelDoubt.SWAPPED: _swapped(image, alike, is_same),
    }
    score = float(np.prod([_softmin(scores) for scores in found.values()]) ** (1 / len(found)))
    worst = min(found, key=lambda doubt: float(found[doubt].min(initial=1.0)) / _LIMITS[doubt])
    if float(found[worst].min(initial=1.0)) >= _LIMITS[worst]:
        return LabelQuality(score)
    return _tell(image, worst, int(found[worst].argmin()), alike, is_same, score)


def _overlooked(
    image: LabeledImage, overlap: Floats, alike: Floats, is_same: NDArray[np.bool_]
) -> Floats:
    """Return a score for each box, 1 for those that are not sure or lie on a label, (k,)."""
    is_alone = overlap.max(axis=0, initial=0.0) <= 0
    nearest = np.where(is_same, alike, 0.0).max(axis=0, initial=0.0)
    none_there = ~is_same.any(axis=0)
    scores = np.where(none_there, _LEAST_ALIKE * (1 - image.chances), nearest)
    return np.where(is_alone & (image.chances >= _SURE), scores, 1.0)


def _badly_located(
    image: LabeledImage, overlap: Floats, alike: Floats, is_same: NDArray[np.bool_]
) -> Floats:
    """Return a score for each label, 1 for those that no likely box of the class touches, (m,).

    A box belongs to the label it covers best: where objects crowd, its neighbors touch it too.
    """
    if not overlap.size:
        return np.ones(len(overlap))
    own = np.where(is_same, overlap, 0.0)
    is_best = own >= own.max(axis=0)[None, :]
    counts = is_same & is_best & (overlap > 0) & (image.chances > _LIKELY)[None, :]
    best = np.where(counts, alike, 0.0).max(axis=1, initial=0.0)
    return np.where(counts.any(axis=1), best, 1.0)


def _swapped(image: LabeledImage, alike: Floats, is_same: NDArray[np.bool_]) -> Floats:
    """Return a score for each label, 1 where no sure box of another class is near, (m,)."""
    counts = ~is_same & (image.chances >= _SURE)[None, :]
    scores: Floats = 1.0 - np.where(counts, alike, 0.0).max(axis=1, initial=0.0)
    return scores


def _tell(
    image: LabeledImage,
    doubt: LabelDoubt,
    row: int,
    alike: Floats,
    is_same: NDArray[np.bool_],
    score: float,
) -> LabelQuality:
    if doubt is LabelDoubt.OVERLOOKED:
        said, chance = int(image.box_classes[row]), float(image.chances[row])
        return LabelQuality(score, doubt, None, said, chance)
    fits = is_same[row] if doubt is LabelDoubt.BADLY_LOCATED else ~is_same[row]
    least = _LIKELY if doubt is LabelDoubt.BADLY_LOCATED else _SURE
    box = int(np.where(fits & (image.chances >= least), alike[row], -1.0).argmax())
    labeled, said = int(image.label_classes[row]), int(image.box_classes[box])
    return LabelQuality(score, doubt, labeled, said, float(image.chances[box]))


def _softmin(scores: Floats) -> float:
    if not len(scores):
        return 1.0
    weights = np.exp(-(scores - scores.min()) / _TEMPERATURE)
    return float((weights * scores).sum() / weights.sum())


def _distances(image: LabeledImage) -> Floats:
    """Return how far centers lie apart as shares of the diagonal, (m, k)."""
    labels, boxes = _centers(image.labels_xyxy), _centers(image.boxes_xyxy)
    apart = np.linalg.norm(labels[:, None] - boxes[None], axis=2)
    shares: Floats = np.clip(apart / max(image.diagonal_px, 1e-9), 0.0, 1.0)
    return shares


def _centers(xyxy: Boxes) -> Floats:
    corners = np.asarray(xyxy, dtype=np.float64).reshape(-1, 4)
    return (corners[:, :2] + corners[:, 2:]) / 2
