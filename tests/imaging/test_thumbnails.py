from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from engine.domain.errors import DataError
from engine.imaging.thumbnails import ThumbnailCache
from tests.imaging.builders import corner_picture, encoded, noise, put, turned


def test_get_makes_an_upright_thumbnail_of_the_size_asked(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jpg", turned(corner_picture(400, 200), "JPEG", 6))
    cache = ThumbnailCache(tmp_path / "cache")
    with Image.open(cache.get(path, "abc123", 100)) as thumbnail:
        assert thumbnail.size == (50, 100)
        assert thumbnail.convert("L").getpixel((40, 10)) > 200


def test_get_the_second_time_does_not_need_the_image(tmp_path: Path) -> None:
    path = put(tmp_path / "a.png", encoded(noise(), "PNG"))
    cache = ThumbnailCache(tmp_path / "cache")
    first = cache.get(path, "abc123", 16)
    path.unlink()
    assert cache.get(path, "abc123", 16) == first


def test_get_after_a_power_cut_left_an_empty_file_makes_it_again(tmp_path: Path) -> None:
    path = put(tmp_path / "a.png", encoded(noise(), "PNG"))
    cache = ThumbnailCache(tmp_path / "cache")
    put(cache.find("abc123", 16), b"")
    assert cache.get(path, "abc123", 16).stat().st_size > 0


def test_get_of_a_damaged_image_leaves_no_file(tmp_path: Path) -> None:
    path = put(tmp_path / "a.png", b"no image")
    cache = ThumbnailCache(tmp_path / "cache")
    with pytest.raises(DataError):
        cache.get(path, "abc123", 16)
    assert not cache.find("abc123", 16).exists()


def test_find_with_a_path_for_a_hash_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a content hash"):
        ThumbnailCache(tmp_path).find("../../etc", 16)
