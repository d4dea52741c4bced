"""Editing outlines."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import polygon_edits
from engine.domain.grips import Vertex, grip_points
from engine.domain.outlines import Outline, parts_of, rings_of
from engine.domain.polygon_edits import to_geometry
from engine.domain.shapes import MultiPolygon, Polygon
from tests.domain.builders import polygons, star

SIZE = {"width": 100, "height": 80}
_SQUARE = Polygon(((10, 10), (50, 10), (50, 50), (10, 50)))
_FRAME = Polygon(_SQUARE.points_px, (((20, 20), (40, 20), (40, 40), (20, 40)),))
_BOWTIE = Polygon(((0, 0), (20, 20), (20, 0), (0, 20)))
_places = st.tuples(st.integers(0, 100).map(float), st.integers(0, 80).map(float))
_trails = st.lists(_places, min_size=1, max_size=5)
_radii = st.sampled_from([1.0, 3.5, 9.0])


def _vertices(shape) -> set[tuple[float, float]]:
    return {point for ring in rings_of(shape) for point in ring} if shape else set()


def _area(shape) -> float:
    return Outline(shape).area_px if shape else 0.0


def test_edge_at_a_side_is_that_side_and_the_place_on_it():
    assert polygon_edits.edge_at(_FRAME, x=30, y=12, tolerance_px=3) == (Vertex(0, 0, 0), (30, 10))
    assert polygon_edits.edge_at(_FRAME, x=41, y=30, tolerance_px=3) == (Vertex(0, 1, 1), (40, 30))
    assert polygon_edits.edge_at(_FRAME, x=30, y=30, tolerance_px=3) is None


@given(polygons(), st.data())
def test_vertex_added_and_removed_again_is_the_shape_it_was(polygon, data):
    edge = data.draw(st.sampled_from(list(grip_points(polygon))))
    more = polygon_edits.with_vertex(polygon, edge, (1.5, 2.5))
    added = Vertex(edge.part, edge.ring, edge.index + 1)
    assert grip_points(more)[added] == (1.5, 2.5)
    assert polygon_edits.without_vertex(more, added) == polygon


def test_without_vertex_of_a_triangle_takes_that_ring_away():
    triangle = Polygon(((60, 60), (70, 60), (65, 70)))
    holed = Polygon(_SQUARE.points_px, (((20, 20), (30, 20), (25, 30)),))
    pieces = MultiPolygon((_SQUARE, triangle))
    assert polygon_edits.without_vertex(holed, Vertex(0, 1, 2)) == _SQUARE
    assert polygon_edits.without_vertex(pieces, Vertex(1, 0, 0)) == _SQUARE
    assert polygon_edits.without_vertex(triangle, Vertex(0, 0, 0)) is None


def test_mended_crossing_lines_become_pieces():
    mended = polygon_edits.mended(_BOWTIE)
    assert isinstance(mended, MultiPolygon)
    assert _area(mended) == pytest.approx(200)
    assert polygon_edits.mended(_FRAME) is _FRAME


@given(polygons(), st.sampled_from([0.5, 2.0]))
def test_simplified_keeps_close_and_has_no_more_vertices(polygon, tolerance_px):
    simple = polygon_edits.simplified(polygon, tolerance_px=tolerance_px)
    assert len(_vertices(simple)) <= len(_vertices(polygon))
    apart = to_geometry(simple).hausdorff_distance(to_geometry(polygon))
    # Where a line begins and ends, GEOS takes two steps.
    assert apart <= 2 * tolerance_px or simple == polygon


@given(polygons(), _places, _places)
def test_cut_pieces_make_up_the_whole(polygon, start, end):
    if start == end:
        return
    pieces = polygon_edits.cut(polygon, [start, end])
    if pieces:
        assert len(pieces) >= 2
        assert sum(map(_area, pieces)) == pytest.approx(_area(polygon), abs=2)


def test_cut_across_a_hole_leaves_none():
    pieces = polygon_edits.cut(_FRAME, [(0, 30), (60, 30)])
    assert [len(piece.holes_px) for piece in pieces] == [0, 0]
    assert [_area(piece) for piece in pieces] == pytest.approx([600, 600])


def test_cut_beside_or_not_through_is_none():
    assert polygon_edits.cut(_SQUARE, [(0, 0), (90, 0)]) == []
    assert polygon_edits.cut(_SQUARE, [(0, 30), (30, 30)]) == []


def test_joined_shapes_that_touch_are_one_and_others_its_pieces():
    right = Polygon(((40, 20), (80, 20), (80, 40), (40, 40)))
    assert isinstance(polygon_edits.joined([_SQUARE, right]), Polygon)
    far = polygon_edits.joined([_SQUARE, star(80, 60, [5] * 6)])
    assert len(parts_of(far)) == 2
    assert polygon_edits.joined([]) is None


@given(polygons(), _trails, _radii)
def test_added_stroke_leaves_what_it_does_not_reach_bit_by_bit(polygon, trail, radius_px):
    brush = polygon_edits.stroke(trail, radius_px=radius_px, **SIZE)
    more = polygon_edits.added(polygon, brush)
    reach = to_geometry(brush)
    away = {p for p in _vertices(polygon) if reach.distance(shapely.Point(p)) > 1e-6}
    # What is left of a hole may be too small to stay one.
    in_holes = {point for hole in polygon.holes_px for point in hole}
    # As may a pocket that the stroke closes.
    whole = shapely.union(to_geometry(polygon), reach)
    rings = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    pockets = [ring for ring in rings if shapely.Polygon(ring).area < 0.5]
    in_pockets = {tuple(point) for ring in pockets for point in ring.coords}
    assert away - _vertices(more) <= in_holes | in_pockets
    assert _area(more) >= max(_area(polygon), _area(brush)) - 2


@given(polygons(), _trails, _radii)
def test_stroke_taken_away_leaves_what_it_does_not_reach_bit_by_bit(polygon, trail, radius_px):
    brush = polygon_edits.stroke(trail, radius_px=radius_px, **SIZE)
    less = polygon_edits.taken_away(polygon, brush)
    reach = to_geometry(brush)
    away = {p for p in _vertices(polygon) if reach.distance(shapely.Point(p)) > 1e-6}
    # A sliver with a vertex of the original may be too small to stay.
    lost = away - _vertices(less)
    assert not lost or _area(polygon) - _area(less) > 0
    assert _area(less) <= _area(polygon) + 1e-6
    if less is not None:
        assert to_geometry(less).intersection(reach).area < 2


def test_taken_away_where_nothing_is_keeps_the_very_shape():
    brush = polygon_edits.stroke([(90, 70)], radius_px=5, **SIZE)
    assert polygon_edits.taken_away(_SQUARE, brush) is _SQUARE
    assert polygon_edits.taken_away(star(90, 70, [2] * 8), brush) is None


def test_taken_away_inside_makes_a_hole():
    brush = polygon_edits.stroke([(30, 30)], radius_px=5, **SIZE)
    less = polygon_edits.taken_away(_SQUARE, brush)
    assert len(less.holes_px) == 1
    assert set(less.points_px) == set(_SQUARE.points_px)


def test_stroke_is_round_and_stays_in_the_image():
    dot = polygon_edits.stroke([(50, 40)], radius_px=20, **SIZE)
    assert _area(dot) == pytest.approx(math.pi * 400, rel=0.02)
    line = polygon_edits.stroke([(-10, 40), (120, 40)], radius_px=5, **SIZE)
    assert to_geometry(line).bounds == (0, 35, 100, 45)
    assert polygon_edits.stroke([(200, 200)], radius_px=5, **SIZE) is None
