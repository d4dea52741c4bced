"""A network that tells of what class a whole image is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from ultralytics.nn.tasks import BaseModel

from engine.domain.predictions import Predictions
from engine.vision.letterbox import CenterCrop, Frame
from engine.vision.sight import Features, Sight, as_batch


class Classifier:
    """One classification network on one device; it sees one object, the image. A `Looker`.

    Args:
        model: In eval mode; it is moved to the device.
        device: Where to run.
    """

    def __init__(self, model: BaseModel, *, device: torch.device) -> None:
        self._model = model.to(device)
        self._device = device
        layers: Any = model.model
        self._head = layers[-1]  # a Classify head
        self._features = Features(layers)

    @property
    def num_classes(self) -> int:
        """Classes the network tells apart."""
        return int(self._head.linear.out_features)

    def fit(self, width: int, height: int, *, imgsz: int) -> CenterCrop:
        """Return how the network is shown an upright image of this size in pixels."""
        return CenterCrop((width, height), (imgsz, imgsz))

    def embedding_dim(self) -> int:
        """Return the length of an embedding, found by looking at an empty image."""
        with torch.inference_mode():
            self._model(torch.zeros(1, 3, 224, 224, device=self._device))
        return self._features.dim

    def look(
        self,
        inputs: NDArray[np.uint8],
        frames: Sequence[Frame],
        *,
        max_boxes: int,  # noqa: ARG002  # there is but one object
    ) -> list[Sight]:
        """Return the probability of each class for each image."""
        with torch.inference_mode():
            shares = self._model(as_batch(inputs, self._device))[0].float().cpu().numpy()
            embeddings = self._features.embeddings()
        return [
            Sight(_whole_image(frame, row), vector)
            for frame, row, vector in zip(frames, shares, embeddings, strict=True)
        ]


def _whole_image(frame: Frame, shares: NDArray[np.float32]) -> Predictions:
    corners = np.array([[0, 0, *frame.size]], np.float32)
    return Predictions(corners, shares[None].astype(np.float32), np.zeros(1, np.float32))
