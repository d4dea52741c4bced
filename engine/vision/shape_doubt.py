"""How unsure a head is of what it tells besides a box: mask, angle, keypoints."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from engine.domain.project import Task
from engine.vision.kept_boxes import KeptBoxes

# Points at which the mask in a box is looked at, across and down.
_GRID = 16


@dataclass(frozen=True, slots=True, eq=False)
class HeadTold:
    """What a head told of a batch.

    Attributes:
        raw: Its own output, not decoded.
        strides: Input pixels in a cell of each of its scales, finest first.
        point_dim: Numbers of a keypoint: x and y, or a confidence too; 0 for other tasks.
    """

    raw: dict[str, Any]
    strides: Sequence[float]
    point_dim: int

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """Height and width in cells of each scale."""
        return [tuple(feat.shape[2:]) for feat in self.raw["feats"]]

    @property
    def mask_stride(self) -> float:
        """Input pixels in a pixel of the masks."""
        width = self.sizes[0][1] * self.strides[0]
        return float(width / self.raw["proto"].shape[3])


def shape_doubt(task: Task, kept: KeptBoxes, told: HeadTold) -> torch.Tensor | None:
    """Return the doubt about the shape of each box, 0 to 1, (t,); None where nothing tells."""
    measure = _MEASURES.get(task)
    if measure is None or (task is Task.POSE and told.point_dim < 3):
        return None
    doubt: torch.Tensor = measure(kept, told).float().clamp(0, 1)
    return doubt


def _of_masks(kept: KeptBoxes, told: HeadTold) -> torch.Tensor:
    """Return the mean of 4 m (1 - m) over the pixels m of each mask, at a grid in its box."""
    masks = told.raw["proto"].float()
    height, width = masks.shape[2:]
    steps = (torch.arange(_GRID, device=masks.device) + 0.5) / _GRID
    corners, sizes = kept.boxes[:, :2], kept.boxes[:, 2:] - kept.boxes[:, :2]
    at = (corners[:, None] + sizes[:, None] * steps[:, None]) / told.mask_stride
    x = at[..., 0].long().clamp(0, width - 1)
    y = at[..., 1].long().clamp(0, height - 1)
    cells = (y[:, :, None] * width + x[:, None, :]).flatten(1)
    values = masks.flatten(2)[kept.owner[:, None], :, cells]
    inside = torch.einsum("tpc,tc->tp", values, kept.extra.float()).sigmoid()
    return (4.0 * inside * (1.0 - inside)).mean(dim=1)


def _of_keypoints(kept: KeptBoxes, told: HeadTold) -> torch.Tensor:
    """Return the mean entropy in bits of whether each keypoint is in view."""
    seen = kept.extra.reshape(len(kept.extra), -1, told.point_dim)[..., 2].float().clamp(0, 1)
    bits = torch.special.entr(seen) + torch.special.entr(1.0 - seen)
    mean_bits: torch.Tensor = bits.mean(dim=1) / math.log(2.0)
    return mean_bits


def _of_angles(kept: KeptBoxes, told: HeadTold) -> torch.Tensor:
    """Return how far the angles that the cells around tell lie apart: 0 all one, 1 all around.

    Only cells that see an object count, as far as they do. A quarter turn is no difference: with
    its sides exchanged it is the same box.
    """
    around, is_there = _neighbors(kept.cells, told.sizes)
    owner = kept.owner[:, None]
    angles = told.raw["angle"][owner, 0, around].float()
    sureness = told.raw["scores"][owner, :, around].float().sigmoid().amax(dim=2) * is_there
    weights = sureness / sureness.sum(dim=1, keepdim=True).clamp(min=1e-9)
    across = (weights * torch.cos(4.0 * angles)).sum(dim=1)
    down = (weights * torch.sin(4.0 * angles)).sum(dim=1)
    return 1.0 - torch.hypot(across, down)


def _neighbors(
    cells: torch.Tensor, sizes: Sequence[tuple[int, int]]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the nine cells at and around each, on its own scale, and whether each is there."""
    around = cells[:, None].repeat(1, 9)
    is_there = torch.zeros_like(around, dtype=torch.bool)
    steps = torch.cartesian_prod(torch.arange(-1, 2), torch.arange(-1, 2)).to(cells.device)
    start = 0
    for height, width in sizes:
        own = (cells >= start) & (cells < start + height * width)
        place = cells[own] - start
        y = (place // width)[:, None] + steps[:, 0]
        x = (place % width)[:, None] + steps[:, 1]
        is_there[own] = (y >= 0) & (y < height) & (x >= 0) & (x < width)
        around[own] = start + y.clamp(0, height - 1) * width + x.clamp(0, width - 1)
        start += height * width
    return around, is_there


_MEASURES: dict[Task, Callable[[KeptBoxes, HeadTold], torch.Tensor]] = {
    Task.SEGMENT: _of_masks,
    Task.POSE: _of_keypoints,
    Task.OBB: _of_angles,
}
