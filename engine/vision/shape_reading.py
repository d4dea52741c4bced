"""The shapes a validation of Ultralytics saw, as evaluations keep them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import cv2
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
from engine.domain.seen_shapes import MOST_POINTS, Packed, pack_outline, pack_points, pack_ring
from engine.vision.contours import trace

ReadShapes = Callable[[], tuple[Packed | None, ...]]
"""Reads the shapes of one image, the surest first."""

# Enough for all that is shown where thresholds are sensible; those of faint boxes would fill disks.
_PER_OBJECT, _BESIDES = 2, 10
# Masks come in coarse pixels; between them a line runs smoother.
_FINER = 4
_TOLERANCE_PX = 1.0


def shapes_to_read(
    task: Task, pred: dict[str, torch.Tensor], there: dict[str, Any], shown: Rows
) -> ReadShapes:
    """Return what reads the shapes of one image, as far as they are kept: those of the surest.

    Args:
        task: What the network finds.
        pred: The prepared predictions, in the network's input.
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
    """Keep of each mask the part that its object fills, to be traced when it is asked for."""
    chosen = pred["masks"][rows].to(torch.uint8).cpu().numpy()
    coarse = there["imgsz"][0] / chosen.shape[1]
    parts = [_Part.of(mask, coarse=coarse) for mask in chosen]
    return partial(_traced, parts, _Frame.of(there))


_READERS: dict[Task, Callable[[dict[str, torch.Tensor], dict[str, Any], Rows], ReadShapes]] = {
    Task.SEGMENT: _masks,
    Task.OBB: _rotated_boxes,
    Task.POSE: _keypoints,
}


def _traced(parts: list[_Part | None], frame: _Frame) -> tuple[Packed | None, ...]:
    return tuple(None if part is None else part.outline(frame) for part in parts)


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
    """The part of a mask that its object fills.

    Attributes:
        mask: (height, width) uint8.
        origin: Its top left corner in pixels of the whole mask, (2,).
        coarse: Pixels of the input in one of the mask's.
    """

    mask: NDArray[np.uint8]
    origin: NDArray[np.float64]
    coarse: float

    @classmethod
    def of(cls, mask: NDArray[np.uint8], *, coarse: float) -> _Part | None:
        """Return the filled part of a mask; None of an empty one."""
        x, y, width, height = cv2.boundingRect(mask)
        if not width:
            return None
        part = np.pad(mask[y : y + height, x : x + width], 1)
        return cls(part, np.array([x - 1, y - 1], float), coarse)

    def outline(self, frame: _Frame) -> Packed | None:
        """Return the pieces and holes of the object."""
        height, width = self.mask.shape
        size = (width * _FINER, height * _FINER)
        fine = cv2.resize(self.mask * 255, size, interpolation=cv2.INTER_LINEAR)
        inside = (fine > 127).astype(np.uint8)
        pieces = trace(inside, tolerance_px=_TOLERANCE_PX, most_points=4 * MOST_POINTS)
        shape = outline_of_rings(
            [[(ring / _FINER + self.origin) * self.coarse for ring in piece] for piece in pieces]
        )
        if shape is None:
            return None
        return pack_outline(shapely.transform(to_geometry(shape), frame.inside_norm))


def _numbers(values: torch.Tensor) -> NDArray[np.float64]:
    numbers: NDArray[np.float64] = values.double().cpu().numpy()
    return numbers
