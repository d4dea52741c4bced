"""Shapes that are small enough to keep."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.marked_points import Mark
from engine.domain.polygon_edits import to_geometry
from engine.domain.seen_shapes import (
    MOST_POINTS,
    SeenShape,
    areas_of_shapes,
    join_shapes,
    pack_outline,
    pack_points,
    pack_ring,
    take_shapes,
)
from tests.domain.builders import polygons

NO_EDGES = np.zeros((0, 2), np.int64)
_STEP = 1 / 32767


@given(polygons())
def test_outline_when_packed_covers_what_it_did_in_few_points(polygon):
    area = shapely.transform(to_geometry(polygon), lambda points: points / 100)

    rows = pack_outline(area)

    assert rows is not None
    assert len(rows) <= MOST_POINTS
    lines = SeenShape(rows, NO_EDGES).closed_lines_norm
    assert len(lines) == 1 + len(polygon.holes_px)
    packed = shapely.Polygon(lines[0], lines[1:]).buffer(0)
    assert packed.symmetric_difference(area).area < 0.1 * area.area


def test_outline_when_it_has_very_many_points_has_few():
    turns = np.linspace(0, 2 * np.pi, 3000, endpoint=False)
    radii = 0.3 + 0.1 * np.cos(40 * turns)
    star = shapely.Polygon(0.5 + radii[:, None] * np.column_stack([np.cos(turns), np.sin(turns)]))

    rows = pack_outline(star)

    assert rows is not None
    assert 3 <= len(rows) <= MOST_POINTS


def test_outline_of_very_many_specks_is_the_line_around_all():
    specks = shapely.union_all(
        [
            shapely.box(x / 20, y / 20, x / 20 + 0.005, y / 20 + 0.005)
            for x in range(20)
            for y in range(20)
        ]
    )

    rows = pack_outline(specks)

    assert rows is not None
    (line,) = SeenShape(rows, NO_EDGES).closed_lines_norm
    assert line.min() == pytest.approx(0, abs=0.01)
    assert line.max() == pytest.approx(0.955, abs=0.01)


def test_outline_without_area_is_none():
    assert pack_outline(shapely.Polygon()) is None
    assert pack_outline(shapely.LineString([(0, 0), (1, 1)])) is None


def test_corners_beyond_the_image_stay_where_they_are():
    corners = np.array([[-0.2, 0.1], [0.4, -0.3], [1.3, 0.5], [0.3, 1.2]])

    shape = SeenShape(pack_ring(corners), NO_EDGES)

    np.testing.assert_allclose(shape.closed_lines_norm[0], corners, atol=_STEP)
    assert len(shape.keypoints_norm) == 0
    assert len(shape.bones_norm) == 0


def test_keypoints_have_lines_between_those_that_are_known():
    points = np.array([[0.1, 0.1], [0.2, 0.1], [0.0, 0.0], [0.4, 0.5]])
    marks = [Mark.VISIBLE, Mark.HIDDEN, Mark.NOT_LABELED, Mark.VISIBLE]
    edges = np.array([[0, 1], [1, 2], [3, 1], [3, 7]])

    shape = SeenShape(pack_points(points, marks), edges)

    assert shape.closed_lines_norm == []
    np.testing.assert_allclose(shape.keypoints_norm, points[[0, 1, 3]], atol=_STEP)
    wanted = [[0.1, 0.1, 0.2, 0.1], [0.4, 0.5, 0.2, 0.1]]
    np.testing.assert_allclose(shape.bones_norm, wanted, atol=_STEP)


@given(st.lists(st.none() | st.integers(3, 9), max_size=8), st.data())
def test_shapes_taken_from_many_are_those_that_were_put_in(lengths, data):
    rng = np.random.default_rng(0)
    shapes = [None if n is None else pack_ring(rng.random((n, 2))) for n in lengths]
    count = len(shapes)
    places = data.draw(st.lists(st.integers(0, count - 1), max_size=6) if count else st.just([]))

    offsets, rows = take_shapes(*join_shapes(shapes), np.array(places, np.int64))

    assert len(offsets) == len(places) + 1
    for place, begin, end in zip(places, offsets[:-1], offsets[1:], strict=True):
        wanted = shapes[place]
        np.testing.assert_array_equal(
            rows[begin:end], np.zeros((0, 3)) if wanted is None else wanted
        )


@given(st.lists(polygons(), max_size=5))
def test_areas_any_are_those_inside_the_lines(shapes):
    packed = [pack_outline(shapely.transform(to_geometry(s), lambda p: p / 100)) for s in shapes]
    told: list = [None, *packed, pack_points(np.zeros((2, 2)), [Mark.VISIBLE] * 2), None]

    areas = areas_of_shapes(*join_shapes(told))

    assert [area is None for area in areas] == [True, *[False] * len(packed), True, True]
    for area, rows in zip(areas[1:], packed, strict=False):
        lines = SeenShape(rows, NO_EDGES).closed_lines_norm
        sizes = [shapely.Polygon(line).area for line in lines]
        assert area.area == pytest.approx(sizes[0] - sum(sizes[1:]), rel=0.05)


def test_area_of_a_line_that_crosses_itself_is_mended():
    (area,) = areas_of_shapes(*join_shapes([pack_ring(np.array([[0, 0], [1, 1], [1, 0], [0, 1]]))]))

    assert area.is_valid
    assert area.area == pytest.approx(0.5, abs=1e-3)
