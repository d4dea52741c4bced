"""Predictions: what a model saw in one image, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Predictions:
    """The kept boxes of one image, most confident first.

    Attributes:
        xyxy_px: Corners in pixels of the upright image, (n, 4) float32.
        scores: Sigmoid score of every class, (n, num_classes) float32; the class is the arg max.
        localization: Spread of the box's sides, 0 certain to 1 flat, (n,) float32; zeros where
            the head has none.
    """

    xyxy_px: NDArray[np.float32]
    scores: NDArray[np.float32]
    localization: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.xyxy_px)

    @property
    def confidence(self) -> NDArray[np.float32]:
        """Highest class score of each box, (n,)."""
        return self.scores.max(axis=1) if self.scores.size else np.zeros(len(self), np.float32)

    @property
    def class_index(self) -> NDArray[np.intp]:
        """Position of the class with the highest score of each box, (n,)."""
        return self.scores.argmax(axis=1) if self.scores.size else np.zeros(len(self), np.intp)
