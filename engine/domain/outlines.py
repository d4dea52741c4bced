"""Shapes as lines: what finding them on a canvas and painting them there needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
    WholeImage,
    bounding_box,
)

Points: TypeAlias = NDArray[np.float64]


class Outline:
    """The lines of one shape in pixels of the image, computed when first asked for and then kept.

    Args:
        shape: The shape; it never changes.
        edges: The pairs of keypoints that lines join, where the shape has keypoints.
    """

    def __init__(self, shape: Shape, *, edges: Iterable[tuple[int, int]] = ()) -> None:
        self.shape = shape
        self._edges = tuple(edges)

    @cached_property
    def box(self) -> Box:
        """The upright box around the shape."""
        return bounding_box(self.shape)

    @cached_property
    def xyxy_px(self) -> tuple[float, float, float, float]:
        """The corners of that box."""
        return self.box.xyxy_px

    @cached_property
    def rings_px(self) -> tuple[Points, ...]:
        """Closed lines, each (n, 2), the first point not repeated; none for keypoints."""
        return tuple(np.array(ring, dtype=np.float64) for ring in rings_of(self.shape))

    @cached_property
    def bones_px(self) -> Points:
        """The lines between keypoints that were labeled, x1 y1 x2 y2 each, (n, 4)."""
        if not isinstance(self.shape, KeypointSet):
            return np.empty((0, 4))
        points = self.shape.points_px
        known = [
            (*points[start][:2], *points[end][:2])
            for start, end in self._edges
            if max(start, end) < len(points)
            and Visibility.NOT_LABELED not in (points[start][2], points[end][2])
        ]
        return np.array(known, dtype=np.float64).reshape(-1, 4)

    @cached_property
    def area_px(self) -> float:
        """The area inside in square pixels; of keypoints that of their box."""
        if isinstance(self.shape, KeypointSet):
            return self.box.width * self.box.height
        # Rings of pieces add up, and each hole lies in one of them.
        return sum(sign * abs(_area(ring)) for sign, ring in self._signed_rings())

    def distance_px(self, x: float, y: float) -> float:
        """Return how far a point is from the nearest line or keypoint; infinite without any."""
        lines = self._lines
        if not len(lines):
            return float("inf")
        start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
        lengths = (along**2).sum(axis=1)
        offset = np.array((x, y)) - start
        share = (offset * along).sum(axis=1) / np.where(lengths > 0, lengths, 1.0)
        gap = offset - np.clip(share, 0.0, 1.0)[:, None] * along
        return float(np.sqrt((gap**2).sum(axis=1).min()))

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies inside; in a hole is outside, in the box of keypoints is inside."""
        if isinstance(self.shape, KeypointSet):
            box = self.box
            return box.x1 <= x <= box.x2 and box.y1 <= y <= box.y2
        lines = self._lines
        x1, y1, x2, y2 = lines.T if len(lines) else np.empty((4, 0))
        crosses = (y1 > y) != (y2 > y)
        rise = np.where(crosses, y2 - y1, 1.0)
        return bool((crosses & (x < x1 + (y - y1) / rise * (x2 - x1))).sum() % 2)

    @cached_property
    def _lines(self) -> Points:
        """All lines, x1 y1 x2 y2 each; a keypoint is a line without length."""
        if isinstance(self.shape, KeypointSet):
            return np.concatenate([self.bones_px, np.tile(labeled_points(self.shape), 2)])
        rings = [np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in self.rings_px]
        return np.concatenate(rings) if rings else np.empty((0, 4))

    def _signed_rings(self) -> list[tuple[int, Points]]:
        if not isinstance(self.shape, Polygon | MultiPolygon):
            return [(1, ring) for ring in self.rings_px]
        signs = [sign for part in parts_of(self.shape) for sign in (1, *[-1] * len(part.holes_px))]
        return list(zip(signs, self.rings_px, strict=True))


def rings_of(shape: Shape) -> Sequence[Sequence[tuple[float, float]]]:
    """Return the closed lines of a shape in pixels: of each piece the outer one, then its holes."""
    match shape:
        case Box():
            x1, y1, x2, y2 = shape.xyxy_px
            return [((x1, y1), (x2, y1), (x2, y2), (x1, y2))]
        case OrientedBox():
            return [shape.corners_px()]
        case Polygon() | MultiPolygon():
            return [ring for part in parts_of(shape) for ring in (part.points_px, *part.holes_px)]
        case KeypointSet() | WholeImage():
            return []


def parts_of(shape: Polygon | MultiPolygon) -> tuple[Polygon, ...]:
    """Return the pieces of an object; a polygon is its only one."""
    return shape.parts if isinstance(shape, MultiPolygon) else (shape,)


def labeled_points(shape: KeypointSet) -> Points:
    """Return where the keypoints are that were labeled, (n, 2)."""
    places = [(x, y) for x, y, seen in shape.points_px if seen is not Visibility.NOT_LABELED]
    return np.array(places, dtype=np.float64).reshape(-1, 2)


def _area(ring: Points) -> float:
    following = np.roll(ring, -1, axis=0)
    return float((ring[:, 0] * following[:, 1] - following[:, 0] * ring[:, 1]).sum()) / 2
