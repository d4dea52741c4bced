"""How alike two answers of the expert are, and how often accepted suggestions were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.annotations import Annotation
from engine.domain.geometry import Boxes, match_greedily
from engine.domain.likeness import overlaps
from engine.domain.operating_points import Estimate
from engine.domain.rounds import Purpose
from engine.domain.second_looks import MIN_LOOKS, Consistency, SecondLook
from engine.evaluation.average_precision import OVERLAPS
from engine.evaluation.intervals import GroupDraws, wilson

SAME_OBJECT_IOU = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """What sets the two answers of one look apart, by rows of each.

    Attributes:
        only_first: Objects of the first answer that the second lacks, or calls otherwise.
        only_second: Objects of the second answer that the first lacks, or calls otherwise.
        num_same: Objects of both at each of the overlaps 0.50 to 0.95, (10,).
    """

    only_first: tuple[int, ...]
    only_second: tuple[int, ...]
    num_same: NDArray[np.float64]


def compare(first: Sequence[Annotation], second: Sequence[Annotation]) -> Difference:
    """Return what sets two answers apart; objects of another class are never the same."""
    alike = _likeness(first, second)
    pairs = match_greedily(alike, threshold=SAME_OBJECT_IOU)
    rows, columns = {row for row, _ in pairs}, {column for _, column in pairs}
    found = np.array([alike[row, column] for row, column in pairs], np.float64)
    return Difference(
        tuple(row for row in range(len(first)) if row not in rows),
        tuple(column for column in range(len(second)) if column not in columns),
        (found[:, None] >= OVERLAPS[None, :] - 1e-6).sum(axis=0).astype(np.float64),
    )


def consistency(looks: Sequence[SecondLook]) -> Consistency:
    """Return how alike the answers of these looks are.

    Looks that audit accepted suggestions count for these alone: their images were not drawn from
    all.
    """
    drawn = [look for look in looks if look.purpose is Purpose.AGAIN]
    found = [compare(look.first, look.second) for look in drawn]
    num_accepted = sum(len(look.accepted) for look in looks)
    num_wrong = sum(_num_accepted_wrong(look) for look in looks)
    return Consistency(
        num_images=len(drawn),
        num_objects=sum(len(look.first) for look in drawn),
        num_found_again=int(sum(each.num_same[0] for each in found)),
        ceiling=_ceiling(drawn, found) if len(drawn) >= MIN_LOOKS else None,
        num_accepted=num_accepted,
        num_accepted_wrong=num_wrong,
        accepted_wrong=wilson(num_wrong / num_accepted, num_accepted) if num_accepted else None,
    )


def _ceiling(looks: Sequence[SecondLook], found: Sequence[Difference]) -> Estimate | None:
    same = np.array([2 * each.num_same.mean() for each in found])
    either = np.array([float(len(look.first) + len(look.second)) for look in looks])
    return GroupDraws(np.arange(len(looks)), len(looks)).share(same, either)


def _num_accepted_wrong(look: SecondLook) -> int:
    only_first = compare(look.first, look.second).only_first
    return sum(look.first[row].id in look.accepted for row in only_first)


def _likeness(first: Sequence[Annotation], second: Sequence[Annotation]) -> Boxes:
    if not first or not second:
        return np.zeros((len(first), len(second)), np.float32)
    alike = overlaps([each.shape for each in first], [each.shape for each in second])
    classes = np.array([each.class_id for each in first]), np.array([o.class_id for o in second])
    return np.where(classes[0][:, None] == classes[1][None, :], alike, 0.0).astype(np.float32)
