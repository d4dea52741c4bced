"""The shapes a validation of Ultralytics saw, as evaluations keep them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import shapely
import torch
from numpy.typing import NDArray
from ultralytics.utils import ops

from engine.domain.evaluations import Rows
from engine.domain.marked_points import Mark, outline_of_rings
from engine.domain.polygon_edits import to_geometry
from engine.domain.predictions import SEEN_FROM
from engine.domain.project import Task
from engine.domain.seen_shapes import Packed, pack_outline, pack_points, pack_ring
from engine.vision.outlines import cells_around, mask_pieces

ReadShapes = Callable[[], tuple[Packed | None, ...]]
"""Reads the shapes of one image, the surest first."""

# Enough for all that is shown where thresholds are sensible; those of faint boxes would fill disks.
_PER_OBJECT, _BESIDES = 2, 10


def shapes_to_read(
    task: Task, pred: dict[str, torch.Tensor], there: dict[str, Any], shown: Rows
) -> ReadShapes:
    """Return what reads the shapes of one image, as far as they are kept: those of the surest.

    Args:
        task: What the network finds.
        pred: The prepared predictions, in the network's input; of masks what they are mixed from.
        there: The prepared labels, which know how the image was scaled.
        shown: Rows of the predictions that are kept, surest first.
    """
    reader = _READERS.get(task)
    if reader is None or not len(shown):
        return tuple
    return reader(pred, there, shown[: _PER_OBJECT * len(there["cls"]) + _BESIDES])


def _rotated_boxes(pred: dict[str, torch.Tensor], there: dict[str, Any], rows: Rows) -> ReadShapes:
    corners: Any = ops.xywhr2xyxyxyxy(  # type: ignore[no-untyped-call]  # untyped in Ultralytics
        pred["bboxes"][rows]
    )
    places = _Frame.of(there).to_norm(_numbers(corners))
    return lambda: tuple(pack_ring(each) for each in places)


def _keypoints(pred: dict[str, torch.Tensor], there: dict[str, Any], rows: Rows) -> ReadShapes:
    points = _numbers(pred["keypoints"][rows])
    places = _Frame.of(there).to_norm(points[..., :2])
    is_seen = points[..., 2] >= SEEN_FROM if points.shape[-1] > 2 else np.ones(points.shape[:2])
    marks = np.where(is_seen, Mark.VISIBLE, Mark.HIDDEN).tolist()
    return lambda: tuple(pack_points(*each) for each in zip(places, marks, strict=True))


def _masks(pred: dict[str, torch.Tensor], there: dict[str, Any], rows: Rows) -> ReadShapes:
    """Keep of each mask what its box shows, to be traced when it is asked for."""
    proto, boxes = pred["proto"].float(), _numbers(pred["bboxes"][rows])
    mixed = pred["coefficients"][rows].float() @ proto.flatten(1)
    logits = mixed.reshape(-1, *proto.shape[1:])
    coarse = there["imgsz"][1] / proto.shape[2]
    told = zip(logits.half().cpu().numpy(), boxes, strict=True)
    return partial(_traced, [_Part.of(*each, coarse=coarse) for each in told], _Frame.of(there))


_READERS: dict[Task, Callable[[dict[str, torch.Tensor], dict[str, Any], Rows], ReadShapes]] = {
    Task.SEGMENT: _masks,
    Task.OBB: _rotated_boxes,
    Task.POSE: _keypoints,
}


def _traced(parts: list[_Part], frame: _Frame) -> tuple[Packed | None, ...]:
    return tuple(part.outline(frame) for part in parts)


@dataclass(frozen=True, slots=True)
class _Frame:
    """How an image lies in the network's input: `(point - margin) / scale` is its pixel.

    Attributes:
        size: Width and height of the image in pixels, (2,).
    """

    margin: NDArray[np.float64]
    scale: NDArray[np.float64]
    size: NDArray[np.float64]

    @classmethod
    def of(cls, there: dict[str, Any]) -> _Frame:
        """Return the frame of one image of a validation."""
        (gain_y, gain_x), margin = there["ratio_pad"]
        height, width = there["ori_shape"]
        return cls(
            np.array(margin, float), np.array([gain_x, gain_y], float), np.array([width, height])
        )

    def to_norm(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return points in the input, (..., 2), as fractions of the image."""
        placed: NDArray[np.float64] = (points - self.margin) / self.scale / self.size
        return placed

    def inside_norm(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the same, moved to the border of the image where they are out."""
        return np.clip(self.to_norm(points), 0, 1)


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a mask that its box shows.

    Attributes:
        logits: Above zero inside, (height, width) float16.
        xyxy: Corners of the box from the top left corner of the part, in pixels of the input.
        origin: That corner in the input, (2,).
        coarse: Pixels of the input in one of the logits'.
    """

    logits: NDArray[np.float16]
    xyxy: NDArray[np.float64]
    origin: NDArray[np.float64]
    coarse: float

    @classmethod
    def of(cls, logits: NDArray[np.float16], xyxy: NDArray[np.float64], *, coarse: float) -> _Part:
        """Return a part as an array of its own, so that the whole mask can go."""
        left, top, right, bottom = cells_around(xyxy, coarse, logits.shape)
        origin = np.array([left, top]) * coarse
        part = logits[top:bottom, left:right].copy()
        return cls(part, xyxy - np.tile(origin, 2), origin, coarse)

    def outline(self, frame: _Frame) -> Packed | None:
        """Return the pieces and holes of the object, as they would be suggested."""
        logits, xyxy = self.logits.astype(np.float32), self.xyxy.astype(np.float32)
        pieces = mask_pieces(logits, xyxy, self.coarse)
        shape = outline_of_rings([[ring + self.origin for ring in piece] for piece in pieces])
        if shape is None:
            return None
        return pack_outline(shapely.transform(to_geometry(shape), frame.inside_norm))


def _numbers(values: torch.Tensor) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = values.double().cpu().numpy()
    return numbers
