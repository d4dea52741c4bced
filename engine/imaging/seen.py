"""An image as it is seen, for what finds objects in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.domain.shapes import Box
from engine.domain.view import ViewSettings
from engine.imaging.display import render
from engine.imaging.levels import Levels


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A part of an image at the size that was asked for.

    Attributes:
        rgb: Pixels as shown, shape (height, width, 3).
        left: Where it begins, in pixels of the upright image.
        top: Where it begins, in pixels of the upright image.
        scale: How many pixels of the upright image one of these shows, across and down.
    """

    rgb: NDArray[np.uint8]
    left: float
    top: float
    scale: float


@dataclass(frozen=True, slots=True)
class SeenPicture:
    """An image at all sizes under view settings."""

    levels: Levels
    view: ViewSettings

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright image in pixels."""
        return self.levels.all[0].size

    def part(self, area: Box, *, max_side_px: int) -> SeenPart:
        """Return a part of the image, made smaller where a side has more than so many pixels.

        Raises:
            DataError: The file that it is read from is gone or damaged.
        """
        number = self._level_for(max(area.width, area.height), max_side_px)
        level, scale = self.levels.all[number], float(2**number)
        width, height = level.size
        left, top = min(int(area.x1 / scale), width - 1), min(int(area.y1 / scale), height - 1)
        right = min(max(math.ceil(area.x2 / scale), left + 1), width)
        bottom = min(max(math.ceil(area.y2 / scale), top + 1), height)
        codes = level.read(left, top, right - left, bottom - top)
        pixels = np.empty(codes.shape[:2], dtype=np.uint32)
        render(codes, self.levels.look(self.view), pixels, x=left, y=top, size=level.size)
        rgb, shrinkage = _shrunk(_channels(pixels), max_side_px)
        return SeenPart(rgb, left * scale, top * scale, scale * shrinkage)

    def _level_for(self, side_px: float, max_side_px: int) -> int:
        """Return the smallest size that still has enough pixels."""
        number = 0
        while number + 1 < len(self.levels.all) and side_px / 2 ** (number + 1) >= max_side_px:
            number += 1
        return number


def _shrunk(rgb: NDArray[np.uint8], max_side_px: int) -> tuple[NDArray[np.uint8], float]:
    """Return pixels that fit, and how many of the former one of them shows."""
    height, width = rgb.shape[:2]
    shrinkage = max(height, width) / max_side_px
    if shrinkage <= 1:
        return rgb, 1.0
    size = (max(round(width / shrinkage), 1), max(round(height / shrinkage), 1))
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BOX)), shrinkage


def _channels(pixels: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return red, green and blue of pixels of the screen, each 0xffRRGGBB."""
    rgb = np.empty((*pixels.shape, 3), dtype=np.uint8)
    for place, shift in enumerate((16, 8, 0)):
        rgb[..., place] = (pixels >> np.uint32(shift)) & np.uint32(0xFF)
    return rgb
