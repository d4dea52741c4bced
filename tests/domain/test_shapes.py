"""Shapes: to JSON and back, clipped, bounded."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.domain.errors import DataError
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
    shape_from_json,
    shape_to_json,
)

coordinates = st.floats(-1e6, 1e6, allow_nan=False)
sides = st.floats(1e-3, 1e5)
points = st.tuples(coordinates, coordinates)
rings = st.lists(points, min_size=3, max_size=8).map(tuple)
outer_rings = rings.filter(
    lambda ring: all(len(set(values)) > 1 for values in zip(*ring, strict=True))
)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(st.floats(-1e4, 1e4)), draw(st.floats(-1e4, 1e4))
    return Box(x, y, x + draw(sides), y + draw(sides))


oriented = st.builds(OrientedBox, coordinates, coordinates, sides, sides, st.floats(-4, 4))
polygons = st.builds(Polygon, outer_rings, st.lists(rings, max_size=2).map(tuple))
keypoints = st.builds(
    KeypointSet,
    st.lists(st.tuples(coordinates, coordinates, st.sampled_from(Visibility)), max_size=5).map(
        tuple
    ),
    boxes(),
)
pieces = st.builds(MultiPolygon, st.lists(polygons, min_size=2, max_size=3).map(tuple))
wholes = st.builds(WholeImage, st.integers(1, 10**5), st.integers(1, 10**5))
shapes = st.one_of(boxes(), oriented, polygons, pieces, keypoints, wholes)


@given(shapes)
def test_json_when_written_and_read_then_the_same_shape(shape: Shape) -> None:
    assert shape_from_json(json.loads(json.dumps(shape_to_json(shape)))) == shape


@pytest.mark.parametrize(
    "data",
    [
        None,
        "box",
        {},
        {"kind": "circle"},
        {"kind": "box"},
        {"kind": "box", "xyxy": [1, 2, 3]},
        {"kind": "box", "xyxy": [1, 2, 3, "x"]},
        {"kind": "box", "xyxy": [1, 2, 3, math.nan]},
        {"kind": "box", "xyxy": [3, 2, 1, 4]},
        {"kind": "polygon", "points": [[0, 0], [1, 1]], "holes": []},
        {"kind": "keypoints", "points": [[0, 0, 7]], "xyxy": [0, 0, 1, 1]},
    ],
    ids=str,
)
def test_shape_from_json_when_it_is_none_then_says_so(data: object) -> None:
    with pytest.raises(DataError):
        shape_from_json(data)


@pytest.mark.parametrize(
    "corners", [(0, 0, 0, 5), (0, 5, 5, 5), (5, 0, 0, 5), (0, 0, math.inf, 5), (math.nan, 0, 1, 1)]
)
def test_box_when_it_has_no_area_or_no_numbers_then_refused(
    corners: tuple[float, float, float, float],
) -> None:
    with pytest.raises(DataError):
        Box(*corners)


@given(shapes)
def test_bounding_box_when_any_shape_then_all_its_points_are_inside(shape: Shape) -> None:
    match shape:
        case Polygon():
            inside = list(shape.points_px)
        case OrientedBox():
            inside = list(shape.corners_px())
        case MultiPolygon():
            inside = [point for part in shape.parts for point in part.points_px]
        case _:
            inside = []
    if inside:
        xs, ys = [x for x, _ in inside], [y for _, y in inside]
        assume(max(xs) > min(xs) and max(ys) > min(ys))
    box = bounding_box(shape)
    assert all(box.x1 <= x <= box.x2 and box.y1 <= y <= box.y2 for x, y in inside)


@given(st.floats(-math.pi, math.pi), sides, sides)
def test_oriented_box_when_turned_then_its_corners_keep_their_distance(
    angle: float, width: float, height: float
) -> None:
    corners = OrientedBox(10.0, 20.0, width, height, angle).corners_px()
    assert math.dist(corners[0], corners[1]) == pytest.approx(width)
    assert math.dist(corners[1], corners[2]) == pytest.approx(height)


def test_oriented_box_when_not_turned_then_a_box() -> None:
    assert bounding_box(OrientedBox(10.0, 20.0, 4.0, 6.0, 0.0)) == Box(8.0, 17.0, 12.0, 23.0)


def test_oriented_box_when_the_angle_is_positive_then_turned_clockwise_on_screen() -> None:
    corners = OrientedBox(0.0, 0.0, 2.0, 0.001, math.pi / 2).corners_px()
    assert corners[1][1] == pytest.approx(1.0)
