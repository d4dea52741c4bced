"""Evaluations: what a model saw in each image of a yardstick, beside what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.domain.metrics import Yardstick
from engine.domain.seen_shapes import Packed, SeenShape, join_shapes

LEAST_OVERLAP = 0.5
"""Overlap (IoU, or what the task has in its place) from which a box can stand for an object."""

Corners = NDArray[np.float32]
Rows = NDArray[np.int64]
T = TypeVar("T", bound=np.generic)


class Finding(StrEnum):
    """What became of an object, or of a box where there is no object."""

    FOUND = "found"
    MISSED = "missed"
    FALSE_ALARM = "false_alarm"
    WRONG_CLASS = "wrong_class"


@dataclass(frozen=True, slots=True)
class SeenImage:
    """One image with `n` boxes a model saw and `m` objects that are there.

    Attributes:
        name: Names the image: its content hash, or a file name that ends in the hash's beginning.
        boxes_norm: Corners around what the model saw as fractions of the upright image, (n, 4).
        confidence: Of each box, (n,).
        box_classes: Position of each box's class in the model's order, (n,).
        objects_norm: Corners around what is there, (m, 4).
        object_classes: Position of each object's class, (m,).
        overlaps: Of every object with every box, whatever their classes, (m, n).
        group: The group the image belongs to; empty = not known.
        box_shapes: The shapes of the first boxes, see `seen_shapes`; none where boxes are all.
        object_shapes: One for each object; None where it is not known, empty where no one's is.
    """

    name: str
    boxes_norm: Corners
    confidence: NDArray[np.float32]
    box_classes: Rows
    objects_norm: Corners
    object_classes: Rows
    overlaps: NDArray[np.float32]
    group: str = ""
    box_shapes: tuple[Packed | None, ...] = ()
    object_shapes: tuple[Packed | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Many seen images in flat arrays.

    The boxes of image `i` are the rows `box_offsets[i]` to `box_offsets[i + 1]`, its objects alike.
    A pair names a box and an object of one image, by their rows, that overlap by at least half.

    Attributes:
        yardstick: What the images are.
        names: As in `SeenImage`, one an image.
        groups: One an image; equal ones are never independent of each other.
        box_offsets: (k + 1,).
        boxes_norm: (n, 4).
        confidence: (n,).
        box_classes: (n,).
        object_offsets: (k + 1,).
        objects_norm: (m, 4).
        object_classes: (m,).
        pair_boxes: (p,).
        pair_objects: (p,).
        pair_overlaps: (p,).
        box_shape_offsets: Box j has the rows `box_shape_offsets[j]` to `[j + 1]` of the shapes,
            (n + 1,); none where its shape was not kept.
        box_shapes: (q, 3), see `seen_shapes`.
        object_shape_offsets: The same of objects, (m + 1,).
        object_shapes: (r, 3).
        edges: Pairs of keypoints that lines join, (e, 2).
    """

    yardstick: Yardstick
    names: tuple[str, ...]
    groups: tuple[str, ...]
    box_offsets: Rows
    boxes_norm: Corners
    confidence: NDArray[np.float32]
    box_classes: Rows
    object_offsets: Rows
    objects_norm: Corners
    object_classes: Rows
    pair_boxes: Rows
    pair_objects: Rows
    pair_overlaps: NDArray[np.float32]
    box_shape_offsets: Rows
    box_shapes: Packed
    object_shape_offsets: Rows
    object_shapes: Packed
    edges: Rows

    @property
    def num_images(self) -> int:
        """Images measured on."""
        return len(self.names)

    @property
    def has_true_shapes(self) -> bool:
        """Whether the shapes of objects are known beyond their boxes."""
        return bool(len(self.object_shapes))

    def image_of_boxes(self) -> Rows:
        """Return the image of each box, (n,)."""
        return np.repeat(np.arange(self.num_images), np.diff(self.box_offsets))

    def image_of_objects(self) -> Rows:
        """Return the image of each object, (m,)."""
        return np.repeat(np.arange(self.num_images), np.diff(self.object_offsets))

    def shape_of_box(self, row: int) -> SeenShape | None:
        """Return what a model saw besides the box; None where the box is all that was kept."""
        return self._shape(self.box_shapes, self.box_shape_offsets, row)

    def shape_of_object(self, row: int) -> SeenShape | None:
        """Return what is there; None where its box is all that was kept."""
        return self._shape(self.object_shapes, self.object_shape_offsets, row)

    def _shape(self, rows: Packed, offsets: Rows, row: int) -> SeenShape | None:
        begin, end = offsets[row], offsets[row + 1]
        return SeenShape(rows[begin:end], self.edges) if end > begin else None


@dataclass(frozen=True, slots=True)
class ClassCurve:
    """One class of one evaluation at each of its distinct confidences, descending.

    Attributes:
        num_objects: Objects of the class.
        thresholds: (t,).
        num_found: Objects found from each threshold on, (t,).
        num_shown: Boxes shown from each threshold on, (t,).
        num_images: Images measured on.
    """

    num_objects: int
    thresholds: NDArray[np.float64]
    num_found: Rows
    num_shown: Rows
    num_images: int

    @property
    def recall(self) -> NDArray[np.float64]:
        """Share of the objects found; 0 without objects."""
        return self.num_found / max(self.num_objects, 1)

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of the boxes shown that are right."""
        return self.num_found / np.maximum(self.num_shown, 1)

    @property
    def false_alarms(self) -> NDArray[np.float64]:
        """Boxes that are not right, per image."""
        return (self.num_shown - self.num_found) / max(self.num_images, 1)


def join_images(yardstick: Yardstick, images: Sequence[SeenImage]) -> Evaluation:
    """Return images as one evaluation; only pairs that overlap by half are kept."""
    box_offsets = _offsets([len(image.confidence) for image in images])
    object_offsets = _offsets([len(image.object_classes) for image in images])
    pairs = [_pairs(image) for image in images]
    box_shape_offsets, box_shapes = join_shapes(
        shape for i in images for shape in _padded(i.box_shapes, len(i.confidence))
    )
    object_shape_offsets, object_shapes = join_shapes(
        shape for i in images for shape in _padded(i.object_shapes, len(i.object_classes))
    )
    return Evaluation(
        yardstick=yardstick,
        names=tuple(image.name for image in images),
        groups=tuple(image.group for image in images),
        box_offsets=box_offsets,
        boxes_norm=_joined([i.boxes_norm for i in images], np.float32).reshape(-1, 4),
        confidence=_joined([i.confidence for i in images], np.float32),
        box_classes=_joined([i.box_classes for i in images], np.int64),
        object_offsets=object_offsets,
        objects_norm=_joined([i.objects_norm for i in images], np.float32).reshape(-1, 4),
        object_classes=_joined([i.object_classes for i in images], np.int64),
        pair_boxes=_joined([box + box_offsets[i] for i, (_, box, _) in enumerate(pairs)], np.int64),
        pair_objects=_joined(
            [there + object_offsets[i] for i, (there, _, _) in enumerate(pairs)], np.int64
        ),
        pair_overlaps=_joined([overlap for _, _, overlap in pairs], np.float32),
        box_shape_offsets=box_shape_offsets,
        box_shapes=box_shapes,
        object_shape_offsets=object_shape_offsets,
        object_shapes=object_shapes,
        edges=np.zeros((0, 2), np.int64),
    )


def _padded(shapes: Sequence[Packed | None], number: int) -> tuple[Packed | None, ...]:
    return (*shapes, *[None] * (number - len(shapes)))


def _pairs(image: SeenImage) -> tuple[Rows, Rows, NDArray[np.float32]]:
    shape = (len(image.object_classes), len(image.confidence))
    overlaps = np.asarray(image.overlaps, dtype=np.float32).reshape(shape)
    objects, boxes = np.nonzero(overlaps >= LEAST_OVERLAP)
    return objects, boxes, overlaps[objects, boxes]


def _offsets(counts: list[int]) -> Rows:
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)


def _joined(parts: Sequence[NDArray[Any]], kind: type[T]) -> NDArray[T]:
    flat = [np.asarray(part, dtype=kind) for part in parts if len(part)]
    return np.concatenate(flat) if flat else np.zeros(0, kind)
