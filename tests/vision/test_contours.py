"""Closed lines around masks whose area is known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.vision.builders import probe

# Of each piece of some masks the area, the number of points and the middle of each line.
_TOLD = """
import numpy as np
from engine.vision.contours import trace
rows, columns = np.mgrid[0:200, 0:200] + 0.5
turn = np.arctan2(rows - 100, columns - 100)

def disk(x, y, radius):
    return np.hypot(columns - x, rows - y) < radius

def told(mask, **wanted):
    wanted = {"tolerance_px": 0.75, "most_points": 400} | wanted
    pieces = trace(mask.astype(np.uint8), **wanted)
    return [[[area(ring), len(ring), *ring.mean(axis=0)] for ring in piece] for piece in pieces]

def area(ring):
    x, y = ring.T
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2

ring = disk(100, 100, 60) & ~disk(100, 100, 30) | disk(20, 20, 15)
specks = disk(100, 100, 60) & ~disk(100, 100, 10) | disk(20, 20, 12)
grid = (rows % 10 < 6) & (columns % 10 < 6)
star = np.hypot(columns - 100, rows - 100) < 60 + 20 * np.cos(24 * turn)
print(json.dumps({
    "ring": told(ring),
    "specks": told(specks),
    "point": told(disk(50, 50, 1.2), least_px=16),
    "nothing": told(disk(-50, 50, 1)),
    "star": told(star),
    "coarse": told(star, most_points=60),
    "crumbs": told(grid),
    "sieve": told(~grid & disk(100, 100, 100)),
    "row": told((np.abs(rows - 7.5) < 0.1) & (np.abs(columns - 40) < 20)),
}))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return probe(_TOLD)


def test_holes_and_pieces_are_as_large_as_they_are_in_the_mask(told):
    (outer, hole), (other,) = told["ring"]

    for line, radius, middle in ((outer, 60, 100), (hole, 30, 100), (other, 15, 20)):
        area_px, _, x, y = line
        assert area_px == pytest.approx(3.1416 * radius**2, rel=0.03)
        assert (x, y) == pytest.approx((middle, middle), abs=2)


def test_specks_are_left_out_and_the_largest_piece_never_is(told):
    assert [len(piece) for piece in told["specks"]] == [1]
    assert [len(piece) for piece in told["point"]] == [1]
    assert told["nothing"] == []


def test_points_when_there_are_too_many_are_fewer_and_still_go_around(told):
    ((fine,),), ((coarse,),) = told["star"], told["coarse"]

    assert fine[1] > 60
    assert coarse[1] <= 60
    assert coarse[0] > 0.7 * fine[0]


def test_lines_when_a_mask_has_hundreds_of_pieces_or_holes_are_those_of_twenty(told):
    assert [len(piece) for piece in told["crumbs"]] == [1] * 20
    (sieve,) = told["sieve"]
    assert len(sieve) <= 21
    for pieces in (told["crumbs"], told["sieve"]):
        assert sum(line[1] for piece in pieces for line in piece) <= 400


def test_line_of_pixels_is_a_box_around_it(told):
    assert told["row"] == [[[40.0, 4, 40.0, 7.5]]]
