"""How an image of any size fits a network's input, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

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

    @property
    def scale(self) -> NDArray[np.float64]:
        """Pixels of the upright image in one of the input, across and down, (2,)."""
        return np.array(self.size, dtype=np.float64) / self.inner

    def apply(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return (outer height, outer width, 3) from (height, width, 3), both uint8."""
        left, top = self.offset
        width, height = self.inner
        canvas = np.full((self.outer[1], self.outer[0], 3), _GRAY, dtype=np.uint8)
        scaled = cv2.resize(pixels, self.inner, interpolation=cv2.INTER_LINEAR)
        canvas[top : top + height, left : left + width] = scaled
        return canvas

    def points_to_image(self, points: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return points in the input, (..., 2), as points in the upright image, in it or not."""
        return np.asarray((points - np.array(self.offset)) * self.scale)

    def inside(self, points: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return points in the upright image, (..., 2), moved to its border where they are out."""
        clipped: NDArray[np.float32] = np.clip(points, 0, self.size).astype(np.float32)
        return clipped

    def to_image(self, xyxy: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return corners in the network's input as corners in the upright image, clipped to it."""
        return self.inside(self.points_to_image(xyxy.reshape(-1, 2, 2))).reshape(-1, 4)


@dataclass(frozen=True, slots=True)
class CenterCrop:
    """The square in the middle of an image, as Ultralytics shows images to be classified.

    Attributes:
        size: Width and height of the upright image in pixels.
        outer: Width and height of the network's input, a square.
    """

    size: tuple[int, int]
    outer: tuple[int, int]

    def apply(self, pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return (side, side, 3) from (height, width, 3), both uint8."""
        side, (width, height) = self.outer[0], self.size
        shorter = min(width, height)
        scaled = (int(side * width / shorter), int(side * height / shorter))
        left, top = (round((length - side) / 2.0) for length in scaled)
        image = Image.fromarray(pixels).resize(scaled, Image.Resampling.BILINEAR)
        return np.asarray(image.crop((left, top, left + side, top + side)))


Frame: TypeAlias = Letterbox | CenterCrop


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
