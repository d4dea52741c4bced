from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.domain.errors import DataError, ResourceError
from engine.imaging.pixels import open_upright
from engine.imaging.training_pixels import write_training_pixels
from tests.imaging.builders import corner_picture, encoded, noise, png_16, put, turned


def see_through() -> Image.Image:
    picture = noise().convert("RGBA")
    picture.putalpha(90)
    return picture


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (encoded(noise(), "JPEG"), ".jpg"),
        (turned(corner_picture(), "JPEG", 6), ".jpg"),
        (encoded(noise(), "PNG"), ".png"),
        (encoded(noise().convert("P"), "PNG"), ".png"),
        (encoded(noise(), "BMP"), ".bmp"),
        (encoded(noise(), "WEBP"), ".webp"),
    ],
)
def test_write_training_pixels_of_what_ultralytics_reads_alike_copies_the_bytes(
    tmp_path: Path, data: bytes, suffix: str
) -> None:
    source = put(tmp_path / "misnamed.gif", data)
    written = write_training_pixels(source, folder=tmp_path / "pixels", stem="abc")
    assert written.path == tmp_path / "pixels" / f"abc{suffix}"
    assert written.path.read_bytes() == data
    assert not written.notice


@pytest.mark.parametrize(
    "data",
    [
        turned(corner_picture(), "PNG", 6),
        turned(corner_picture(), "TIFF", 6),
        encoded(noise(), "TIFF"),
        encoded(noise().convert("CMYK"), "JPEG"),
        encoded(see_through(), "WEBP"),
        encoded(noise(), "WEBP", save_all=True, append_images=[noise(seed=1)]),
        png_16(np.arange(600, dtype=np.uint16).reshape(20, 30) * 100),
        png_16(np.arange(1800, dtype=np.uint16).reshape(20, 30, 3)),
    ],
)
def test_write_training_pixels_of_the_rest_renders_what_the_expert_saw(
    tmp_path: Path, data: bytes
) -> None:
    source = put(tmp_path / "a.img", data)
    written = write_training_pixels(source, folder=tmp_path, stem="b")
    assert written.notice == "rendered to an upright 8-bit PNG"
    with Image.open(written.path) as plain:
        assert plain.format == "PNG"
        assert np.array_equal(np.asarray(plain), np.asarray(open_upright(source)))


@pytest.mark.parametrize("ending", [b"", b"\xff\xd9 garbage of a camera"])
def test_write_training_pixels_of_a_jpeg_with_a_broken_end_mends_it(
    tmp_path: Path, ending: bytes
) -> None:
    whole = encoded(noise(), "JPEG")
    source = put(tmp_path / "a.jpg", whole[:-2] + ending)
    written = write_training_pixels(source, folder=tmp_path, stem="b")
    assert written.notice == "given the JPEG end marker that it lacked"
    assert written.path.read_bytes().endswith(b"\xff\xd9")
    assert source.read_bytes() == whole[:-2] + ending
    with Image.open(written.path) as mended:
        assert np.array_equal(np.asarray(mended), np.asarray(open_upright(source)))


def test_write_training_pixels_of_a_damaged_file_writes_nothing(tmp_path: Path) -> None:
    source = put(tmp_path / "a.png", encoded(noise(), "PNG")[:-200])
    with pytest.raises(DataError, match=r"a\.png is damaged"):
        write_training_pixels(source, folder=tmp_path / "pixels", stem="b")
    assert not (tmp_path / "pixels").exists()


def test_write_training_pixels_into_what_is_no_folder_says_so(tmp_path: Path) -> None:
    source = put(tmp_path / "a.png", encoded(noise(), "PNG"))
    with pytest.raises(ResourceError, match="cannot be written"):
        write_training_pixels(source, folder=source, stem="b")
