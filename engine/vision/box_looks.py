"""What single boxes look like: the features at their middles, at every scale of the network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from engine.domain.project import Task
from engine.vision.kept_boxes import KeptBoxes

DIM = 128
# Boxes described in an image: those the model is least sure of.
_DESCRIBED = 20


class BoxLooks:
    """Describes the boxes of batches; one for a network, on its device.

    Features of each scale count alike, as their channels differ; a projection that is the same in
    every run brings them to 128 numbers.

    Args:
        strides: Input pixels in a cell of each scale.
    """

    def __init__(self, strides: Sequence[float]) -> None:
        self._strides = strides
        self._projection = torch.empty(0)

    def describe(
        self, kept: KeptBoxes, feats: Sequence[torch.Tensor], task: Task
    ) -> list[tuple[NDArray[np.int64], NDArray[np.float32]]]:
        """Return for each image which of its boxes are described, and how, (b,) and (b, 128)."""
        places, rows = _least_sure(kept)
        middles = _middles(kept.boxes[places], task)
        vectors = self._vectors(kept.owner[places], middles, feats).cpu().numpy()
        ends = np.cumsum([len(each) for each in rows])[:-1]
        return list(zip(rows, np.split(vectors, ends), strict=True))

    def _vectors(
        self, owner: torch.Tensor, middles: torch.Tensor, feats: Sequence[torch.Tensor]
    ) -> torch.Tensor:
        parts = []
        for feat, stride in zip(feats, self._strides, strict=True):
            height, width = feat.shape[2:]
            x, y = (middles / stride).long().unbind(dim=1)
            here = feat[owner, :, y.clamp(0, height - 1), x.clamp(0, width - 1)].float()
            parts.append(torch.nn.functional.normalize(here, dim=1))
        joined = torch.cat(parts, dim=1)
        if self._projection.shape[0] != joined.shape[1]:
            self._projection = _projection(joined.shape[1]).to(joined)
        unit: torch.Tensor = torch.nn.functional.normalize(joined @ self._projection, dim=1)
        return unit


def _least_sure(kept: KeptBoxes) -> tuple[torch.Tensor, list[NDArray[np.int64]]]:
    """Return the places of the boxes to describe in the batch, and their rows in each image."""
    unsure = -(kept.scores.amax(dim=1) - 0.5).abs().cpu().numpy()
    starts = np.cumsum([0, *kept.counts])
    rows = [
        np.sort(np.argsort(-unsure[start:stop], kind="stable")[:_DESCRIBED])
        for start, stop in pairwise(starts.tolist())
    ]
    places = np.concatenate([own + start for own, start in zip(rows, starts[:-1], strict=True)])
    return torch.from_numpy(places).to(kept.owner.device), rows


def _middles(boxes: torch.Tensor, task: Task) -> torch.Tensor:
    if task is Task.OBB:  # given by their middles already
        return boxes[:, :2]
    return (boxes[:, :2] + boxes[:, 2:]) / 2


def _projection(num_channels: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    directions = torch.randn(num_channels, DIM, generator=generator)
    return directions / math.sqrt(num_channels)
