"""Outlines against Shapely, and finding shapes by place."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.outlines import Outline, parts_of
from engine.domain.shape_index import ShapeIndex
from engine.domain.shapes import (
    Box,
    KeypointSet,
    MultiPolygon,
    OrientedBox,
    Polygon,
    Visibility,
    WholeImage,
)
from tests.domain.builders import polygons, star

_points = st.tuples(st.integers(0, 99).map(float), st.integers(0, 79).map(float))
_RING = Polygon(
    ((10, 10), (50, 10), (50, 50), (10, 50)), (((20, 20), (40, 20), (40, 40), (20, 40)),)
)
_PERSON = KeypointSet(
    (
        (10.0, 10.0, Visibility.VISIBLE),
        (30.0, 10.0, Visibility.HIDDEN),
        (0.0, 0.0, Visibility.NOT_LABELED),
    ),
    Box(5, 5, 60, 60),
)


def _shapely(polygon: Polygon) -> shapely.Polygon:
    return shapely.Polygon(polygon.points_px, polygon.holes_px)


@given(polygons(), _points)
def test_outline_measures_as_shapely_does(polygon, point):
    truth, outline = _shapely(polygon), Outline(polygon)
    place = shapely.Point(point)
    assert outline.distance_px(*point) == pytest.approx(truth.boundary.distance(place), abs=1e-9)
    assert outline.area_px == pytest.approx(truth.area)
    if truth.boundary.distance(place) > 1e-9:
        assert outline.contains(*point) == truth.contains(place)


def test_outline_of_pieces_counts_all_of_them():
    pieces = MultiPolygon((star(20, 20, [9] * 5), _RING))
    outline = Outline(pieces)
    assert [len(ring) for ring in outline.rings_px] == [5, 4, 4]
    assert outline.area_px == pytest.approx(sum(_shapely(p).area for p in parts_of(pieces)))
    assert not outline.contains(30, 30)


def test_outline_of_keypoints_is_bones_and_points():
    outline = Outline(_PERSON, edges=((0, 1), (1, 2)))
    assert outline.bones_px.tolist() == [[10, 10, 30, 10]]
    assert outline.distance_px(20, 12) == pytest.approx(2)
    assert Outline(_PERSON).distance_px(20, 10) == pytest.approx(10)
    assert outline.contains(50, 50)


def test_outline_of_a_whole_image_is_nothing():
    outline = Outline(WholeImage(10, 10))
    assert outline.distance_px(5, 5) == float("inf")
    assert not outline.contains(5, 5)


def _index(*shapes):
    return ShapeIndex([Outline(shape) for shape in shapes])


def test_at_an_outline_means_the_nearest_one():
    index = _index(Box(0, 0, 50, 50), Box(40, 10, 60, 30))
    assert index.at(49, 20, tolerance_px=3) == 0
    assert index.at(41, 20, tolerance_px=3) == 1


def test_at_an_inside_means_the_smallest_around():
    index = _index(Box(0, 0, 90, 70), _RING, Box(5, 5, 70, 65), WholeImage(100, 80))
    assert index.at(15, 30, tolerance_px=2) == 1
    assert index.at(30, 30, tolerance_px=2) == 2


def test_at_a_corner_of_a_rotated_boxs_frame_is_outside_of_it():
    index = _index(OrientedBox(50, 40, 40, 10, 0.7854))
    assert index.at(50, 40, tolerance_px=2) == 0
    assert index.at(36, 55, tolerance_px=2) is None


def test_at_a_keypoint_means_its_object():
    index = _index(_PERSON, Box(8, 8, 13, 13))
    assert index.at(10.5, 10.5, tolerance_px=2) == 0


def test_at_nothing_is_none():
    assert _index().at(1, 1, tolerance_px=3) is None
    assert _index(Box(0, 0, 9, 9)).at(40, 40, tolerance_px=3) is None


def test_at_a_corner_is_measured_around_it():
    index = _index(Box(0, 0, 10, 10))
    assert index.at(13, 14, tolerance_px=5) == 0
    assert index.at(14, 14, tolerance_px=5) is None


def test_inside_an_area_are_those_that_fit_whole():
    index = _index(Box(5, 5, 10, 10), Box(5, 5, 50, 10), star(25, 25, [3] * 6))
    assert index.inside(Box(0, 0, 30, 30)) == [0, 2]
