"""Which box stands for which object, and what became of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.evaluations import Evaluation, Rows

NO_OBJECT = -1


@dataclass(frozen=True, slots=True)
class Findings:
    """What became of the boxes that count and of the objects.

    Attributes:
        shown: Rows of the boxes that count.
        stands_for: Row of the object each of these stands for, right class or not; -1 = none.
        is_right: Whether its class is the object's.
        missed: Rows of the objects that no box stands for.
    """

    shown: Rows
    stands_for: Rows
    is_right: NDArray[np.bool_]
    missed: Rows


def match_boxes(evaluation: Evaluation) -> Rows:
    """Return the row of the object of its own class that each box finds, (n,); -1 = none.

    As in COCO the most confident box chooses first, the object it overlaps most, and none is
    found twice. So what a box finds does not hang on less confident ones, and one matching serves
    every threshold.
    """
    boxes, objects = evaluation.pair_boxes, evaluation.pair_objects
    is_same = evaluation.box_classes[boxes] == evaluation.object_classes[objects]
    found = np.full(len(evaluation.confidence), NO_OBJECT, dtype=np.int64)
    for box, there in _greedy(evaluation, np.flatnonzero(is_same)):
        found[box] = there
    return found


def find(evaluation: Evaluation, found: Rows, thresholds: Sequence[float]) -> Findings:
    """Return what became of boxes and objects where boxes count from these thresholds.

    Args:
        evaluation: What was seen.
        found: What `match_boxes` returned for it.
        thresholds: One a class.
    """
    counts = shown_at(evaluation, thresholds)
    stands_for = np.where(counts, found, NO_OBJECT)
    is_taken = np.zeros(len(evaluation.object_classes), dtype=bool)
    is_taken[stands_for[stands_for >= 0]] = True
    is_right = stands_for >= 0
    boxes, objects = evaluation.pair_boxes, evaluation.pair_objects
    is_left = counts[boxes] & ~is_right[boxes] & ~is_taken[objects]
    for box, there in _greedy(evaluation, np.flatnonzero(is_left)):
        stands_for[box] = there
        is_taken[there] = True
    shown = np.flatnonzero(counts)
    return Findings(shown, stands_for[shown], is_right[shown], np.flatnonzero(~is_taken))


def shown_at(evaluation: Evaluation, thresholds: Sequence[float]) -> NDArray[np.bool_]:
    """Return whether each box counts, (n,)."""
    if not len(evaluation.confidence):
        return np.zeros(0, dtype=bool)
    limits = np.asarray(thresholds, dtype=np.float64)[evaluation.box_classes]
    is_shown: NDArray[np.bool_] = evaluation.confidence >= limits
    return is_shown


def confusion(evaluation: Evaluation, findings: Findings, *, num_classes: int) -> NDArray[np.int64]:
    """Return how often what is there (rows) was called what (columns).

    Shape (num_classes + 1, num_classes + 1); the last row counts boxes where nothing is, the last
    column objects that were missed.
    """
    matrix = np.zeros((num_classes + 1, num_classes + 1), dtype=np.int64)
    said = evaluation.box_classes[findings.shown]
    is_something = findings.stands_for >= 0
    there = np.full(len(said), num_classes)
    there[is_something] = evaluation.object_classes[findings.stands_for[is_something]]
    np.add.at(matrix, (there, said), 1)
    missed = evaluation.object_classes[findings.missed]
    np.add.at(matrix, (missed, np.full(len(missed), num_classes)), 1)
    return matrix


def _greedy(evaluation: Evaluation, pairs: Rows) -> Iterable[tuple[int, int]]:
    """Yield box and object of those pairs that are made, the most confident box first."""
    boxes, objects = evaluation.pair_boxes[pairs], evaluation.pair_objects[pairs]
    # Of equally confident boxes the better placed one, then the earlier one, comes first.
    order = np.lexsort((boxes, -evaluation.pair_overlaps[pairs], -evaluation.confidence[boxes]))
    used_boxes: set[int] = set()
    used_objects: set[int] = set()
    for box, there in zip(boxes[order].tolist(), objects[order].tolist(), strict=True):
        if box not in used_boxes and there not in used_objects:
            used_boxes.add(box)
            used_objects.add(there)
            yield box, there
