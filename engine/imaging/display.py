"""Values of an image to what is seen of them: tables, local contrast, pixels for the screen."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.domain.view import ValueStats, ViewSettings

# What images are stored as, shape (h, w) or (h, w, 3); a CodeScale tells what they mean.
Codes: TypeAlias = NDArray[np.uint8] | NDArray[np.uint16]

_MAX_SLOPE = 4.0
_GRID = 8
# How many times its fair share of the pixels a gray may have before its contrast is clipped.
_CLIP_LIMIT = 2.5
# Rows are worked off in strips that stay in the processor's cache.
_STRIP_PIXELS = 65_536
_OPAQUE = np.uint32(0xFF000000)
_AS_THEY_ARE = np.arange(256, dtype=np.uint32)
# Where red, green and blue lie in the bytes of a pixel of the screen.
_BYTES = (2, 1, 0) if sys.byteorder == "little" else (1, 2, 3)


@dataclass(frozen=True, slots=True)
class CodeScale:
    """What stored codes mean: value = offset + step * code, for codes below `num_codes`."""

    num_codes: int
    offset: float = 0.0
    step: float = 1.0


EIGHT_BIT = CodeScale(256)


@dataclass(frozen=True, slots=True)
class Look:
    """View settings worked out for one image.

    Attributes:
        table: The gray to show for each code, shape (num_codes,).
        local: Tables of grays for a grid of places, shape (rows, columns, 256); None without local
            contrast.
    """

    table: NDArray[np.uint8]
    local: NDArray[np.float32] | None = None


def display_table(view: ViewSettings, stats: ValueStats, scale: CodeScale) -> NDArray[np.uint8]:
    """Return the gray that each code is shown as, shape (num_codes,)."""
    window = stats.window(view.window)
    values = scale.offset + scale.step * np.arange(scale.num_codes)
    shown = ((values - window.low) / window.width).clip(0, 1)
    shown = (shown - 0.5) * _MAX_SLOPE**view.contrast + 0.5 + view.brightness
    shown = shown.clip(0, 1) ** (1 / view.gamma)
    if view.is_inverted:
        shown = 1 - shown
    grays: NDArray[np.uint8] = np.rint(255 * shown).astype(np.uint8)
    return grays


def work_out(view: ViewSettings, stats: ValueStats, scale: CodeScale, *, small: Codes) -> Look:
    """Return how to show an image; `small` are its codes at a small size, (h, w) or (h, w, 3)."""
    table = display_table(view, stats, scale)
    if not view.has_local_contrast:
        return Look(table)
    return Look(table, _local_tables(_gray(table[small])))


def render(
    codes: Codes,
    look: Look,
    pixels: NDArray[np.uint32],
    *,
    x: int = 0,
    y: int = 0,
    size: tuple[int, int],
) -> None:
    """Write codes as pixels for the screen, each 0xffRRGGBB. Any thread.

    Args:
        codes: Shape (h, w) or (h, w, 3), a part of an image.
        look: How to show them.
        pixels: Where to write, shape (h, w).
        x: Column of the image where the part begins.
        y: Row of the image where the part begins.
        size: Width and height of the whole image at this size.
    """
    if look.local is None and codes.dtype == np.uint8 and np.array_equal(look.table, _AS_THEY_ARE):
        _copy(codes, pixels)
        return
    for strip in _strips(*pixels.shape):
        if look.local is None:
            _pack(codes[strip], pixels[strip], table=look.table.astype(np.uint32))
            continue
        grays = np.take(look.table, codes[strip], mode="clip")
        grays = _with_local_contrast(grays, look.local, x=x, y=y + strip.start, size=size)
        _pack(grays, pixels[strip], table=_AS_THEY_ARE)


def _strips(height: int, width: int) -> list[slice]:
    rows = max(1, _STRIP_PIXELS // max(width, 1))
    return [slice(first, min(first + rows, height)) for first in range(0, height, rows)]


def _copy(codes: Codes, pixels: NDArray[np.uint32]) -> None:
    """Write grays or colors as they are, in a third of the time that tables take."""
    pixels.fill(_OPAQUE)
    parts = pixels.view(np.uint8).reshape(*pixels.shape, 4)
    for channel, place in enumerate(_BYTES):
        parts[..., place] = codes if codes.ndim == 2 else codes[..., channel]


def _pack(codes: Codes, pixels: NDArray[np.uint32], *, table: NDArray[np.uint32]) -> None:
    if codes.ndim == 2:
        np.take(table * np.uint32(0x010101), codes, out=pixels, mode="clip")
    else:
        channel = np.empty_like(pixels)
        np.take(table << np.uint32(16), codes[..., 0], out=pixels, mode="clip")
        for place, shift in ((1, 8), (2, 0)):
            np.take(table << np.uint32(shift), codes[..., place], out=channel, mode="clip")
            pixels |= channel
    pixels |= _OPAQUE


def _gray(grays: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if grays.ndim == 2:
        return grays
    weights = np.array([77, 150, 29], np.uint16)
    luma: NDArray[np.uint8] = ((grays.astype(np.uint16) @ weights) >> 8).astype(np.uint8)
    return luma


def _local_tables(gray: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return for a grid of places the table that evens out the grays around it, but not too much.

    That is contrast-limited adaptive histogram equalization.
    """
    tables = np.empty((_GRID, _GRID, 256), np.float32)
    rows, columns = (np.linspace(0, side, _GRID + 1).astype(int) for side in gray.shape)
    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column, (left, right) in enumerate(pairwise(columns)):
            part = gray[top : max(bottom, top + 1), left : max(right, left + 1)]
            tables[row, column] = _equalizing(np.bincount(part.ravel(), minlength=256))
    return tables


def _equalizing(histogram: NDArray[np.int64]) -> NDArray[np.float32]:
    share = histogram / max(histogram.sum(), 1)
    limit = _CLIP_LIMIT / 256
    spare = np.maximum(share - limit, 0).sum()
    share = np.minimum(share, limit) + spare / 256
    table: NDArray[np.float32] = (255 * np.cumsum(share)).astype(np.float32)
    return table


def _with_local_contrast(
    grays: NDArray[np.uint8],
    tables: NDArray[np.float32],
    *,
    x: int,
    y: int,
    size: tuple[int, int],
) -> NDArray[np.uint8]:
    gray = _gray(grays)
    wanted = _blended(gray, tables, x=x, y=y, size=size)
    if grays.ndim == 2:
        return wanted.astype(np.uint8)
    # All three channels by one factor, so that the hue stays.
    gain = wanted / np.maximum(gray, 1)
    colors: NDArray[np.uint8] = (grays * gain[..., None]).clip(0, 255).astype(np.uint8)
    return colors


def _blended(
    gray: NDArray[np.uint8],
    tables: NDArray[np.float32],
    *,
    x: int,
    y: int,
    size: tuple[int, int],
) -> NDArray[np.float32]:
    """Return each gray by the tables of the four places around it, weighted by nearness."""
    height, width = gray.shape
    above, down = _places(y, height, of=size[1])
    before, across = _places(x, width, of=size[0])
    blended = np.empty(gray.shape, np.float32)
    for top, bottom in _runs(above):
        for left, right in _runs(before):
            part = gray[top:bottom, left:right]
            row, column = above[top], before[left]
            below, after = min(row + 1, _GRID - 1), min(column + 1, _GRID - 1)
            to_right, to_bottom = across[left:right], down[top:bottom, None]
            upper = _mix(tables[row, column], tables[row, after], part, to_right)
            lower = _mix(tables[below, column], tables[below, after], part, to_right)
            blended[top:bottom, left:right] = upper + (lower - upper) * to_bottom
    return blended


def _mix(
    first: NDArray[np.float32],
    second: NDArray[np.float32],
    gray: NDArray[np.uint8],
    share: NDArray[np.float32],
) -> NDArray[np.float32]:
    mixed: NDArray[np.float32] = first[gray]
    mixed += (second[gray] - mixed) * share
    return mixed


def _places(first: int, count: int, *, of: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the grid place before each pixel, and how far it is on the way to the next one."""
    middles = (first + np.arange(count) + 0.5) * _GRID / of - 0.5
    middles = middles.clip(0, _GRID - 1)
    before = middles.astype(np.int64)
    return before, (middles - before).astype(np.float32)


def _runs(places: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Return where runs of one place begin and end."""
    edges = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(places)]
    return list(pairwise(edges))
