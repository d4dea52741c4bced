"""Predictions: what a model saw in one image, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import DataError
from engine.domain.marked_points import outline_of_marked
from engine.domain.project import Task
from engine.domain.shapes import (
    Box,
    KeypointSet,
    OrientedBox,
    Shape,
    Visibility,
    WholeImage,
)

SEEN_FROM = 0.5
"""Confidence that tells a keypoint in view from one that is hidden."""


@dataclass(frozen=True, slots=True)
class Predictions:
    """The kept boxes of one image, most confident first.

    Attributes:
        xyxy_px: Corners in pixels of the upright image, (n, 4) float32.
        scores: Sigmoid score of every class, (n, num_classes) float32; the class is the arg max.
        localization: Spread of the box's sides, 0 certain to 1 flat, (n,) float32; zeros where
            the head has none.
        outlines: One array an object where the task has more than boxes, float32, in pixels of the
            upright image: the pieces and holes of a segment (m, 3), see `marked_outline`, or a
            single ring (m, 2), as scores of early releases have it; center, size and angle in
            radians of a rotated box (5,); x, y and confidence of each keypoint (k, 3). None for
            boxes alone.
        disagreement: How far several readings of each box differ, 0 to 1, (n,) float32; None where
            there was but one.
        shape_doubt: How unsure the model is of each mask, angle or keypoints, 0 to 1, (n,)
            float32; None where it tells nothing of it.
    """

    xyxy_px: NDArray[np.float32]
    scores: NDArray[np.float32]
    localization: NDArray[np.float32]
    outlines: tuple[NDArray[np.float32], ...] | None = None
    disagreement: NDArray[np.float32] | None = None
    shape_doubt: NDArray[np.float32] | None = None

    def __len__(self) -> int:
        return len(self.xyxy_px)

    @property
    def confidence(self) -> NDArray[np.float32]:
        """Highest class score of each box, (n,)."""
        return self.scores.max(axis=1) if self.scores.size else np.zeros(len(self), np.float32)

    @property
    def class_index(self) -> NDArray[np.intp]:
        """Position of the class with the highest score of each box, (n,)."""
        return self.scores.argmax(axis=1) if self.scores.size else np.zeros(len(self), np.intp)

    def shape(self, row: int, task: Task) -> Shape | None:
        """Return the shape a task's model saw; None where it has no area."""
        try:
            return self._shape(row, task)
        except DataError:
            return None

    def _shape(self, row: int, task: Task) -> Shape:
        box = Box(*(float(value) for value in self.xyxy_px[row]))
        if task is Task.CLASSIFY:
            return WholeImage(round(box.width), round(box.height))
        if self.outlines is None:
            return box
        outline = self.outlines[row].astype(float)
        match task:
            case Task.SEGMENT:
                return outline_of_marked(outline)
            case Task.OBB:
                return OrientedBox(*(float(value) for value in outline))
            case Task.POSE:
                return KeypointSet(tuple(_keypoint(*point) for point in outline.tolist()), box)
            case _:
                return box


def _keypoint(x: float, y: float, confidence: float) -> tuple[float, float, Visibility]:
    is_seen = confidence >= SEEN_FROM
    return x, y, Visibility.VISIBLE if is_seen else Visibility.HIDDEN
