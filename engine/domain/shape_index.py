"""What lies under a point of an image, among thousands of shapes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.domain.outlines import Outline
from engine.domain.shapes import Box


class ShapeIndex:
    """Finds shapes by place. Boxes answer for all, and only few outlines are looked at closely.

    Args:
        outlines: The shapes; answers name their positions.
    """

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        boxes = [outline.xyxy_px for outline in outlines]
        self.xyxy_px: NDArray[np.float64] = np.array(boxes, dtype=np.float64).reshape(-1, 4)
        self._is_box = np.array([isinstance(o.shape, Box) for o in outlines], dtype=bool)

    def at(
        self, x: float, y: float, *, tolerance_px: float, passing: Sequence[int] = ()
    ) -> int | None:
        """Return the position of the shape that a click at a point means.

        A shape whose outline, bone or keypoint passes within the tolerance comes first, the nearest
        one; else the smallest of the shapes around the point, as others would hide it. Clicks pass
        through the shapes at some positions.
        """
        if not len(self._outlines):
            return None
        to_outline, areas_px = self._measure(x, y, tolerance_px)
        to_outline[list(passing)] = areas_px[list(passing)] = np.inf
        nearest = int(to_outline.argmin())
        if to_outline[nearest] <= tolerance_px:
            return nearest
        smallest = int(areas_px.argmin())
        return smallest if np.isfinite(areas_px[smallest]) else None

    def inside(self, area: Box) -> list[int]:
        """Return the positions of the shapes that lie whole inside an area."""
        low = (self.xyxy_px[:, :2] >= (area.x1, area.y1)).all(axis=1)
        high = (self.xyxy_px[:, 2:] <= (area.x2, area.y2)).all(axis=1)
        return [int(row) for row in np.flatnonzero(low & high)]

    def _measure(
        self, x: float, y: float, tolerance_px: float
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return each shape's distance, and its area where the point lies inside, else infinity."""
        outside, depth = _distances(self.xyxy_px, x=x, y=y)
        sides = self.xyxy_px[:, 2:] - self.xyxy_px[:, :2]
        to_outline = np.where(outside > 0, outside, depth)
        areas_px = np.where(outside > 0, np.inf, sides[:, 0] * sides[:, 1])
        to_outline[~self._is_box] = areas_px[~self._is_box] = np.inf
        for row in np.flatnonzero(~self._is_box & (outside <= tolerance_px)).tolist():
            outline = self._outlines[row]
            to_outline[row] = outline.distance_px(x, y)
            if outline.contains(x, y):
                areas_px[row] = outline.area_px
        return to_outline, areas_px


def _distances(
    xyxy_px: NDArray[np.float64], *, x: float, y: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how far a point is outside of each box, and how deep inside."""
    beyond = np.stack(
        [xyxy_px[:, 0] - x, x - xyxy_px[:, 2], xyxy_px[:, 1] - y, y - xyxy_px[:, 3]], axis=1
    )
    past = np.clip(beyond, 0, None)
    outside = np.hypot(past[:, :2].max(axis=1), past[:, 2:].max(axis=1))
    return outside, -beyond.max(axis=1)
