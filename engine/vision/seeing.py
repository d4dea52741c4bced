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
    pred: dict[str, torch.Tensor], there: dict[str, Any], overlaps: torch.Tensor
) -> SeenImage:
    """Return one image of a validation.

    Args:
        pred: The prepared predictions: `bboxes` in pixels of the network's input, `conf`, `cls`.
        there: The prepared labels, with the image's file and how it was scaled.
        overlaps: Of every object with every box, in the task's own measure, (m, n).
    """
    return SeenImage(
        name=Path(there["im_file"]).stem,
        boxes_norm=_corners_norm(pred["bboxes"], there),
        confidence=pred["conf"].float().cpu().numpy(),
        box_classes=pred["cls"].long().cpu().numpy(),
        objects_norm=_corners_norm(there["bboxes"], there),
        object_classes=there["cls"].long().cpu().numpy(),
        overlaps=overlaps.float().cpu().numpy(),
    )


def _corners_norm(boxes: torch.Tensor, there: dict[str, Any]) -> NDArray[np.float32]:
    """Return corners in the network's input as fractions of the upright image, (n, 4)."""
    if not len(boxes):
        return np.zeros((0, 4), np.float32)
    height, width = there["ori_shape"]
    scaled: Any = ops.scale_boxes(
        there["imgsz"], boxes.clone().float(), there["ori_shape"], ratio_pad=there["ratio_pad"]
    )
    sides = torch.tensor([width, height, width, height], device=scaled.device)
    corners: NDArray[np.float32] = (scaled / sides).clamp(0, 1).cpu().numpy()
    return corners
