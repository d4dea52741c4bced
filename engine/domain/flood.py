"""Regions of similar color around a point of an image, and their outlines. Pure, any thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from engine.domain.polygon_edits import Outlined, from_geometry

Mask = NDArray[np.bool_]

# Holes up to this share of the region, or so many pixels, are noise.
_MAX_HOLE_SHARE = 0.002
_MIN_HOLE_PX = 16
# A line through the middles of the steps that pixels make lies so far from their corners.
_STEP_PX = 0.75


def color_distances(rgb: NDArray[np.uint8], *, x: int, y: int) -> NDArray[np.uint8]:
    """Return how much each pixel differs from the one at a place, 0 to 255, in any channel.

    Each pixel counts with its eight neighbors, so that noise makes no islands.

    Args:
        rgb: Pixels, shape (height, width, channels).
        x: Column of the place.
        y: Row of the place.
    """
    smooth = _blurred(rgb)
    distances: NDArray[np.uint8] = np.abs(smooth - smooth[y, x]).max(axis=2).astype(np.uint8)
    return distances


def region_at(mask: Mask, *, x: int, y: int) -> Mask:
    """Return the part of a mask, (height, width), that hangs together with a place in it.

    Neighbors share a side. Small holes are filled. Empty where the mask does not hold the place.
    """
    if not mask[y, x]:
        return np.zeros_like(mask)
    runs = _Runs.of(mask)
    is_seed = (runs.rows == y) & (runs.starts <= x) & (x < runs.ends)
    wholes = runs.wholes()
    return _without_small_holes(runs.painted(wholes == wholes[is_seed]))


def outline_of(region: Mask) -> Outlined | None:
    """Return the outline of a region that hangs together, in pixels from its top left corner.

    The steps that pixels make become slanted lines. None where it is empty.
    """
    if not region.any():
        return None
    faces = shapely.get_parts(shapely.polygonize(_boundary(region)))
    # Holes are faces too, but the region goes around all of them.
    whole = max(faces, key=lambda face: face.envelope.area)
    return from_geometry(whole.simplify(_STEP_PX, preserve_topology=True))


def _blurred(rgb: NDArray[np.uint8]) -> NDArray[np.int16]:
    """Return the mean of each pixel and its eight neighbors; at the border, as if it went on."""
    padded = np.pad(rgb, ((1, 1), (1, 1), (0, 0)), mode="edge").astype(np.int16)
    lines = padded[:-2] + padded[1:-1] + padded[2:]
    blurred: NDArray[np.int16] = (lines[:, :-2] + lines[:, 1:-1] + lines[:, 2:]) // 9
    return blurred


def _without_small_holes(region: Mask) -> Mask:
    gaps = _Runs.of(~region)
    wholes = gaps.wholes()
    sizes = np.bincount(wholes, weights=gaps.ends - gaps.starts, minlength=len(wholes))
    height, width = region.shape
    is_at_border = (gaps.rows == 0) | (gaps.rows == height - 1)
    is_at_border |= (gaps.starts == 0) | (gaps.ends == width)
    is_open = np.bincount(wholes, weights=is_at_border, minlength=len(wholes)) > 0
    is_small = ~is_open & (sizes <= max(_MAX_HOLE_SHARE * region.sum(), _MIN_HOLE_PX))
    return region | gaps.painted(is_small[wholes])


@dataclass(frozen=True, slots=True)
class _Runs:
    """The runs of set pixels of a mask, line by line: row, first column, column after the last."""

    rows: NDArray[np.intp]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    shape: tuple[int, int]

    @classmethod
    def of(cls, mask: Mask) -> _Runs:
        steps = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
        rows, starts = np.nonzero(steps == 1)
        _, ends = np.nonzero(steps == -1)
        return cls(rows, starts, ends, (mask.shape[0], mask.shape[1]))

    def painted(self, chosen: NDArray[np.bool_]) -> Mask:
        """Return the mask of some of the runs."""
        height, width = self.shape
        flags = np.zeros((height, width + 1), dtype=np.int8)
        flags[self.rows[chosen], self.starts[chosen]] += 1
        flags[self.rows[chosen], self.ends[chosen]] -= 1
        painted: Mask = flags.cumsum(axis=1)[:, :-1] > 0
        return painted

    def wholes(self) -> NDArray[np.intp]:
        """Return for each run the first one of those it hangs together with."""
        upper, lower = self._touching()
        least = np.arange(len(self.rows))
        while True:
            joined = least.copy()
            smaller = np.minimum(least[upper], least[lower])
            for side in (upper, lower):
                np.minimum.at(joined, least[side], smaller)
                np.minimum.at(joined, side, smaller)
            while not np.array_equal(joined, joined[joined]):
                joined = joined[joined]
            if np.array_equal(joined, least):
                return least
            least = joined

    def _touching(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the pairs of runs that lie on one another in neighboring rows."""
        stride = self.shape[1] + 1
        below = (self.rows + 1) * stride
        places = self.rows * stride
        first = np.searchsorted(places + self.ends, below + self.starts, side="right")
        last = np.searchsorted(places + self.starts, below + self.ends, side="left")
        counts = np.maximum(last - first, 0)
        upper = np.repeat(np.arange(len(self.rows)), counts)
        offsets = np.arange(len(upper)) - np.repeat(np.cumsum(counts) - counts, counts)
        return upper, np.repeat(first, counts) + offsets


def _boundary(region: Mask) -> NDArray[np.object_]:
    """Return the lines between set pixels and others, each as long as it is straight."""
    padded = np.pad(region, 1)
    lines = [_straight_lines(padded), _straight_lines(padded.T)[:, :, ::-1]]
    return np.asarray(shapely.linestrings(np.concatenate(lines).astype(np.float64) - 1))


def _straight_lines(padded: Mask) -> NDArray[np.intp]:
    """Return the horizontal lines of the boundary, shape (n, 2 points, x and y).

    They break wherever a vertical one meets them, as those do there.
    """
    edges = padded[1:] != padded[:-1]
    inner = padded[1:]
    starts = edges.copy()
    starts[:, 1:] &= ~(edges[:, :-1] & (inner[:, 1:] == inner[:, :-1]))
    ends = edges.copy()
    ends[:, :-1] &= ~(edges[:, 1:] & (inner[:, 1:] == inner[:, :-1]))
    rows, firsts = np.nonzero(starts)
    _, lasts = np.nonzero(ends)
    begin, end = np.stack([firsts, rows + 1], axis=1), np.stack([lasts + 1, rows + 1], axis=1)
    return np.stack([begin, end], axis=1)
