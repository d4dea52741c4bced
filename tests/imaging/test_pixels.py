from __future__ import annotations

import contextlib
import io
import os
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from engine.domain.errors import DataError
from engine.imaging.depth import scale_to_8_bit
from engine.imaging.pixels import decode_upright, open_upright, read_upright_size
from tests.imaging.builders import corner_picture, encoded, noise, png_16, png_claiming, put, turned

JPEG = encoded(noise(64, 64), "JPEG", quality=90)
_TOO_LARGE = "a.jpg has more than 200 million pixels and cannot be read in parts."
OPTIMIZED = encoded(noise(64, 64), "JPEG", quality=90, optimize=True)
PROGRESSIVE = encoded(noise(64, 64), "JPEG", quality=90, progressive=True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_open_upright_with_an_orientation_puts_the_white_corner_where_exif_says(
    tmp_path: Path, kind: str, orientation: int
) -> None:
    path = put(tmp_path / "a.img", turned(corner_picture(), kind, orientation))
    picture = open_upright(path)
    is_white = np.asarray(picture.convert("L")) > 200
    corners = [is_white[2, 2], is_white[2, -3], is_white[-3, 2], is_white[-3, -3]]
    where = {1: 0, 2: 1, 3: 3, 4: 2, 5: 0, 6: 1, 7: 3, 8: 2}[orientation]
    assert corners.index(True) == where
    assert picture.size == ((24, 40) if orientation >= 5 else (40, 24))
    assert read_upright_size(path) == picture.size


@pytest.mark.parametrize(
    ("data", "mode"),
    [
        (encoded(noise().convert("1"), "PNG"), "L"),
        (encoded(noise().convert("L"), "PNG"), "L"),
        (encoded(noise().convert("LA"), "PNG"), "L"),
        (encoded(noise().convert("P"), "PNG", transparency=bytes(range(256))), "RGB"),
        (encoded(noise().convert("RGBA"), "PNG"), "RGB"),
        (encoded(noise().convert("CMYK"), "JPEG"), "RGB"),
        (encoded(noise(), "BMP"), "RGB"),
        (encoded(noise(), "WEBP", lossless=True), "RGB"),
    ],
)
def test_decode_upright_of_any_mode_is_gray_or_color(data: bytes, mode: str) -> None:
    assert decode_upright(data, name="a").mode == mode


def test_decode_upright_of_16_bit_gray_is_stretched_from_its_range() -> None:
    values = np.linspace(1000, 3000, 32 * 48).reshape(32, 48).astype(np.uint16)
    pixels = np.asarray(decode_upright(png_16(values), name="a"))
    assert (pixels.min(), pixels.max()) == (0, 255)
    assert np.abs(pixels - (values - 1000.0) * 255 / 2000).max() <= 0.51


@pytest.mark.parametrize("channels", [3, 4])
def test_decode_upright_of_16_bit_color_png_keeps_the_low_byte(channels: int) -> None:
    values = np.zeros((20, 30, channels), dtype=np.uint16)
    values[..., 0] = np.linspace(0, 200, 30)
    pixels = np.asarray(decode_upright(png_16(values), name="a"))
    assert pixels.shape == (20, 30, 3)
    assert len(np.unique(pixels[..., 0])) == 30


@pytest.mark.parametrize("options", [{}, {"compression": "zlib"}, {"planarconfig": "separate"}])
def test_decode_upright_of_16_bit_color_tiff_keeps_the_low_byte(options: dict[str, str]) -> None:
    values = np.zeros((20, 30, 3), dtype=np.uint16)
    values[..., 1] = np.linspace(0, 200, 30)
    stored = np.moveaxis(values, -1, 0) if "planarconfig" in options else values
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, stored, photometric="rgb", **options)
    pixels = np.asarray(decode_upright(buffer.getvalue(), name="a"))
    assert pixels.shape == (20, 30, 3)
    assert len(np.unique(pixels[..., 1])) == 30


def test_decode_upright_of_a_float_tiff_with_nan_ignores_it() -> None:
    values = np.linspace(-1, 1, 600, dtype=np.float32).reshape(20, 30)
    values[3, 3] = np.nan
    values[4, 4] = np.inf
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, values)
    pixels = np.asarray(decode_upright(buffer.getvalue(), name="a"))
    assert (pixels[0, 0], pixels[-1, -1], pixels[3, 3], pixels[4, 4]) == (0, 255, 0, 0)


def test_decode_upright_of_many_pages_is_the_first() -> None:
    data = encoded(
        corner_picture(),
        "TIFF",
        save_all=True,
        append_images=[Image.new("L", (9, 9)) for _ in "ab"],
    )
    assert decode_upright(data, name="a").size == (40, 24)


@pytest.mark.parametrize("data", [JPEG, PROGRESSIVE, encoded(noise(64, 64), "JPEG", subsampling=2)])
def test_decode_upright_of_a_jpeg_without_its_end_marker_has_all_pixels(data: bytes) -> None:
    whole = np.asarray(decode_upright(data, name="a"))
    assert np.array_equal(np.asarray(decode_upright(data[:-2], name="a")), whole)


@given(st.integers(min_value=3, max_value=len(JPEG) - 700), st.sampled_from([JPEG, OPTIMIZED]))
@example(3112, JPEG)  # ends within a marker
@example(1151, OPTIMIZED)
def test_decode_upright_of_a_truncated_jpeg_is_refused(num_lost: int, data: bytes) -> None:
    cut = data[:-num_lost]
    try:
        pixels = np.asarray(decode_upright(cut, name="a.jpg"))
    except DataError:
        return
    assert np.array_equal(pixels, np.asarray(decode_upright(data, name="a.jpg")))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP", "TIFF"])
def test_decode_upright_of_half_a_file_is_refused_by_name(kind: str) -> None:
    data = encoded(noise(64, 64), kind)
    with pytest.raises(DataError, match=r"half\.img is damaged"):
        decode_upright(data[: len(data) // 2], name="half.img")


@given(st.sampled_from(["JPEG", "PNG", "BMP", "WEBP", "TIFF"]), st.data())
def test_decode_upright_of_a_garbled_file_decodes_or_is_refused(
    kind: str, data: st.DataObject
) -> None:
    garbled = bytearray(encoded(noise(20, 20), kind))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(garbled) - 1))
        garbled[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(DataError):
        assert decode_upright(bytes(garbled), name="a").mode in ("L", "RGB")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "a.jpg is empty."),
        (b"hello, I am no image", "a.jpg is not an image that Loupe reads."),
        (encoded(noise(), "GIF"), "a.jpg is not an image that Loupe reads."),
        (b"\xff\xd8\xff", "a.jpg is not an image that Loupe reads."),
        (png_claiming(60_000, 60_000), _TOO_LARGE),
        (png_claiming(16_000, 16_000), _TOO_LARGE),
    ],
)
def test_open_upright_of_what_is_no_image_says_so(tmp_path: Path, data: bytes, reason: str) -> None:
    with pytest.raises(DataError) as caught:
        open_upright(put(tmp_path / "a.jpg", data))
    assert caught.value.message == reason


def test_open_upright_of_a_pipe_does_not_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    with pytest.raises(DataError, match="is not a file"):
        open_upright(tmp_path / "a.jpg")


def test_open_upright_of_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a\.jpg cannot be read: No such file"):
        open_upright(tmp_path / "a.jpg")


def test_open_upright_with_a_least_side_decodes_a_jpeg_smaller(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jpg", turned(noise(800, 400), "JPEG", 6))
    picture = open_upright(path, min_side_px=90)
    assert picture.size == (100, 200)


@given(st.lists(st.floats(width=32), min_size=1, max_size=20))
def test_scale_to_8_bit_keeps_the_order_of_numbers(numbers: list[float]) -> None:
    values = np.array(numbers, dtype=np.float32)
    scaled = scale_to_8_bit(values)
    finite = np.isfinite(values)
    order = np.argsort(values[finite], kind="stable")
    assert np.all(np.diff(scaled[finite][order].astype(int)) >= 0)
    assert np.all(scaled[~finite] == 0)


@pytest.mark.parametrize("lost", [10, 400, 3000])
def test_decode_upright_of_damaged_16_bit_planes_is_refused(lost: int) -> None:
    buffer = io.BytesIO()
    values = np.arange(1800, dtype=np.uint16).reshape(3, 20, 30)
    tifffile.imwrite(buffer, values, photometric="rgb", planarconfig="separate")
    with pytest.raises(DataError, match=r"is damaged|is not an image"):
        decode_upright(buffer.getvalue()[:-lost], name="a")
