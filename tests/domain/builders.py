"""Shapes of every kind for property tests."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Shape,
    Visibility,
)

_lengths = st.integers(2, 20).map(float)


def star(cx: float, cy: float, radii: list[float]) -> Polygon:
    """A simple polygon around a center, one vertex a radius."""
    turns = [2 * math.pi * index / len(radii) for index in range(len(radii))]
    points = zip(radii, turns, strict=True)
    return Polygon(tuple((cx + r * math.cos(t), cy + r * math.sin(t)) for r, t in points))


def boxes(low: float = 0, high: float = 60) -> st.SearchStrategy[Box]:
    """Boxes with their top left corner between two places."""
    places = st.integers(int(low), int(high)).map(float)
    return st.builds(lambda x, y, w, h: Box(x, y, x + w, y + h), places, places, _lengths, _lengths)


def polygons(low: float = 20, high: float = 60) -> st.SearchStrategy[Polygon]:
    """Simple polygons with their center between two places, some with a hole."""
    places = st.integers(int(low), int(high)).map(float)
    radii = st.lists(st.integers(6, 18).map(float), min_size=4, max_size=9)
    hole = st.sampled_from([None, 2.0])
    return st.builds(_with_hole, places, places, radii, hole)


def keypoint_sets() -> st.SearchStrategy[KeypointSet]:
    """Three keypoints in a box, seen or not."""
    places = st.integers(20, 60).map(float)
    points = st.tuples(places, places, st.sampled_from(Visibility))
    return st.builds(
        lambda points: KeypointSet(tuple(points), Box(20, 20, 60, 60)),
        st.lists(points, min_size=3, max_size=3),
    )


def shapes() -> st.SearchStrategy[Shape]:
    """Shapes of any kind inside an image of 100 x 80 pixels."""
    places = st.integers(25, 50).map(float)
    oriented = st.builds(OrientedBox, places, places, _lengths, _lengths, st.floats(0, 3.1))
    pairs = st.builds(
        lambda left, right: MultiPolygon((left, right)), polygons(20, 30), polygons(50, 60)
    )
    return st.one_of(boxes(), oriented, polygons(), pairs, keypoint_sets())


def _with_hole(cx: float, cy: float, radii: list[float], hole: float | None) -> Polygon:
    outer = star(cx, cy, radii)
    if hole is None:
        return outer
    return Polygon(outer.points_px, (star(cx, cy, [hole] * 4).points_px,))
