"""What a head tells of objects besides boxes: outlines, rotated boxes, keypoints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from ultralytics.utils.ops import regularize_rboxes

from engine.domain.marked_points import marked_outline, outline_of_rings
from engine.domain.project import Task
from engine.vision.contours import Points, trace
from engine.vision.letterbox import Letterbox

# Of the network's input: finer steps only show how coarse the mask is.
_TOLERANCE_PX = 0.75
# An outline with more could not be edited by hand, and 50 of them an image fill the disk.
_MOST_POINTS = 400

Outlines = tuple[NDArray[np.float32], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The objects of one image that are left when overlapping ones are removed.

    Attributes:
        boxes: Corners in the network's input; center and size for rotated boxes, (n, 4).
        extra: What stands behind the scores, (n, e): mask coefficients, angle or keypoints.
        masks: What masks are mixed from, (c, height, width); None for other tasks.
        point_dim: Numbers of a keypoint: x and y, or a confidence too.
        letterbox: How the image was made to fit.
    """

    boxes: torch.Tensor
    extra: torch.Tensor
    masks: torch.Tensor | None
    point_dim: int
    letterbox: Letterbox


def upright_boxes(task: Task, kept: Kept) -> NDArray[np.float32]:
    """Return the corners of upright boxes around the objects, in the upright image, (n, 4)."""
    if task is not Task.OBB:
        return kept.letterbox.to_image(kept.boxes.cpu().numpy())
    corners = kept.letterbox.points_to_image(_corners(_rotated(kept)))
    around = np.concatenate([corners.min(axis=1), corners.max(axis=1)], axis=1)
    return kept.letterbox.inside(around.reshape(-1, 2, 2)).reshape(-1, 4)


def read_outlines(task: Task, kept: Kept) -> Outlines | None:
    """Return the outlines of the objects as `Predictions` has them; None for boxes alone."""
    read = _READERS.get(task)
    return None if read is None else read(kept)


def _masks(kept: Kept) -> Outlines:
    assert kept.masks is not None
    num, height, width = kept.masks.shape
    logits = (kept.extra @ kept.masks.float().reshape(num, -1)).reshape(-1, height, width)
    coarse = kept.letterbox.outer[0] / width
    return tuple(
        _in_image(mask_pieces(mask, box, coarse), kept.letterbox)
        for mask, box in zip(logits.cpu().numpy(), kept.boxes.cpu().numpy(), strict=True)
    )


def mask_pieces(
    logits: NDArray[np.float32], xyxy: NDArray[np.float32], coarse: float
) -> list[list[Points]]:
    """Return the pieces of a mask inside its box, in input pixels, if there are any; see `trace`.

    A piece or hole smaller than one of the logits' pixels is a speck whatever its share is.

    Args:
        logits: Of the mask, above zero inside, (height, width).
        xyxy: Corners of the box in input pixels.
        coarse: Input pixels in one of the logits'.
    """
    left, top, right, bottom = cells_around(xyxy, coarse, logits.shape)
    if right <= left or bottom <= top:
        return []
    size = (round((right - left) * coarse), round((bottom - top) * coarse))
    fine = cv2.resize(logits[top:bottom, left:right], size, interpolation=cv2.INTER_LINEAR)
    origin = np.array([left, top]) * coarse
    x1, y1, x2, y2 = np.rint(xyxy.reshape(2, 2) - origin).clip(0).astype(int).reshape(-1)
    inside = np.zeros(fine.shape, np.uint8)
    inside[y1:y2, x1:x2] = fine[y1:y2, x1:x2] > 0
    pieces = trace(inside, tolerance_px=_TOLERANCE_PX, most_points=_MOST_POINTS, least_px=coarse**2)
    return [[ring + origin for ring in piece] for piece in pieces]


def cells_around(
    xyxy: NDArray[np.floating], coarse: float, shape: tuple[int, ...]
) -> tuple[int, int, int, int]:
    """Return the first and last column and row of a mask that tell what is inside a box.

    There is one pixel more around the box, so that values between pixels come out as in the whole
    mask of this shape.
    """
    height, width = shape
    left, top = np.clip(np.floor(xyxy[:2] / coarse) - 1, 0, (width, height)).astype(int)
    right, bottom = np.clip(np.ceil(xyxy[2:] / coarse) + 1, 0, (width, height)).astype(int)
    return int(left), int(top), int(right), int(bottom)


def _in_image(pieces: list[list[Points]], letterbox: Letterbox) -> NDArray[np.float32]:
    placed = [
        [letterbox.inside(letterbox.points_to_image(ring)) for ring in piece] for piece in pieces
    ]
    shape = outline_of_rings(placed)
    return np.zeros((0, 3), np.float32) if shape is None else marked_outline(shape)


def _rotated_boxes(kept: Kept) -> Outlines:
    boxes = _rotated(kept)
    # Both scales are equal but for the rounding of the letterbox to whole pixels.
    scale = float(np.sqrt(kept.letterbox.scale.prod()))
    centers = kept.letterbox.points_to_image(boxes[:, :2])
    found = np.concatenate([centers, boxes[:, 2:4] * scale, boxes[:, 4:]], axis=1)
    return tuple(found.astype(np.float32))


def _rotated(kept: Kept) -> NDArray[np.float32]:
    """Return center, size and angle (0 to a quarter turn) in the input, (n, 5)."""
    boxes = torch.cat([kept.boxes, kept.extra[:, -1:]], dim=1)
    regular: NDArray[np.float32] = (
        regularize_rboxes(  # type: ignore[no-untyped-call]
            boxes
        )
        .cpu()
        .numpy()
    )  # untyped in Ultralytics
    return regular


def _corners(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the corners of rotated boxes, (n, 4, 2)."""
    cos, sin = np.cos(boxes[:, 4]), np.sin(boxes[:, 4])
    across = np.stack([cos, sin], axis=1) * boxes[:, 2:3] / 2
    down = np.stack([-sin, cos], axis=1) * boxes[:, 3:4] / 2
    steps = (-across - down, across - down, across + down, down - across)
    return np.stack([boxes[:, :2] + step for step in steps], axis=1)


def _keypoints(kept: Kept) -> Outlines:
    points = kept.extra.reshape(len(kept.extra), -1, kept.point_dim).cpu().numpy()
    places = kept.letterbox.inside(kept.letterbox.points_to_image(points[..., :2]))
    confidence = points[..., 2:] if kept.point_dim > 2 else np.ones_like(points[..., :1])
    return tuple(np.concatenate([places, confidence], axis=2).astype(np.float32))


_READERS: dict[Task, Callable[[Kept], Outlines]] = {
    Task.SEGMENT: _masks,
    Task.OBB: _rotated_boxes,
    Task.POSE: _keypoints,
}
