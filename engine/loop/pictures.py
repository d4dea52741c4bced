"""An image opened to be looked at: any part of it, at any size, under any view settings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.view import ValueStats, ViewSettings
from engine.imaging.display import Look, render
from engine.imaging.levels import Levels


@dataclass(frozen=True, slots=True)
class Picture:
    """The upright values of an image at several sizes, each half of the one before. Any thread."""

    levels: Levels

    @property
    def stats(self) -> ValueStats:
        """What is known of the values."""
        return self.levels.stats

    @property
    def num_levels(self) -> int:
        """How many sizes there are; 0 is the full one."""
        return len(self.levels.all)

    def size(self, level: int = 0) -> tuple[int, int]:
        """Return width and height in pixels at a level."""
        return self.levels.all[level].size

    def under(self, view: ViewSettings) -> ShownPicture:
        """Return the picture as it is shown under view settings; takes a few milliseconds."""
        return ShownPicture(self, view, self.levels.look(view))


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture under view settings. Any thread."""

    picture: Picture
    view: ViewSettings
    look: Look

    def render(self, level: int, x: int, y: int, pixels: NDArray[np.uint32]) -> None:
        """Write a part of the picture as pixels of the screen, each 0xffRRGGBB.

        Args:
            level: The size.
            x: Column where the part begins, in pixels of the level.
            y: Row where it begins.
            pixels: Where to write, shape (h, w) of the part, which lies inside the picture.

        Raises:
            DataError: The file that it is read from is gone or damaged.
        """
        height, width = pixels.shape
        codes = self.picture.levels.all[level].read(x, y, width, height)
        render(codes, self.look, pixels, x=x, y=y, size=self.picture.size(level))
