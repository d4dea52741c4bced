"""From pixels that belong to an object to closed lines around its pieces and holes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

# A smaller piece or hole, held against the largest piece, is a speck: it costs the expert a click
# and tells nothing.
LEAST_SHARE = 0.05
# So many lines have few points each however coarse they become, or no number of points would do.
_MOST_PIECES, _MOST_HOLES = 20, 20
_MIN_RING = 3


def trace(
    mask: NDArray[np.uint8], *, tolerance_px: float, most_points: int, least_px: float = 1.0
) -> list[list[Points]]:
    """Return the pieces of a mask, largest first: of each its outer line, then its holes.

    Pieces and holes below `LEAST_SHARE` of the largest piece are left out, and all but the twenty
    largest of each kind; the largest piece never is.

    Args:
        mask: Not zero inside, (height, width).
        tolerance_px: How far a line may pass beside the true one.
        most_points: Of all lines together, 80 or more; beyond them lines become coarser.
        least_px: Pixels of a piece or hole that counts beside the largest.

    Returns:
        Points from the mask's top left corner, the first not repeated, (k, 2) each.
    """
    contours, tree = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return []
    chosen = _chosen(contours, tree[0], least_px)
    while True:
        pieces = [
            [_outer(contours[outer], tolerance_px), *_holes(contours, holes, tolerance_px)]
            for outer, holes in chosen
        ]
        if sum(len(ring) for piece in pieces for ring in piece) <= most_points:
            return pieces
        tolerance_px *= 2


def _chosen(
    contours: Sequence[Any], tree: NDArray[np.int32], least_px: float
) -> list[tuple[int, list[int]]]:
    """Return the contours of pieces that count, largest first, each with those of its holes."""
    parents = tree[:, 3].tolist()
    sizes = [_num_pixels(*each) for each in zip(contours, parents, strict=True)]
    pieces = sorted(
        (row for row, parent in enumerate(parents) if parent < 0), key=lambda row: -sizes[row]
    )
    least = max(least_px, LEAST_SHARE * sizes[pieces[0]])
    holes: dict[int, list[int]] = {
        row: [] for row in pieces[:_MOST_PIECES] if row == pieces[0] or sizes[row] >= least
    }
    large = (row for row, parent in enumerate(parents) if parent in holes and sizes[row] >= least)
    for row in sorted(large, key=lambda row: -sizes[row])[:_MOST_HOLES]:
        holes[parents[row]].append(row)
    return list(holes.items())


def _num_pixels(contour: Any, parent: int) -> float:
    """Return the pixels in a contour (Pick's theorem); a hole's own border is not of the hole."""
    border = len(contour) / 2
    return float(cv2.contourArea(contour)) + (border + 1 if parent < 0 else 1 - border)


def _outer(contour: Any, tolerance_px: float) -> Points:
    x, y, width, height = cv2.boundingRect(contour)
    ring = cv2.approxPolyDP(contour, tolerance_px, closed=True).reshape(-1, 2)
    if width < 2 or height < 2 or len(ring) < _MIN_RING:
        return np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], float)
    # The contour runs through the middles of the outermost pixels; the object reaches their ends.
    stretch = np.array([width, height]) / [width - 1, height - 1]
    return _placed(ring, [x, y], scale=stretch, place=[x, y])


def _holes(contours: Sequence[Any], rows: list[int], tolerance_px: float) -> list[Points]:
    found = (_hole(contours[row], tolerance_px) for row in rows)
    return [ring for ring in found if len(ring) >= _MIN_RING]


def _hole(contour: Any, tolerance_px: float) -> Points:
    """Return the line around a hole, whose contour runs through the pixels beside it."""
    x, y, width, height = cv2.boundingRect(contour)
    ring = cv2.approxPolyDP(contour, tolerance_px, closed=True).reshape(-1, 2)
    shrink = np.array([width - 2, height - 2]) / [width - 1, height - 1]
    return _placed(ring, [x, y], scale=shrink, place=[x + 1, y + 1])


def _placed(ring: Any, corner: list[int], *, scale: Points, place: list[int]) -> Points:
    moved: Points = np.array(place) + (ring - corner) * scale
    return moved
