"""A network that tells all it sees: boxes with every class's score, their spread, an embedding."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from ultralytics.nn.tasks import DetectionModel
from ultralytics.utils.nms import non_max_suppression

from engine.domain.predictions import Predictions
from engine.vision.letterbox import Letterbox

_MIN_CONFIDENCE = 0.01
_NMS_IOU = 0.7
_UNHURRIED_S = 1e6  # Ultralytics else leaves out images when a machine is slow


@dataclass(frozen=True, slots=True)
class Sight:
    """What the network saw in one image; the embedding is (embedding_dim,) float32, length 1."""

    predictions: Predictions
    embedding: NDArray[np.float32]


class Detector:
    """One detection network on one device. One thread at a time.

    The network is not fused: fusing takes one of the two heads of some models away.

    Args:
        model: In eval mode; it is moved to the device.
        device: Where to run.
    """

    def __init__(self, model: DetectionModel, *, device: torch.device) -> None:
        self._model = model.to(device)
        self._device = device
        layers = model.model
        assert isinstance(layers, torch.nn.Sequential)
        self._head: Any = layers[-1]  # a Detect head of one kind or another
        self._features = torch.empty(0)
        layers[-2].register_forward_hook(self._keep_features)

    @property
    def num_classes(self) -> int:
        """Classes the network tells apart."""
        return int(self._head.nc)

    @property
    def stride(self) -> int:
        """The multiple that both sides of an input must be of, in pixels."""
        return max(32, int(self._head.stride.max()))

    def embedding_dim(self) -> int:
        """Return the length of an embedding, found by looking at an empty image."""
        with torch.inference_mode():
            self._model(torch.zeros(1, 3, 256, 256, device=self._device))
        return int(self._features.shape[1])

    def look(
        self, inputs: NDArray[np.uint8], letterboxes: Sequence[Letterbox], *, max_boxes: int
    ) -> list[Sight]:
        """Return what is in each image, boxes most confident first.

        Args:
            inputs: Letterboxed RGB pixels, (n, height, width, 3).
            letterboxes: How each of them was made.
            max_boxes: Boxes kept per image.
        """
        with torch.inference_mode():
            batch = torch.from_numpy(inputs).to(self._device).permute(0, 3, 1, 2).float() / 255
            raw = _one_head(self._model(batch)[1])
            dense = self._head._inference(raw)  # noqa: SLF001  # what its forward() itself calls
            kept, cells = non_max_suppression(
                dense,
                _MIN_CONFIDENCE,
                _NMS_IOU,
                max_det=max_boxes,
                max_time_img=_UNHURRIED_S,
                return_idxs=True,
            )
            embeddings = self._embed()
            return [
                Sight(self._predictions(dense[i], raw["boxes"][i], kept[i], cells[i], box), vector)
                for i, (box, vector) in enumerate(zip(letterboxes, embeddings, strict=True))
            ]

    def _predictions(
        self,
        dense: torch.Tensor,
        sides: torch.Tensor,
        kept: torch.Tensor,
        cells: torch.Tensor,
        letterbox: Letterbox,
    ) -> Predictions:
        index = cells.reshape(-1).long()
        xyxy = letterbox.to_image(kept[:, :4].cpu().numpy())
        scores = dense[4 : 4 + self.num_classes, index].T.cpu().numpy()
        spread = side_spread(sides[:, index], bins=int(self._head.reg_max)).cpu().numpy()
        has_area = (xyxy[:, 2] > xyxy[:, 0]) & (xyxy[:, 3] > xyxy[:, 1])
        return Predictions(xyxy[has_area], scores[has_area], spread[has_area])

    def _embed(self) -> NDArray[np.float32]:
        pooled = self._features.float().mean(dim=(2, 3))
        unit: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=1).cpu().numpy()
        return unit

    def _keep_features(
        self, _module: torch.nn.Module, _inputs: tuple[torch.Tensor, ...], output: torch.Tensor
    ) -> None:
        self._features = output


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


def _one_head(raw: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the outputs of the head that finds an object from many cells, where there are two."""
    chosen = raw.get("one2many") or raw.get("one2one") or raw
    assert isinstance(chosen, dict)
    return chosen
