"""An image at several sizes, each half of the one before, read in parts."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.domain.view import ValueStats, ViewSettings
from engine.imaging.display import EIGHT_BIT, Codes, CodeScale, Look, work_out
from engine.imaging.pixels import (
    decode_deep,
    decode_upright,
    read_image_bytes,
    upright_jpeg_size,
)

SMALLEST_SIDE_PX = 512
# A JPEG of more pixels than a screen has is decoded to a smaller size, in less than half the time
# and a quarter of the memory, and to its full one when that is wanted.
_SCREEN_PIXELS = 8_000_000
# What libjpeg can shrink by while it decodes.
_JPEG_SHRINKS = (1, 2, 4, 8)
_NUM_PARTS = 256
_NUM_CODES = 65_536


class Level(Protocol):
    """An image at one size, as codes. Any thread."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def read(self, x: int, y: int, width: int, height: int) -> Codes:
        """Return the codes of a part that lies inside, shape (h, w) or (h, w, 3)."""


@dataclass(frozen=True, slots=True)
class PictureLevel:
    """A level that Pillow holds, of 8 bits a channel."""

    picture: Image.Image

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.picture.size

    def read(self, x: int, y: int, width: int, height: int) -> Codes:
        """Return the codes of a part."""
        if (x, y, width, height) == (0, 0, *self.size):
            return np.asarray(self.picture)
        return np.asarray(self.picture.crop((x, y, x + width, y + height)))


class WantedLevel:
    """A finer size of a JPEG, which is decoded once it is wanted. Any thread."""

    def __init__(self, finer: FinerSizes, index: int, size: tuple[int, int]) -> None:
        self._finer = finer
        self._index = index
        self._size = size

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self._size

    def read(self, x: int, y: int, width: int, height: int) -> Codes:
        """Return the codes of a part; the first time takes some tenths of a second.

        Raises:
            DataError: The file is damaged.
        """
        return PictureLevel(self._finer.get(self._index)).read(x, y, width, height)


class FinerSizes:
    """The sizes of a JPEG above the one that it is shown in as a whole. Any thread."""

    def __init__(self, data: bytes, count: int, *, name: str) -> None:
        self._data = data
        self._count = count
        self._name = name
        self._lock = threading.Lock()
        self._pictures: list[Image.Image] = []

    def get(self, index: int) -> Image.Image:
        """Return one of them, the full one first; DataError where the file is damaged."""
        with self._lock:
            if not self._pictures:
                sizes = [decode_upright(self._data, name=self._name)]
                while len(sizes) < self._count:
                    sizes.append(sizes[-1].reduce(2))
                self._pictures = sizes
                self._data = b""
        return self._pictures[index]


@dataclass(frozen=True, slots=True)
class ArrayLevel:
    """A level in an array, which may lie in a file; shape (h, w) or (h, w, 3)."""

    codes: Codes

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        height, width = self.codes.shape[:2]
        return width, height

    def read(self, x: int, y: int, width: int, height: int) -> Codes:
        """Return the codes of a part."""
        return self.codes[y : y + height, x : x + width]


@dataclass(frozen=True, slots=True)
class Levels:
    """All sizes of an image, the full one first.

    Attributes:
        all: The sizes; the last is small enough to be looked through as a whole.
        scale: What the codes mean.
        stats: What is known of the values.
    """

    all: tuple[Level, ...]
    scale: CodeScale
    stats: ValueStats

    def look(self, view: ViewSettings) -> Look:
        """Return how to show this image under view settings."""
        return work_out(view, self.stats, self.scale, small=_whole(self.all[-1]))


def read_levels(path: Path) -> Levels:
    """Return an image at all sizes, held in memory. Any thread.

    Raises:
        DataError: The file is missing, is no image, is damaged, or is too large.
    """
    data = read_image_bytes(path)
    values = decode_deep(data, name=path.name)
    if values is None:
        return _levels_of_jpeg(data, path.name) or _levels_of(decode_upright(data, name=path.name))
    codes, scale = to_codes(values)
    sizes = [codes]
    while max(sizes[-1].shape[:2]) >= 2 * SMALLEST_SIDE_PX:
        sizes.append(halve(sizes[-1]))
    low, high = (scale.offset + scale.step * float(end(codes)) for end in (np.min, np.max))
    return Levels(
        tuple(ArrayLevel(each) for each in sizes),
        scale,
        value_stats(sizes[-1], scale, low=low, high=high),
    )


def to_codes(values: NDArray[np.generic]) -> tuple[NDArray[np.uint16], CodeScale]:
    """Return values of any real type as 16-bit codes, exactly where they fit, and what they mean.

    What is no number becomes the lowest value.
    """
    if values.dtype.kind == "u" and values.dtype.itemsize <= 2:
        return values.astype(np.uint16, copy=False), CodeScale(_NUM_CODES)
    numbers = values.astype(np.float64)
    is_number = np.isfinite(numbers)
    low = float(np.min(numbers, where=is_number, initial=np.inf)) if is_number.any() else 0.0
    high = float(np.max(numbers, where=is_number, initial=-np.inf)) if is_number.any() else 0.0
    is_whole = values.dtype.kind in "iu" and high - low < _NUM_CODES
    # Halved, so that the distance of the two ends is always a number.
    step = 1.0 if is_whole else max((high / 2 - low / 2) / (_NUM_CODES - 1) * 2, 1e-300)
    np.copyto(numbers, low, where=~is_number)
    codes = np.rint(numbers / step - low / step).clip(0, _NUM_CODES - 1).astype(np.uint16)
    return codes, CodeScale(_NUM_CODES, low, step)


def halve(codes: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Return the means of each two by two pixels; a last odd row or column stands for two."""
    height, width = codes.shape[:2]
    pad = [(0, height % 2), (0, width % 2), (0, 0)][: codes.ndim]
    even = np.pad(codes, pad, mode="edge") if height % 2 or width % 2 else codes
    total = even[0::2, 0::2].astype(np.uint32)
    for row, column in ((0, 1), (1, 0), (1, 1)):
        total += even[row::2, column::2]
    half: NDArray[np.uint16] = ((total + 2) >> 2).astype(codes.dtype)
    return half


def value_stats(small: Codes, scale: CodeScale, *, low: float, high: float) -> ValueStats:
    """Return what the codes of a small size tell of an image whose lowest and highest are known."""
    values = scale.offset + scale.step * small.astype(np.float64).ravel()
    ends = (low, max(high, low + scale.step))
    counts, _ = np.histogram(values.clip(*ends), bins=_NUM_PARTS, range=ends)
    return ValueStats(low, high, tuple(counts.tolist()))


def _levels_of_jpeg(data: bytes, name: str) -> Levels | None:
    """Return the levels of a JPEG that is larger than a screen; None where it is not."""
    size = upright_jpeg_size(data, name=name)
    if size is None:
        return None
    sizes = [size]
    while sizes[-1][0] * sizes[-1][1] > _SCREEN_PIXELS:
        sizes.append((-(-sizes[-1][0] // 2), -(-sizes[-1][1] // 2)))
    shrink = 1 << (len(sizes) - 1)
    if shrink == 1 or shrink not in _JPEG_SHRINKS:
        return None
    picture = decode_upright(data, name=name, min_side_px=min(size) // shrink)
    if picture.size != sizes[-1]:
        return None
    finer = FinerSizes(data, len(sizes) - 1, name=name)
    return _levels_of(
        picture, *(WantedLevel(finer, index, each) for index, each in enumerate(sizes[:-1]))
    )


def _levels_of(picture: Image.Image, *finer: Level) -> Levels:
    sizes = [picture]
    while max(sizes[-1].size) >= 2 * SMALLEST_SIDE_PX:
        sizes.append(sizes[-1].reduce(2))
    small = np.asarray(sizes[-1])
    return Levels(
        (*finer, *(PictureLevel(each) for each in sizes)),
        EIGHT_BIT,
        value_stats(small, EIGHT_BIT, low=0, high=255),
    )


def _whole(level: Level) -> Codes:
    return level.read(0, 0, *level.size)
