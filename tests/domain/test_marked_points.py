"""Outlines as rows of points with marks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import DataError
from engine.domain.marked_points import (
    Mark,
    closed_lines,
    marked_outline,
    outline_of_marked,
    outline_of_rings,
)
from engine.domain.polygon_edits import is_simple
from engine.domain.shapes import MultiPolygon, Polygon, bounding_box
from tests.domain.builders import polygons

SQUARE = np.array([[0, 0], [10, 0], [10, 10], [0, 10]], float)


@given(st.lists(polygons(), min_size=1, max_size=4))
def test_outline_when_marked_and_read_is_the_same_to_single_precision(parts: list[Polygon]):
    shape = MultiPolygon(tuple(parts)) if len(parts) > 1 else parts[0]

    rows = marked_outline(shape)
    read = outline_of_marked(rows)

    assert rows.dtype == np.float32
    assert type(read) is type(shape)
    np.testing.assert_array_equal(marked_outline(read), rows)
    np.testing.assert_allclose(bounding_box(read).xyxy_px, bounding_box(shape).xyxy_px, rtol=1e-6)


def test_outline_of_a_row_without_marks_is_one_ring():
    assert outline_of_marked(SQUARE) == Polygon(tuple(map(tuple, SQUARE.tolist())))


def test_hole_belongs_to_the_piece_before_it():
    hole = SQUARE / 4 + 2
    rows = [(SQUARE + 20, Mark.PIECE), (SQUARE, Mark.PIECE), (hole, Mark.HOLE)]

    first, second = outline_of_marked(
        np.concatenate([np.column_stack([ring, [mark, 0, 0, 0]]) for ring, mark in rows])
    ).parts

    assert (len(first.holes_px), len(second.holes_px)) == (0, 1)
    assert second.holes_px[0] == tuple(map(tuple, hole.tolist()))


def test_piece_when_it_has_no_area_falls_away():
    flat = np.array([[0, 0, Mark.PIECE], [5, 0, Mark.ON], [9, 0, Mark.ON]], float)
    square = np.column_stack([SQUARE, [Mark.PIECE, 0, 0, 0]])

    assert isinstance(outline_of_marked(np.concatenate([flat, square])), Polygon)
    for nothing in (flat, flat[:0], np.zeros((0, 2))):
        with pytest.raises(DataError):
            outline_of_marked(nothing)


def test_lines_of_no_rows_are_none():
    assert closed_lines(np.zeros((0, 3))) == []


def test_rings_when_they_cross_become_pieces_that_do_not():
    bow_tie = SQUARE[[0, 2, 1, 3]]

    mended = outline_of_rings([[bow_tie]])

    assert isinstance(mended, MultiPolygon)
    assert is_simple(mended)


def test_rings_without_area_are_no_outline():
    assert outline_of_rings([]) is None
    assert outline_of_rings([[SQUARE[:2]]]) is None
