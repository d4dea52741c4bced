from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.view import ValueStats, ViewSettings, Window
from engine.imaging.display import EIGHT_BIT, Codes, CodeScale, display_table, render, work_out

STATS = ValueStats(0, 255, (1,) * 256)
RNG = np.random.default_rng(0)

views = st.builds(
    ViewSettings,
    window=st.builds(Window, level=st.floats(-300, 600), width=st.floats(1, 1000)),
    brightness=st.floats(-1, 1),
    contrast=st.floats(-1, 1),
    gamma=st.floats(0.2, 5),
)


def shown(codes: Codes, view: ViewSettings) -> np.ndarray:
    """The gray or the three channels of a whole picture under a view."""
    look = work_out(view, STATS, EIGHT_BIT, small=codes)
    pixels = np.zeros(codes.shape[:2], np.uint32)
    render(codes, look, pixels, size=(codes.shape[1], codes.shape[0]))
    assert (pixels >> 24 == 255).all()
    return np.stack([pixels >> shift & 255 for shift in (16, 8, 0)], axis=-1)


def test_table_when_nothing_is_set_is_the_identity() -> None:
    table = display_table(ViewSettings(), STATS, EIGHT_BIT)
    assert table.tolist() == list(range(256))


@given(views)
def test_table_never_falls_and_inverted_never_rises(view: ViewSettings) -> None:
    table = display_table(view, STATS, EIGHT_BIT).astype(int)
    assert (np.diff(table) >= 0).all()
    inverted = ViewSettings(
        view.window, view.brightness, view.contrast, view.gamma, is_inverted=True
    )
    assert np.abs(display_table(inverted, STATS, EIGHT_BIT) + table - 255).max() <= 1


def test_table_of_a_window_is_black_below_and_white_above() -> None:
    table = display_table(ViewSettings(window=Window(100, 50)), STATS, EIGHT_BIT)
    assert (table[:76] == 0).all()
    assert (table[125:] == 255).all()
    assert table[100] == pytest.approx(128, abs=1)


def test_table_of_16_bits_has_the_window_in_raw_values() -> None:
    scale = CodeScale(65_536, offset=-1024)
    stats = ValueStats(-1024, 3071, (1,) * 256)
    table = display_table(ViewSettings(window=Window(40, 400)), stats, scale)
    assert table[1024 - 160] == 0
    assert table[1024 + 40] == pytest.approx(128, abs=1)
    assert table[1024 + 240] == 255


@pytest.mark.parametrize(
    ("view", "darker"),
    [
        (ViewSettings(brightness=0.2), False),
        (ViewSettings(brightness=-0.2), True),
        (ViewSettings(gamma=2), False),
        (ViewSettings(gamma=0.5), True),
    ],
)
def test_table_of_brightness_and_gamma_moves_the_middle(view: ViewSettings, darker: bool) -> None:
    middle = display_table(view, STATS, EIGHT_BIT)[128]
    assert bool(middle < 128) is darker


@pytest.mark.parametrize("shape", [(70, 90), (70, 90, 3), (1, 1), (300, 2, 3)])
def test_render_when_nothing_is_set_shows_the_values(shape: tuple[int, ...]) -> None:
    codes = RNG.integers(0, 256, shape, dtype=np.uint8)
    expected = codes if codes.ndim == 3 else np.repeat(codes[..., None], 3, axis=-1)
    assert np.array_equal(shown(codes, ViewSettings()), expected)


def test_render_of_a_large_picture_works_off_every_strip() -> None:
    codes = RNG.integers(0, 256, (400, 700, 3), dtype=np.uint8)
    assert np.array_equal(shown(codes, ViewSettings()), codes)


def test_local_contrast_tells_faint_things_apart_in_dark_and_in_bright_parts() -> None:
    codes = np.full((256, 256), 20, np.uint8)
    codes[:, 128:] = 230
    codes += RNG.integers(0, 4, codes.shape, dtype=np.uint8)
    seen = shown(codes, ViewSettings(has_local_contrast=True))[..., 0].astype(int)
    for part in (np.s_[100:150, 20:60], np.s_[100:150, 190:230]):
        assert np.ptp(seen[part]) > 2 * np.ptp(codes[part].astype(int))


def test_local_contrast_of_colors_keeps_the_hue() -> None:
    codes = np.zeros((128, 128, 3), np.uint8)
    codes[..., 0] = RNG.integers(40, 60, (128, 128), dtype=np.uint8)
    seen = shown(codes, ViewSettings(has_local_contrast=True))
    assert seen[..., 0].max() > 60
    assert seen[..., 1:].max() == 0


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1, 100), st.integers(1, 100))
def test_render_of_a_part_shows_what_the_whole_shows_there(
    x: int, y: int, width: int, height: int
) -> None:
    codes = np.random.default_rng(1).integers(0, 256, (100, 100), dtype=np.uint8)
    look = work_out(ViewSettings(has_local_contrast=True), STATS, EIGHT_BIT, small=codes)
    whole = np.zeros((100, 100), np.uint32)
    render(codes, look, whole, size=(100, 100))
    part = codes[y : y + height, x : x + width]
    pixels = np.zeros(part.shape, np.uint32)
    render(part, look, pixels, x=x, y=y, size=(100, 100))
    assert np.array_equal(pixels, whole[y : y + height, x : x + width])
