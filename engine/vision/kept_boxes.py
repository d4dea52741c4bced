"""The boxes of a batch that are left when overlapping ones are removed, with all that is known."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from ultralytics.utils.nms import non_max_suppression

from engine.domain.project import Task

_MIN_CONFIDENCE = 0.01
_NMS_IOU = 0.7
_UNHURRIED_S = 1e6  # Ultralytics else leaves out images when a machine is slow
# Every rotated box is compared with every other: 10,000 would take gigabytes.
_MAX_ROTATED = 2000
_MAX_UPRIGHT = 30_000


@dataclass(frozen=True, slots=True, eq=False)
class KeptBoxes:
    """Boxes of a batch of images, image by image, t of them; most confident first in each.

    Attributes:
        counts: Boxes of each image.
        owner: Which image of the batch each belongs to, (t,).
        cells: Which of the head's cells found it, (t,).
        boxes: Corners in the network's input; center and size for rotated boxes, (t, 4).
        scores: Sigmoid score of every class, (t, num_classes).
        extra: What stands behind the scores: mask coefficients, angle or keypoints, (t, e).
    """

    counts: list[int]
    owner: torch.Tensor
    cells: torch.Tensor
    boxes: torch.Tensor
    scores: torch.Tensor
    extra: torch.Tensor

    def gather(self, values: torch.Tensor) -> torch.Tensor:
        """Return what the cells of the boxes have of values (batch, c, cells), (t, c)."""
        return values[self.owner, :, self.cells]


def keep_boxes(dense: torch.Tensor, task: Task, *, num_classes: int, max_boxes: int) -> KeptBoxes:
    """Return the boxes of a batch that are kept.

    Args:
        dense: What every cell found, decoded: middle and size, scores, and what stands behind
            them, (batch, 4 + num_classes + e, cells).
        task: What the network finds.
        num_classes: Classes it tells apart.
        max_boxes: Boxes kept per image.
    """
    # With it Ultralytics suppresses overlaps in C++, else in Python. Not before torch's compiler is
    # deferred, which it would import.
    import torchvision  # noqa: F401

    is_rotated = task is Task.OBB
    kept, cells = non_max_suppression(
        dense,
        _MIN_CONFIDENCE,
        _NMS_IOU,
        nc=num_classes,
        max_det=max_boxes,
        max_nms=_MAX_ROTATED if is_rotated else _MAX_UPRIGHT,
        max_time_img=_UNHURRIED_S,
        rotated=is_rotated,
        return_idxs=True,
    )
    counts = [len(each) for each in kept]
    owner = torch.repeat_interleave(torch.arange(len(counts)), torch.tensor(counts))
    at = torch.cat([each.reshape(-1) for each in cells]).long()
    found = torch.cat(kept)
    owner = owner.to(at.device)
    scores = dense[owner, 4 : 4 + num_classes, at]
    return KeptBoxes(counts, owner, at, found[:, :4], scores, found[:, 6:])
