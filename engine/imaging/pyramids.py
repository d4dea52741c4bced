"""Large images at all sizes, in files of a cache, so that they need no memory of their own size."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from PIL import Image

from engine.domain.errors import DataError, ResourceError
from engine.imaging.display import EIGHT_BIT, Codes, CodeScale
from engine.imaging.levels import (
    SMALLEST_SIDE_PX,
    ArrayLevel,
    Level,
    Levels,
    PictureLevel,
    halve,
    read_levels,
    to_codes,
    value_stats,
)
from engine.imaging.parts import RowsLevel, SegmentsLevel, open_in_parts
from engine.imaging.pixels import (
    decode_deep,
    decode_upright,
    read_image_bytes,
    read_upright_size,
)

# From here on an image is not held in memory: at four bytes a pixel, 240 MB.
LARGE_PIXELS = 60_000_000
_MAX_CACHE_BYTES = 20 * 2**30
_SPARE_BYTES = 256 * 2**20
_STRIP_PIXELS = 4_000_000
_META = "meta.json"


@dataclass(frozen=True, slots=True)
class _Meta:
    """What the files of a pyramid mean; `first` is the size that the first file has."""

    first: int
    num_levels: int
    scale: CodeScale
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PyramidCache:
    """Pyramids in a folder, found by the content of their image. Any thread or process.

    The folder may be deleted at any time; what was opened longest ago goes when it grows too large.
    """

    cache_dir: Path

    def open(self, path: Path, content_hash: str) -> Levels:
        """Return an image at all sizes: in memory, or where it is large in files.

        The files are made at the first time, which takes seconds.

        Raises:
            DataError: The image is missing, damaged, or too large for its format.
            ResourceError: The cache cannot be written; the message names what is needed.
        """
        full = open_in_parts(path)
        width, height = full.size if full is not None else read_upright_size(path)
        if width * height <= LARGE_PIXELS:
            return read_levels(path)
        folder = self.cache_dir / content_hash[:2] / content_hash
        if not (folder / _META).is_file():
            self._build(path, full, folder, num_pixels=width * height)
        levels = _opened(folder, full)
        (folder / _META).touch()
        return levels

    def _build(
        self,
        path: Path,
        full: RowsLevel | SegmentsLevel | None,
        folder: Path,
        *,
        num_pixels: int,
    ) -> None:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            self._make_room(num_pixels, path.name)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".", suffix=".part") as part:
                building = Path(part) / "pyramid"
                building.mkdir()
                _write_pyramid(building, _first_level(path) if full is None else full)
                if not folder.exists():
                    building.rename(folder)
        except OSError as error:
            raise ResourceError(
                f"What {path.name} needs to be shown cannot be written to {self.cache_dir}: "
                f"{error.strerror or error}.",
                hint="Free some disk space or choose a folder you may write to.",
            ) from error

    def _make_room(self, num_pixels: int, name: str) -> None:
        """Delete what was opened longest ago, until the cache may take another image."""
        # Color of 16 bits, and a third more for the smaller sizes.
        needed = 8 * num_pixels
        metas = sorted(self.cache_dir.glob(f"*/*/{_META}"), key=lambda each: each.stat().st_mtime)
        sizes = {each.parent: _bytes_in(each.parent) for each in metas}
        for folder, size in list(sizes.items()):
            if sum(sizes.values()) + needed > _MAX_CACHE_BYTES and size:
                shutil.rmtree(folder, ignore_errors=True)
                del sizes[folder]
        free = shutil.disk_usage(self.cache_dir).free
        if needed + _SPARE_BYTES > free:
            raise ResourceError(
                f"To show {name} takes {needed / 2**20:,.0f} MB on the disk of {self.cache_dir}, "
                f"where {free / 2**20:,.0f} MB are free.",
                hint="Free some space, then open the image again.",
            )


def _first_level(path: Path) -> ArrayLevel | PictureLevel:
    """Return an image that is decoded whole, for want of a format that is read in parts."""
    data = read_image_bytes(path)
    values = decode_deep(data, name=path.name)
    if values is None:
        return PictureLevel(decode_upright(data, name=path.name))
    return ArrayLevel(to_codes(values)[0])


def _write_pyramid(folder: Path, full: Level) -> None:
    """Write the sizes from the full one on, or from the next one where that is read in parts."""
    is_in_parts = isinstance(full, RowsLevel | SegmentsLevel)
    level: Level = full if is_in_parts else _write_level(folder / "0.npy", full, is_half=False)
    # What was decoded whole goes before the smaller sizes are made.
    del full
    low, high, is_deep = _range_of(level)
    number = 0
    while max(level.size) >= 2 * SMALLEST_SIDE_PX:
        number += 1
        level = _write_level(folder / f"{number}.npy", level, is_half=True)
    meta = _Meta(
        first=1 if is_in_parts else 0,
        num_levels=number + 1,
        scale=CodeScale(65_536) if is_deep else EIGHT_BIT,
        low=low,
        high=high,
    )
    (folder / _META).write_bytes(msgspec.json.encode(meta))


def _write_level(path: Path, source: Level, *, is_half: bool) -> ArrayLevel:
    width, height = source.size
    sample = source.read(0, 0, 1, 1)
    size = (-(-height // 2), -(-width // 2)) if is_half else (height, width)
    dtype = np.uint8 if sample.dtype.itemsize == 1 else np.uint16
    written = np.lib.format.open_memmap(path, "w+", dtype=dtype, shape=(*size, *sample.shape[2:]))
    for top, rows in _strips(width, height):
        strip = source.read(0, top, width, rows)
        half = _halved(strip) if is_half else strip
        first = top // 2 if is_half else top
        written[first : first + half.shape[0]] = half
    written.flush()
    del written
    return _mapped(path)


def _halved(strip: Codes) -> Codes:
    if strip.dtype == np.uint8:
        # Pillow takes a fifth of the time.
        return np.asarray(Image.fromarray(np.ascontiguousarray(strip)).reduce(2))
    return halve(strip.astype(np.uint16, copy=False))


def _range_of(level: Level) -> tuple[float, float, bool]:
    """Return the lowest and the highest value, and whether there are more than 8 bits."""
    if level.read(0, 0, 1, 1).dtype.itemsize == 1:
        return 0.0, 255.0, False
    width, height = level.size
    ends = []
    for top, rows in _strips(width, height):
        strip = level.read(0, top, width, rows)
        ends.append((int(strip.min()), int(strip.max())))
    return float(min(low for low, _ in ends)), float(max(high for _, high in ends)), True


def _strips(width: int, height: int) -> list[tuple[int, int]]:
    """Return where strips of rows begin and how many each has, even but for the last."""
    rows = max(2, _STRIP_PIXELS // width // 2 * 2)
    return [(top, min(rows, height - top)) for top in range(0, height, rows)]


def _opened(folder: Path, full: RowsLevel | SegmentsLevel | None) -> Levels:
    try:
        meta = msgspec.json.decode((folder / _META).read_bytes(), type=_Meta)
        files = [_mapped(folder / f"{n}.npy") for n in range(meta.first, meta.num_levels)]
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise DataError(
            f"What was kept to show this image is damaged: {error}.", hint="Open it again."
        ) from error
    levels: tuple[Level, ...] = tuple(files) if full is None else (full, *files)
    small = levels[-1].read(0, 0, *levels[-1].size)
    stats = value_stats(small, meta.scale, low=meta.low, high=meta.high)
    return Levels(levels, meta.scale, stats)


def _mapped(path: Path) -> ArrayLevel:
    return ArrayLevel(np.load(path, mmap_mode="r"))


def _bytes_in(folder: Path) -> int:
    return sum(each.stat().st_size for each in folder.iterdir())
