"""Regions of similar color against a slow search, and their outlines."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.domain.flood import color_distances, outline_of, region_at
from engine.domain.outlines import Outline
from engine.domain.polygon_edits import to_geometry

_masks = arrays(np.bool_, st.tuples(st.integers(1, 9), st.integers(1, 9)))


def _slow_region(mask, x, y):
    found, left = set(), [(y, x)] if mask[y, x] else []
    while left:
        row, column = left.pop()
        inside = 0 <= row < mask.shape[0] and 0 <= column < mask.shape[1]
        if not inside or (row, column) in found or not mask[row, column]:
            continue
        found.add((row, column))
        left += [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
    return found


@given(_masks, st.data())
def test_region_at_a_place_is_what_hangs_together_with_it_and_its_small_holes(mask, data):
    y = data.draw(st.integers(0, mask.shape[0] - 1))
    x = data.draw(st.integers(0, mask.shape[1] - 1))
    region = region_at(mask, x=x, y=y)
    slow = _slow_region(mask, x, y)
    fast = {tuple(place) for place in np.argwhere(region).tolist()}
    assert slow <= fast
    # Whatever was filled is closed in: it is no neighbor of the border.
    border = {0, mask.shape[0] - 1}, {0, mask.shape[1] - 1}
    assert all(r not in border[0] and c not in border[1] for r, c in fast - slow)


@given(_masks, st.data())
def test_outline_of_a_region_covers_about_its_pixels(mask, data):
    y = data.draw(st.integers(0, mask.shape[0] - 1))
    x = data.draw(st.integers(0, mask.shape[1] - 1))
    region = region_at(mask, x=x, y=y)
    outline = outline_of(region)
    if not region.any():
        assert outline is None
    elif outline is not None:
        pixels = shapely.union_all(
            [shapely.box(c, r, c + 1, r + 1) for r, c in np.argwhere(region).tolist()]
        )
        apart = to_geometry(outline).symmetric_difference(pixels).area
        assert apart <= 0.75 * pixels.length


def test_outline_of_a_region_with_a_large_hole_has_it():
    region = np.ones((40, 40), dtype=bool)
    region[10:30, 10:30] = False
    outline = outline_of(region_at(region, x=2, y=2))
    assert Outline(outline).area_px == pytest.approx(1600 - 400)
    assert len(outline.holes_px) == 1


def test_region_at_noise_has_no_speckles():
    chance = np.random.default_rng(0)
    rgb = np.full((200, 200, 3), 50, dtype=np.int16)
    rgb[50:150, 60:140] = 180
    rgb += chance.normal(0, 10, (200, 200, 1)).astype(np.int16)
    distances = color_distances(rgb.clip(0, 255).astype(np.uint8), x=100, y=100)
    outline = outline_of(region_at(distances <= 60, x=100, y=100))
    assert outline.holes_px == ()
    assert Outline(outline).area_px == pytest.approx(80 * 100, rel=0.03)


def test_color_distances_at_the_place_itself_are_none():
    rgb = np.zeros((5, 5, 3), dtype=np.uint8)
    rgb[:, 4] = 90
    distances = color_distances(rgb, x=1, y=1)
    assert distances[1, 1] == 0
    assert distances[1, 4] == 60
