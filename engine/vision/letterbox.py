"""How an image of any size fits the network's input, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_GRAY = 114


@dataclass(frozen=True, slots=True)
class Letterbox:
    """An image scaled to `inner` pixels, with gray margins up to `outer`, centered.

    Attributes:
        size: Width and height of the upright image in pixels.
        inner: Width and height it is scaled to.
        outer: Width and height of the network's input.
    """

    size: tuple[int, int]
    inner: tuple[int, int]
    outer: tuple[int, int]

    @property
    def offset(self) -> tuple[int, int]:
        """Left and top margin in pixels, rounded as Ultralytics does."""
        margins = (outer - inner for outer, inner in zip(self.outer, self.inner, strict=True))
        left, top = (round(margin / 2 - 0.1) for margin in margins)
        return left, top

    def apply(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return (outer height, outer width, 3) from (height, width, 3), both uint8."""
        left, top = self.offset
        width, height = self.inner
        canvas = np.full((self.outer[1], self.outer[0], 3), _GRAY, dtype=np.uint8)
        scaled = cv2.resize(pixels, self.inner, interpolation=cv2.INTER_LINEAR)
        canvas[top : top + height, left : left + width] = scaled
        return canvas

    def to_image(self, xyxy: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return corners in the network's input as corners in the upright image, clipped to it."""
        scale = np.array(self.size, dtype=np.float64) / self.inner
        corners = (xyxy.reshape(-1, 2, 2) - np.array(self.offset)) * scale
        clipped: NDArray[np.float32] = np.clip(corners, 0, self.size).astype(np.float32)
        return clipped.reshape(-1, 4)


def fit(width: int, height: int, *, imgsz: int, stride: int | None = 32) -> Letterbox:
    """Return the letterbox whose longer side is `imgsz`.

    Args:
        width: Of the upright image in pixels.
        height: Of the upright image in pixels.
        imgsz: Longer side of the network's input in pixels.
        stride: The shorter side is the next multiple of it; None for a square input.
    """
    scale = min(imgsz / width, imgsz / height)
    inner = (max(round(width * scale), 1), max(round(height * scale), 1))
    if stride is None:
        return Letterbox((width, height), inner, (imgsz, imgsz))
    outer = tuple(-(-side // stride) * stride for side in inner)
    return Letterbox((width, height), inner, (outer[0], outer[1]))
