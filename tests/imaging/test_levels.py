from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from engine.domain.errors import DataError
from engine.domain.view import ViewSettings, Window
from engine.imaging import levels as levels_module
from engine.imaging.display import Look, _pack, render
from engine.imaging.levels import (
    SMALLEST_SIDE_PX,
    Levels,
    WantedLevel,
    halve,
    read_levels,
    to_codes,
)
from engine.imaging.pixels import open_upright
from tests.imaging.builders import corner_picture, encoded, noise, png_16, put, turned


def whole(levels: Levels, view: ViewSettings, *, level: int = 0) -> np.ndarray:
    """All of a level as shown, the red channel."""
    width, height = levels.all[level].size
    pixels = np.zeros((height, width), np.uint32)
    codes = levels.all[level].read(0, 0, width, height)
    render(codes, levels.look(view), pixels, size=(width, height))
    return (pixels >> 16 & 255).astype(np.uint8)


def tiff(values: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, values)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        encoded(noise(), "PNG"),
        encoded(noise(), "JPEG"),
        encoded(noise().convert("L"), "PNG"),
        encoded(noise().convert("P"), "PNG"),
        png_16(np.arange(600, dtype=np.uint16).reshape(20, 30) * 9),
        tiff(np.linspace(-1, 1, 600, dtype=np.float32).reshape(20, 30)),
    ],
)
def test_levels_when_nothing_is_set_show_what_training_reads(tmp_path: Path, data: bytes) -> None:
    path = put(tmp_path / "a.img", data)
    plain = np.asarray(open_upright(path).convert("RGB"))[..., 0].astype(int)
    assert np.abs(whole(read_levels(path), ViewSettings()) - plain).max() <= 1


@pytest.mark.parametrize("orientation", range(1, 9))
def test_levels_of_16_bits_with_an_orientation_are_upright(
    tmp_path: Path, orientation: int
) -> None:
    values = np.full((24, 40), 600, dtype=np.uint16)
    values[:12, :20] = 2500
    exif = Image.Exif()
    exif[0x0112] = orientation
    deep = encoded(Image.fromarray(values), "PNG", exif=exif)
    flat = turned(corner_picture(), "PNG", orientation)
    seen = whole(read_levels(put(tmp_path / "d.png", deep)), ViewSettings())
    expected = np.asarray(open_upright(put(tmp_path / "f.png", flat)))
    assert np.array_equal(seen > 128, expected > 128)


def test_levels_of_16_bits_take_the_window_in_raw_values(tmp_path: Path) -> None:
    values = np.array([[900, 1000, 1100, 1200, 4000] * 4] * 20, dtype=np.uint16)
    levels = read_levels(put(tmp_path / "a.png", png_16(values)))
    assert (levels.stats.low, levels.stats.high) == (900, 4000)
    seen = whole(levels, ViewSettings(window=Window(1100, 200)))
    assert seen[0, :5].tolist() == [0, 0, 128, 255, 255]


def test_levels_of_a_large_image_are_halves_of_each_other(tmp_path: Path) -> None:
    levels = read_levels(put(tmp_path / "a.png", encoded(noise(2050, 1101), "PNG")))
    assert [each.size for each in levels.all] == [(2050, 1101), (1025, 551), (513, 276)]


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("size", [(1203, 802), (2050, 1101), (3001, 2003)])
def test_levels_of_a_jpeg_larger_than_a_screen_are_decoded_when_they_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], orientation: int
) -> None:
    monkeypatch.setattr(levels_module, "_SCREEN_PIXELS", 600_000)
    smooth = noise(32, 32).resize(size, Image.Resampling.BICUBIC)
    path = put(tmp_path / "a.jpg", turned(smooth, "JPEG", orientation))
    plain = open_upright(path)
    levels = read_levels(path)
    held = [plain]
    while max(held[-1].size) >= 2 * SMALLEST_SIDE_PX:
        held.append(held[-1].reduce(2))
    assert isinstance(levels.all[0], WantedLevel)
    assert [each.size for each in levels.all] == [each.size for each in held]
    for level, picture in zip(levels.all, held, strict=True):
        seen = level.read(0, 0, *level.size).astype(int)
        assert np.abs(seen - np.asarray(picture)).mean() < 4
    assert np.array_equal(levels.all[0].read(7, 5, 60, 40), np.asarray(plain)[5:45, 7:67])


def test_levels_of_a_jpeg_that_is_cut_short_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(levels_module, "_SCREEN_PIXELS", 600_000)
    data = encoded(noise(1200, 900), "JPEG")
    with pytest.raises(DataError, match="damaged"):
        read_levels(put(tmp_path / "a.jpg", data[: len(data) // 2]))


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_values_that_are_shown_as_they_are_come_out_as_by_tables(mode: str) -> None:
    codes = np.asarray(noise(61, 47).convert(mode))
    by_table, copied = (np.zeros((47, 61), np.uint32) for _ in range(2))
    _pack(codes, by_table, table=np.arange(256, dtype=np.uint32))
    render(codes, Look(np.arange(256, dtype=np.uint8)), copied, size=(61, 47))
    assert np.array_equal(copied, by_table)


def test_levels_of_a_damaged_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="damaged"):
        read_levels(put(tmp_path / "a.png", encoded(noise(), "PNG")[:-300]))


@pytest.mark.parametrize(
    "values",
    [
        np.array([[0, 65535]], np.uint16),
        np.array([[-1024, 3071]], np.int16),
        np.array([[-(2**30), -(2**30) + 65535]], np.int32),
    ],
)
def test_codes_of_whole_numbers_mean_exactly_those(values: np.ndarray) -> None:
    codes, scale = to_codes(values)
    assert np.array_equal(scale.offset + scale.step * codes.astype(np.float64), values)


@pytest.mark.parametrize("values", [np.array([[np.nan, 1.0, 3.0]]), np.array([[np.nan, np.inf]])])
def test_codes_of_what_is_no_number_are_the_lowest(values: np.ndarray) -> None:
    codes, _ = to_codes(values)
    assert codes[0, 0] == 0


def test_codes_of_the_widest_range_keep_its_ends() -> None:
    values = np.array([[-1.7e308, 0.0, 1.7e308]])
    codes, scale = to_codes(values)
    assert codes[0, 0] == 0
    assert codes[0, 2] == 65_535
    assert np.isfinite(scale.step)


@pytest.mark.parametrize("shape", [(4, 6), (5, 7), (1, 1), (5, 7, 3)])
def test_half_of_codes_has_their_mean_everywhere(shape: tuple[int, ...]) -> None:
    codes = np.full(shape, 1234, np.uint16)
    half = halve(codes)
    assert half.shape[:2] == ((shape[0] + 1) // 2, (shape[1] + 1) // 2)
    assert (half == 1234).all()
