"""What a validation of Ultralytics saw in one image, as our own record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from ultralytics.utils import ops

from engine.domain.evaluations import SeenImage


def seen_image(
    pred: dict[str, torch.Tensor],
    there: dict[str, Any],
    overlaps: torch.Tensor,
    shown: NDArray[np.int64],
) -> SeenImage:
    """Return one image of a validation.

    Args:
        pred: The prepared predictions: `bboxes` in pixels of the network's input, `conf`, `cls`.
        there: The prepared labels, with the image's file and how it was scaled.
        overlaps: Of every object with every box, in the task's own measure, (m, n).
        shown: Rows of the predictions that are kept.
    """
    return SeenImage(
        name=Path(there["im_file"]).stem,
        boxes_norm=_corners_norm(pred["bboxes"], there)[shown],
        confidence=pred["conf"].float().cpu().numpy()[shown],
        box_classes=pred["cls"].long().cpu().numpy()[shown],
        objects_norm=_corners_norm(there["bboxes"], there),
        object_classes=there["cls"].long().cpu().numpy(),
        overlaps=overlaps.float().cpu().numpy()[:, shown],
    )


def surest_of_each_place(boxes: torch.Tensor) -> NDArray[np.int64]:
    """Return the rows of boxes that lie where none before them does; the surest come first.

    A validation counts one place once for every class it might be. Whoever uses the model sees the
    surest of them alone.
    """
    places: dict[bytes, int] = {}
    for row, corners in enumerate(boxes.float().cpu().numpy()):
        places.setdefault(corners.tobytes(), row)
    return np.fromiter(places.values(), np.int64, len(places))


def _corners_norm(boxes: torch.Tensor, there: dict[str, Any]) -> NDArray[np.float32]:
    """Return corners in the network's input as fractions of the upright image, (n, 4).

    Rotated boxes, (n, 5), become the upright boxes around them.
    """
    if not len(boxes):
        return np.zeros((0, 4), np.float32)
    if boxes.shape[1] > 4:
        around: Any = ops.xywhr2xyxyxyxy(boxes)  # type: ignore[no-untyped-call]  # untyped there
        boxes = torch.cat([around.amin(dim=1), around.amax(dim=1)], dim=1)
    height, width = there["ori_shape"]
    scaled: Any = ops.scale_boxes(
        there["imgsz"], boxes.clone().float(), there["ori_shape"], ratio_pad=there["ratio_pad"]
    )
    sides = torch.tensor([width, height, width, height], device=scaled.device)
    corners: NDArray[np.float32] = (scaled / sides).clamp(0, 1).cpu().numpy()
    return corners


def classified_image(name: str, *, confidence: float, called: int, true: int) -> SeenImage:
    """Return an image as one object of its class, seen as one of the class it was called."""
    whole = np.array([[0, 0, 1, 1]], np.float32)
    return SeenImage(
        name=name,
        boxes_norm=whole,
        confidence=np.array([confidence], np.float32),
        box_classes=np.array([called], np.int64),
        objects_norm=whole,
        object_classes=np.array([true], np.int64),
        overlaps=np.ones((1, 1), np.float32),
    )
