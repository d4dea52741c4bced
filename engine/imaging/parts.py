"""TIFF files read in parts, so that an image need not fit into memory."""

from __future__ import annotations

import lzma
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.domain.errors import DataError
from engine.imaging.depth import scale_to_8_bit
from engine.imaging.display import Codes
from engine.imaging.pixels import DECODER_ERRORS, MAX_PIXELS, check_file

if TYPE_CHECKING:
    import tifffile

# Decoded parts that stay at hand, in bytes.
_CACHE_BYTES = 64 * 2**20
# A part that is larger takes too long for what is seen of it.
_MAX_PART_BYTES = 64 * 2**20
_TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


@dataclass(frozen=True, slots=True)
class RowsLevel:
    """Uncompressed rows, one after the other in a file. Any thread.

    The file is not mapped into memory: were it taken away or cut short while it is open, that would
    end the process.
    """

    path: Path
    offset: int
    shape: tuple[int, ...]
    dtype: np.dtype[np.uint8] | np.dtype[np.uint16]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.shape[1], self.shape[0]

    def read(self, x: int, y: int, width: int, height: int) -> Codes:
        """Return the codes of a part.

        Raises:
            DataError: The file is gone or cut short.
        """
        each = self.dtype.itemsize * int(np.prod(self.shape[2:], dtype=int))
        row_bytes = each * self.shape[1]
        part = np.empty((height, width, *self.shape[2:]), self.dtype)
        with _reading(self.path) as read:
            for row in range(height):
                data = read(self.offset + (y + row) * row_bytes + x * each, width * each)
                part[row] = np.frombuffer(data, self.dtype).reshape(width, *self.shape[2:])
        return part


@dataclass(frozen=True, slots=True)
class SegmentsLevel:
    """Tiles or strips, each compressed for itself; those read last stay at hand. Any thread."""

    path: Path
    page: tifffile.TiffPage
    _parts: OrderedDict[int, Codes] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.page.imagewidth, self.page.imagelength

    def read(self, x: int, y: int, width: int, height: int) -> Codes:
        """Return the codes of a part.

        Raises:
            DataError: The file is gone or damaged.
        """
        tile_height, tile_width = _part_shape(self.page)
        across = -(-self.page.imagewidth // tile_width)
        shape = (height, width, *self.page.shape[2:])
        part = np.zeros(shape, self.page.dtype)
        for row in range(y // tile_height, -(-(y + height) // tile_height)):
            for column in range(x // tile_width, -(-(x + width) // tile_width)):
                tile = self._segment(row * across + column)
                left, top = column * tile_width - x, row * tile_height - y
                _paste(part, tile, left=left, top=top)
        return part

    def _segment(self, index: int) -> Codes:
        with self._lock:
            if index in self._parts:
                self._parts.move_to_end(index)
                return self._parts[index]
        decoded = self._decode(index)
        with self._lock:
            self._parts[index] = decoded
            while len(self._parts) > 1 and len(self._parts) * decoded.nbytes > _CACHE_BYTES:
                self._parts.popitem(last=False)
        return decoded

    def _decode(self, index: int) -> Codes:
        offset, count = self.page.dataoffsets[index], self.page.databytecounts[index]
        with _reading(self.path) as read:
            data = read(offset, count)
        try:
            decoded, _, _ = self.page.decode(data, index)
        except (*DECODER_ERRORS, RuntimeError, lzma.LZMAError, zlib.error) as error:
            raise DataError(f"{self.path.name} is damaged: {error}.") from error
        if decoded is None:
            raise DataError(f"{self.path.name} is damaged: a part of it is empty.")
        segment: Codes = decoded[0].reshape(decoded.shape[1], decoded.shape[2], -1)
        return segment[..., 0] if len(self.page.shape) == 2 else segment


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """A large image at a small size, 8-bit RGB or L; `full_size` is its width and height."""

    picture: Image.Image
    full_size: tuple[int, int]


def open_in_parts(path: Path) -> RowsLevel | SegmentsLevel | None:
    """Return the first picture of a file that can be read in parts; None where it cannot.

    It can be where it is an upright TIFF of gray or RGB in 8 or 16 bits, in tiles or short strips
    that are not compressed, or by deflate, LZMA or PackBits.

    Raises:
        DataError: The file cannot be read.
    """
    check_file(path)
    with _reading(path) as read:
        if read(0, 4, whole=False) not in _TIFF_HEADS:
            return None
    import tifffile  # imported for large images only

    try:
        with tifffile.TiffFile(path) as file:
            page = file.pages.first
            if not _is_readable(page):
                return None
            if page.is_contiguous and page.fillorder == 1 and page.predictor == 1:
                dtype = np.dtype(f"{file.byteorder}u{np.dtype(page.dtype).itemsize}")
                return RowsLevel(path, page.dataoffsets[0], page.shape, dtype)
            return SegmentsLevel(path, page) if _has_parts(page) else None
    except DECODER_ERRORS:
        return None  # who reads it whole says what is wrong


def read_small(path: Path, *, side_px: int) -> SmallPicture | None:
    """Return a small picture of an image too large to be decoded whole; None for all others.

    All of it is read, so that a truncated file is found. Its shorter side has at least `side_px`
    pixels.

    Raises:
        DataError: The file cannot be read, or is damaged.
    """
    level = open_in_parts(path)
    if level is None or level.size[0] * level.size[1] <= MAX_PIXELS:
        return None
    codes = shrink(level, factor=max(1, min(level.size) // side_px))
    gray_or_rgb = codes if codes.dtype == np.uint8 else scale_to_8_bit(codes)
    return SmallPicture(Image.fromarray(gray_or_rgb), level.size)


def shrink(level: RowsLevel | SegmentsLevel, *, factor: int) -> Codes:
    """Return a level with each side divided by a factor, read strip by strip."""
    width, height = level.size
    rows = [
        _mean(level.read(0, top, width, min(factor, height - top)), factor=factor)
        for top in range(0, height, factor)
    ]
    return _with_depth_of(rows[0], np.concatenate(rows))


def _is_readable(page: tifffile.TiffPage) -> bool:
    orientation = page.tags.get("Orientation")
    is_upright = orientation is None or orientation.value == 1
    is_plain = page.dtype in (np.uint8, np.uint16) and page.bitspersample in (8, 16)
    is_gray = len(page.shape) == 2 and page.photometric == 1
    is_color = len(page.shape) == 3 and page.shape[2] == 3 and page.photometric == 2
    return is_upright and is_plain and page.planarconfig == 1 and (is_gray or is_color)


def _has_parts(page: tifffile.TiffPage) -> bool:
    # None, LZMA, PackBits and both deflates are decoded without further libraries.
    if page.compression not in (1, 8, 32946, 32773, 34925) or page.predictor not in (1, 2):
        return False
    height, width = _part_shape(page)
    pixel_bytes = np.dtype(page.dtype).itemsize * (page.shape[2] if len(page.shape) == 3 else 1)
    return height * width * pixel_bytes <= _MAX_PART_BYTES


def _part_shape(page: tifffile.TiffPage) -> tuple[int, int]:
    if page.is_tiled:
        return page.tilelength, page.tilewidth
    return min(page.rowsperstrip, page.imagelength), page.imagewidth


def _paste(part: Codes, tile: Codes, *, left: int, top: int) -> None:
    height, width = part.shape[:2]
    rows = slice(max(0, -top), min(tile.shape[0], height - top))
    columns = slice(max(0, -left), min(tile.shape[1], width - left))
    target = part[rows.start + top : rows.stop + top, columns.start + left : columns.stop + left]
    target[...] = tile[rows, columns]


@contextmanager
def _reading(path: Path) -> Iterator[Callable[..., bytes]]:
    """Give a function that reads bytes from a place of a file.

    Raises:
        DataError: The file is gone, cannot be read, or ends too early.
    """
    try:
        with path.open("rb") as file:

            def read(offset: int, count: int, *, whole: bool = True) -> bytes:
                file.seek(offset)
                data = file.read(count)
                if whole and len(data) < count:
                    raise DataError(f"{path.name} is damaged: it ends too early.")
                return data

            yield read
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror}.") from error


def _mean(strip: Codes, *, factor: int) -> Codes:
    """Return the means over squares of a strip no higher than `factor`."""
    lines = strip.mean(axis=0, dtype=np.float32)
    starts = np.arange(0, strip.shape[1], factor)
    totals = np.add.reduceat(lines, starts, axis=0)
    counts = np.diff([*starts.tolist(), strip.shape[1]]).reshape(-1, *[1] * (lines.ndim - 1))
    return _with_depth_of(strip, np.rint(totals / counts)[None])


def _with_depth_of(codes: Codes, values: NDArray[np.generic]) -> Codes:
    """Return values as codes of as many bits as others have."""
    if codes.dtype == np.uint8:
        return values.astype(np.uint8, copy=False)
    return values.astype(np.uint16, copy=False)
