"""Parts of evaluations, and the parts that two of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.domain.evaluations import Evaluation, Rows
from engine.domain.seen_shapes import take_shapes

# Corners come back from the network's input, which may have another size for another version.
_SAME_PLACE = 0.01


@dataclass(frozen=True, slots=True)
class Shared:
    """What two evaluations saw of the same images, in the same order, with the same objects."""

    first: Evaluation
    second: Evaluation
    num_only_first: int
    num_only_second: int
    num_relabeled: int


def take_shared(first: Evaluation, second: Evaluation) -> Shared:
    """Return the images of the first that the second has too, unless their objects changed."""
    places = {name: place for place, name in enumerate(second.names)}
    pairs = [(row, places[name]) for row, name in enumerate(first.names) if name in places]
    same = [(row, other) for row, other in pairs if _has_same_objects(first, row, second, other)]
    return Shared(
        take_images(first, [row for row, _ in same]),
        take_images(second, [other for _, other in same]),
        num_only_first=first.num_images - len(pairs),
        num_only_second=second.num_images - len(pairs),
        num_relabeled=len(pairs) - len(same),
    )


def take_images(evaluation: Evaluation, rows: Sequence[int]) -> Evaluation:
    """Return the evaluation of some of its images, in this order."""
    boxes, box_offsets = _rows_of(evaluation.box_offsets, rows)
    objects, object_offsets = _rows_of(evaluation.object_offsets, rows)
    new_box = _renumbered(boxes, len(evaluation.confidence))
    new_object = _renumbered(objects, len(evaluation.object_classes))
    pairs = np.flatnonzero(new_box[evaluation.pair_boxes] >= 0)
    box_shape_offsets, box_shapes = take_shapes(
        evaluation.box_shape_offsets, evaluation.box_shapes, boxes
    )
    object_shape_offsets, object_shapes = take_shapes(
        evaluation.object_shape_offsets, evaluation.object_shapes, objects
    )
    return replace(
        evaluation,
        names=tuple(evaluation.names[row] for row in rows),
        groups=tuple(evaluation.groups[row] for row in rows),
        box_offsets=box_offsets,
        boxes_norm=evaluation.boxes_norm[boxes],
        confidence=evaluation.confidence[boxes],
        box_classes=evaluation.box_classes[boxes],
        object_offsets=object_offsets,
        objects_norm=evaluation.objects_norm[objects],
        object_classes=evaluation.object_classes[objects],
        pair_boxes=new_box[evaluation.pair_boxes[pairs]],
        pair_objects=new_object[evaluation.pair_objects[pairs]],
        pair_overlaps=evaluation.pair_overlaps[pairs],
        box_shape_offsets=box_shape_offsets,
        box_shapes=box_shapes,
        object_shape_offsets=object_shape_offsets,
        object_shapes=object_shapes,
    )


def with_classes(evaluation: Evaluation, places: Sequence[int]) -> Evaluation:
    """Return the evaluation with each class at another place: `places[old]`."""
    moved = np.asarray(places, dtype=np.int64)
    return replace(
        evaluation,
        box_classes=moved[evaluation.box_classes],
        object_classes=moved[evaluation.object_classes],
    )


def _rows_of(offsets: Rows, images: Sequence[int]) -> tuple[Rows, Rows]:
    """Return the rows of these images, one image after the other, and their offsets."""
    parts = [np.arange(offsets[image], offsets[image + 1]) for image in images]
    counts = [0, *(len(part) for part in parts)]
    rows = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    return rows.astype(np.int64), np.cumsum(counts).astype(np.int64)


def _renumbered(rows: Rows, num_before: int) -> Rows:
    """Return the new row of each old one; -1 = not taken."""
    numbers = np.full(num_before, -1, dtype=np.int64)
    numbers[rows] = np.arange(len(rows))
    return numbers


def _has_same_objects(first: Evaluation, row: int, second: Evaluation, other: int) -> bool:
    ours = slice(first.object_offsets[row], first.object_offsets[row + 1])
    theirs = slice(second.object_offsets[other], second.object_offsets[other + 1])
    if not np.array_equal(first.object_classes[ours], second.object_classes[theirs]):
        return False
    away = np.abs(first.objects_norm[ours] - second.objects_norm[theirs])
    return bool((away <= _SAME_PLACE).all())
