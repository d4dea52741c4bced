"""Parts of an image as what finds objects sees them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.domain.shapes import Box
from engine.domain.view import ViewSettings, Window
from engine.imaging.levels import read_levels
from engine.imaging.seen import SeenPicture


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture of 1,600 x 1,100 pixels whose color tells the place."""
    rows, columns = np.mgrid[:1100, :1600]
    pixels = np.stack([columns * 255 // 1599, rows * 255 // 1099, 0 * rows], axis=2)
    path = tmp_path_factory.mktemp("seen") / "slopes.png"
    Image.fromarray(pixels.astype(np.uint8)).save(path)
    return path


@pytest.fixture(scope="module")
def picture(path: Path) -> SeenPicture:
    return SeenPicture(read_levels(path), ViewSettings())


@given(st.integers(0, 1590), st.integers(0, 1090), st.integers(1, 1600), st.integers(20, 500))
def test_each_pixel_of_a_part_shows_its_place(
    picture: SeenPicture, x: int, y: int, side: int, max_side_px: int
) -> None:
    area = Box(x, y, min(x + side, 1600), min(y + side, 1100))
    part = picture.part(area, max_side_px=max_side_px)
    height, width = part.rgb.shape[:2]
    assert max(height, width) <= max_side_px
    for row, column in ((0, 0), (height - 1, width - 1)):
        there_x = part.left + (column + 0.5) * part.scale
        there_y = part.top + (row + 0.5) * part.scale
        # A small side is rounded to whole pixels, and those are wide.
        assert part.rgb[row, column, 0] == pytest.approx(there_x * 255 / 1599, abs=2 + part.scale)
        assert part.rgb[row, column, 1] == pytest.approx(there_y * 255 / 1099, abs=2 + part.scale)


def test_part_that_fits_is_the_pixels_themselves(picture: SeenPicture, path: Path) -> None:
    part = picture.part(Box(100, 200, 180, 250), max_side_px=100)
    with Image.open(path) as image:
        assert np.array_equal(part.rgb, np.asarray(image)[200:250, 100:180])
    assert (part.left, part.top, part.scale) == (100, 200, 1)


def test_part_is_seen_under_the_view_settings(path: Path) -> None:
    narrow = ViewSettings(window=Window.between(100, 110))
    part = SeenPicture(read_levels(path), narrow).part(Box(0, 0, 1600, 1100), max_side_px=200)
    assert part.rgb[:, 0, 0].max() == 0
    assert part.rgb[:, -1, 0].min() == 255


def test_picture_tells_its_size(picture: SeenPicture) -> None:
    assert picture.size == (1600, 1100)
