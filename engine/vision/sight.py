"""What a network makes of one image, and what all networks that look at images can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray

from engine.domain.identifiers import ImageId
from engine.domain.predictions import Predictions
from engine.store.score_writer import ScoreWriter
from engine.vision.letterbox import Frame


@dataclass(frozen=True, slots=True)
class Sight:
    """What the network saw in one image.

    Attributes:
        predictions: Its objects.
        embedding: What the image looks like, (embedding_dim,) float32, length 1.
        box_rows: Which boxes are described, (b,); none where the image is the object.
        box_embeddings: What they look like, (b, d) float32, length 1.
        inconsistency: How differently the mirror image was seen, 0 to 1; None = not looked.
    """

    predictions: Predictions
    embedding: NDArray[np.float32]
    box_rows: NDArray[np.int64] | None = None
    box_embeddings: NDArray[np.float32] | None = None
    inconsistency: float | None = None

    def write(self, writer: ScoreWriter, image_id: ImageId) -> None:
        """Keep it in a score cache."""
        writer.add(
            image_id,
            self.predictions,
            self.embedding,
            self.box_embeddings,
            box_rows=self.box_rows,
            inconsistency=self.inconsistency,
        )


class Looker(Protocol):
    """A network on one device that looks at batches of images. One thread at a time."""

    @property
    def num_classes(self) -> int:
        """Classes the network tells apart."""

    def fit(self, width: int, height: int, *, imgsz: int) -> Frame:
        """Return how the network is shown an upright image of this size in pixels."""

    def embedding_dim(self) -> int:
        """Return the length of an embedding, found by looking at an empty image."""

    def look(
        self, inputs: NDArray[np.uint8], frames: Sequence[Frame], *, max_boxes: int
    ) -> list[Sight]:
        """Return what is in each image, most confident first.

        Args:
            inputs: RGB pixels as the frames make them, (n, height, width, 3).
            frames: How each of them was made.
            max_boxes: Objects kept per image.
        """


class Features:
    """Keeps what goes into a network's head, and makes embeddings of it.

    Args:
        layers: The network's layers; the last one is the head.
    """

    def __init__(self, layers: torch.nn.Sequential) -> None:
        self._features = torch.empty(0)
        layers[-2].register_forward_hook(self._keep)

    @property
    def dim(self) -> int:
        """Channels of the last features."""
        return int(self._features.shape[1])

    def embeddings(self) -> NDArray[np.float32]:
        """Return the mean features of each image of the last batch, of length 1, (n, dim)."""
        pooled = self._features.float().mean(dim=(2, 3))
        unit: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=1).cpu().numpy()
        return unit

    def _keep(
        self, _module: torch.nn.Module, _inputs: tuple[torch.Tensor, ...], output: torch.Tensor
    ) -> None:
        self._features = output


def as_batch(inputs: NDArray[np.uint8], device: torch.device) -> torch.Tensor:
    """Return pixels (n, height, width, 3) as a network takes them: 0 to 1, channels first."""
    return torch.from_numpy(inputs).to(device).permute(0, 3, 1, 2).float() / 255
