"""A network that tells all it sees: objects with all scores, their spread, an embedding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from ultralytics.nn.tasks import BaseModel
from ultralytics.utils.nms import non_max_suppression

from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.vision.letterbox import Frame, Letterbox, fit
from engine.vision.outlines import Kept, Outlines, read_outlines, upright_boxes
from engine.vision.sight import Features, Sight, as_batch

_MIN_CONFIDENCE = 0.01
_NMS_IOU = 0.7
_UNHURRIED_S = 1e6  # Ultralytics else leaves out images when a machine is slow
# Every rotated box is compared with every other: 10,000 would take gigabytes.
_MAX_ROTATED = 2000
_MAX_UPRIGHT = 30_000


class Detector:
    """One network that finds objects on one device. One thread at a time; a `Looker`.

    The network is not fused: fusing takes one of the two heads of some models away.

    Args:
        model: In eval mode; it is moved to the device.
        task: What it finds of an object: a box, or an outline too.
        device: Where to run.
    """

    def __init__(self, model: BaseModel, *, task: Task, device: torch.device) -> None:
        self._model = model.to(device)
        self._task = task
        self._device = device
        layers: Any = model.model
        self._head = layers[-1]  # a Detect head of one kind or another
        self._features = Features(layers)

    @property
    def num_classes(self) -> int:
        """Classes the network tells apart."""
        return int(self._head.nc)

    def fit(self, width: int, height: int, *, imgsz: int) -> Letterbox:
        """Return how the network is shown an upright image of this size in pixels."""
        return fit(width, height, imgsz=imgsz, stride=max(32, int(self._head.stride.max())))

    def embedding_dim(self) -> int:
        """Return the length of an embedding, found by looking at an empty image."""
        with torch.inference_mode():
            self._model(torch.zeros(1, 3, 256, 256, device=self._device))
        return self._features.dim

    def look(
        self, inputs: NDArray[np.uint8], frames: Sequence[Frame], *, max_boxes: int
    ) -> list[Sight]:
        """Return the objects in each image, most confident first."""
        with torch.inference_mode():
            raw = _one_head(self._model(as_batch(inputs, self._device))[1])
            dense = self._head._inference(raw)  # noqa: SLF001  # what its forward() itself calls
            is_rotated = self._task is Task.OBB
            kept, cells = non_max_suppression(
                dense,
                _MIN_CONFIDENCE,
                _NMS_IOU,
                nc=self.num_classes,
                max_det=max_boxes,
                max_nms=_MAX_ROTATED if is_rotated else _MAX_UPRIGHT,
                max_time_img=_UNHURRIED_S,
                rotated=is_rotated,
                return_idxs=True,
            )
            embeddings = self._features.embeddings()
            return [
                Sight(
                    self._predictions(_of_image(raw, i), dense[i], kept[i], cells[i], frame), vector
                )
                for i, (frame, vector) in enumerate(zip(frames, embeddings, strict=True))
            ]

    def _predictions(
        self,
        raw: dict[str, torch.Tensor],
        dense: torch.Tensor,
        kept: torch.Tensor,
        cells: torch.Tensor,
        frame: Frame,
    ) -> Predictions:
        assert isinstance(frame, Letterbox)
        index = cells.reshape(-1).long()
        found = Kept(kept[:, :4], kept[:, 6:], raw.get("proto"), self._point_dim, frame)
        xyxy = upright_boxes(self._task, found)
        scores = dense[4 : 4 + self.num_classes, index].T.cpu().numpy()
        spread = side_spread(raw["boxes"][:, index], bins=int(self._head.reg_max)).cpu().numpy()
        has_area = (xyxy[:, 2] > xyxy[:, 0]) & (xyxy[:, 3] > xyxy[:, 1])
        outlines = _chosen(read_outlines(self._task, found), has_area)
        return Predictions(xyxy[has_area], scores[has_area], spread[has_area], outlines)

    @property
    def _point_dim(self) -> int:
        return int(self._head.kpt_shape[1]) if self._task is Task.POSE else 0


def side_spread(sides: torch.Tensor, *, bins: int) -> torch.Tensor:
    """Return how unsure a head is of where a box's sides are: 0 certain, 1 flat.

    Args:
        sides: Logits of the distance to each side, (4 * bins, n).
        bins: Bins of one distribution; a head with one has no distribution and gives 0.

    Returns:
        Mean entropy over the four sides, divided by its largest possible value, (n,).
    """
    if bins <= 1:
        return torch.zeros(sides.shape[1], device=sides.device)
    shares = sides.reshape(4, bins, -1).float().softmax(dim=1)
    entropy: torch.Tensor = torch.special.entr(shares).sum(dim=1) / math.log(bins)
    return entropy.mean(dim=0)


def _chosen(outlines: Outlines | None, is_kept: NDArray[np.bool_]) -> Outlines | None:
    if outlines is None:
        return None
    return tuple(outline for outline, kept in zip(outlines, is_kept, strict=True) if kept)


def _one_head(raw: dict[str, Any]) -> dict[str, Any]:
    """Return the outputs of the head that finds an object from many cells, where there are two."""
    chosen = raw.get("one2many") or raw.get("one2one") or raw
    assert isinstance(chosen, dict)
    return chosen


def _of_image(raw: dict[str, Any], row: int) -> dict[str, torch.Tensor]:
    """Return what a head says of one image of a batch: the sides of boxes, and masks if any."""
    return {name: raw[name][row] for name in ("boxes", "proto") if name in raw}
