"""Images too large for memory: read in parts, kept at smaller sizes in files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from engine.domain.errors import DataError, ResourceError
from engine.domain.view import ViewSettings
from engine.imaging import parts, pixels, pyramids
from engine.imaging.display import render
from engine.imaging.files import hash_bytes, read_facts
from engine.imaging.levels import Levels, read_levels
from engine.imaging.parts import RowsLevel, SegmentsLevel, open_in_parts, shrink
from engine.imaging.pyramids import PyramidCache
from engine.imaging.thumbnails import thumbnail_jpeg
from tests.imaging.builders import encoded, noise, png_claiming, put

COLOR = np.asarray(noise(1500, 1100))
DEEP = (COLOR[..., 0].astype(np.uint16) * 200) + 700

IN_PARTS = {
    "rows": {},
    "rows of the other byte order": {"byteorder": ">"},
    "tiles": {"tile": (256, 128)},
    "deflated tiles": {"tile": (256, 256), "compression": "zlib", "predictor": True},
    "deflated strips": {"rowsperstrip": 50, "compression": "zlib"},
    "BigTIFF": {"bigtiff": True},
}


def tiff(path: Path, values: np.ndarray, **options: object) -> Path:
    kind = "rgb" if values.ndim == 3 else "minisblack"
    tifffile.imwrite(path, values, photometric=kind, **options)
    return path


def seen(levels: Levels, level: int) -> np.ndarray:
    """All of a level as shown when nothing is set."""
    width, height = levels.all[level].size
    image = np.zeros((height, width), np.uint32)
    codes = levels.all[level].read(0, 0, width, height)
    render(codes, levels.look(ViewSettings()), image, size=(width, height))
    return np.stack([image >> shift & 255 for shift in (16, 8, 0)], axis=-1).astype(int)


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take images for large that a test can afford."""
    monkeypatch.setattr(pyramids, "LARGE_PIXELS", 500_000)


@pytest.mark.parametrize("options", IN_PARTS.values(), ids=IN_PARTS)
@pytest.mark.parametrize("values", [COLOR, COLOR[..., 0], DEEP], ids=["color", "gray", "deep"])
def test_part_of_a_tiff_is_what_the_whole_has_there(
    tmp_path: Path, values: np.ndarray, options: dict[str, object]
) -> None:
    level = open_in_parts(tiff(tmp_path / "a.tif", values, **options))
    assert level is not None
    assert level.size == (1500, 1100)
    for x, y, width, height in ((0, 0, 1500, 1100), (301, 277, 700, 600), (1499, 1099, 1, 1)):
        expected = values[y : y + height, x : x + width]
        assert np.array_equal(level.read(x, y, width, height), expected)


@pytest.mark.parametrize(
    "options",
    [{"planarconfig": "separate"}, {"extratags": [(274, 3, 1, 6, True)]}],
    ids=["planes", "turned"],
)
def test_tiff_that_cannot_be_read_in_parts_is_read_whole(
    tmp_path: Path, options: dict[str, object]
) -> None:
    values = np.moveaxis(COLOR, -1, 0) if "planarconfig" in options else COLOR
    assert open_in_parts(tiff(tmp_path / "a.tif", values, **options)) is None


@pytest.mark.parametrize("data", [encoded(noise(), "PNG"), b"II*\0", b"II*\0" + bytes(90)])
def test_what_is_no_tiff_is_not_read_in_parts(tmp_path: Path, data: bytes) -> None:
    assert open_in_parts(put(tmp_path / "a.tif", data)) is None


@pytest.mark.parametrize("options", [{}, IN_PARTS["deflated strips"]])
@pytest.mark.parametrize("factor", [1, 7, 64, 2000])
def test_shrunk_level_has_the_mean_of_the_whole(
    tmp_path: Path, options: dict[str, object], factor: int
) -> None:
    level = open_in_parts(tiff(tmp_path / "a.tif", COLOR, **options))
    assert isinstance(level, RowsLevel | SegmentsLevel)
    small = shrink(level, factor=factor)
    assert small.shape == (-(-1100 // factor), -(-1500 // factor), 3)
    assert small.mean() == pytest.approx(COLOR.mean(), abs=1)


@pytest.mark.parametrize(
    ("values", "options"),
    [(COLOR, {}), (COLOR, IN_PARTS["deflated tiles"]), (DEEP, {}), (COLOR[..., 1], {})],
)
def test_pyramid_of_a_large_tiff_shows_what_is_shown_from_memory(
    tmp_path: Path, small_limits: None, values: np.ndarray, options: dict[str, object]
) -> None:
    path = tiff(tmp_path / "a.tif", values, **options)
    plain, large = read_levels(path), PyramidCache(tmp_path / "cache").open(path, "abc")
    assert [each.size for each in large.all] == [each.size for each in plain.all]
    assert large.stats.low == plain.stats.low
    assert large.stats.high == plain.stats.high
    for level in range(len(plain.all)):
        assert np.abs(seen(large, level) - seen(plain, level)).max() <= 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_pyramid_of_another_format_is_kept_from_the_full_size_on(
    tmp_path: Path, small_limits: None, kind: str
) -> None:
    path = put(tmp_path / "a.img", encoded(Image.fromarray(COLOR), kind))
    large = PyramidCache(tmp_path / "cache").open(path, "abc")
    assert np.array_equal(seen(large, 0), seen(read_levels(path), 0))


def test_pyramid_when_it_is_there_is_not_made_again(
    tmp_path: Path, small_limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a.png", encoded(Image.fromarray(COLOR), "PNG"))
    cache = PyramidCache(tmp_path / "cache")
    cache.open(path, "abc")
    monkeypatch.setattr(pyramids, "decode_upright", None)
    assert cache.open(path, "abc").all[0].size == (1500, 1100)


def test_pyramid_whose_files_are_damaged_is_made_again_at_the_next_try(
    tmp_path: Path, small_limits: None
) -> None:
    path = put(tmp_path / "a.png", encoded(Image.fromarray(COLOR), "PNG"))
    cache = PyramidCache(tmp_path / "cache")
    cache.open(path, "abc")
    (tmp_path / "cache" / "ab" / "abc" / "1.npy").write_bytes(b"nothing")
    with pytest.raises(DataError, match="damaged"):
        cache.open(path, "abc")
    assert cache.open(path, "abc").all[0].size == (1500, 1100)


def test_pyramid_when_the_disk_is_full_names_what_is_needed(
    tmp_path: Path, small_limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiff(tmp_path / "a.tif", COLOR)
    monkeypatch.setattr(pyramids, "_SPARE_BYTES", 2**60)
    with pytest.raises(ResourceError, match="takes 13 MB"):
        PyramidCache(tmp_path / "cache").open(path, "abc")
    assert not list((tmp_path / "cache").rglob("*.npy"))


def test_pyramid_cache_when_it_grows_too_large_forgets_what_was_opened_longest_ago(
    tmp_path: Path, small_limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiff(tmp_path / "a.tif", COLOR)
    cache = PyramidCache(tmp_path / "cache")
    for number, name in enumerate(("aaa", "bbb")):
        cache.open(path, name)
        os.utime(tmp_path / "cache" / name[:2] / name / "meta.json", (number, number))
    monkeypatch.setattr(pyramids, "_MAX_CACHE_BYTES", 8 * COLOR.shape[0] * COLOR.shape[1] + 2**21)
    cache.open(path, "ccc")
    kept = {each.parent.name for each in (tmp_path / "cache").glob("*/*/meta.json")}
    assert kept == {"bbb", "ccc"}


def test_part_when_the_file_is_gone_or_cut_short_says_so(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", COLOR)
    level = open_in_parts(path)
    assert level is not None
    path.write_bytes(path.read_bytes()[:-5000])
    with pytest.raises(DataError, match="ends too early"):
        level.read(0, 0, 1500, 1100)
    path.unlink()
    with pytest.raises(DataError, match="cannot be read"):
        level.read(0, 0, 10, 10)


def test_part_that_is_damaged_says_so(tmp_path: Path) -> None:
    path = tiff(tmp_path / "a.tif", COLOR, tile=(256, 256), compression="zlib")
    level = open_in_parts(path)
    assert isinstance(level, SegmentsLevel)
    data = bytearray(path.read_bytes())
    first = level.page.dataoffsets[0]
    data[first : first + 2000] = bytes(2000)
    path.write_bytes(data)
    with pytest.raises(DataError, match="damaged"):
        level.read(0, 0, 10, 10)


def test_facts_and_thumbnail_of_what_is_too_large_to_decode_come_from_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiff(tmp_path / "a.tif", COLOR, tile=(256, 256), compression="zlib")
    plain = read_facts(path)
    monkeypatch.setattr(parts, "MAX_PIXELS", 500_000)
    facts = read_facts(path)
    assert (facts.width, facts.height) == (1500, 1100)
    assert facts.content_hash == plain.content_hash == hash_bytes(path)
    assert (facts.fingerprint ^ plain.fingerprint).bit_count() <= 6
    assert thumbnail_jpeg(path, side_px=200).startswith(b"\xff\xd8")


def test_image_too_large_for_its_format_says_what_to_do(tmp_path: Path) -> None:
    path = put(tmp_path / "scan.png", png_claiming(40_000, 30_000))
    with pytest.raises(DataError, match="cannot be read in parts") as caught:
        PyramidCache(tmp_path / "cache").open(path, "abc")
    assert "TIFF in tiles" in caught.value.hint
    assert str(pixels.MAX_PIXELS // 1_000_000) in caught.value.message


_CHILD = """
import sys
from pathlib import Path
import numpy as np
from engine.domain.view import ViewSettings
from engine.imaging.files import read_facts
from engine.imaging.pyramids import PyramidCache
from engine.loop.pictures import Picture
import tifffile
path = Path(sys.argv[1])
def peak_mb():
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
before = peak_mb()
read_facts(path)
picture = Picture(PyramidCache(path.parent / "cache").open(path, "abc"))
shown = picture.under(ViewSettings())
pixels = np.zeros((512, 512), np.uint32)
for level in range(picture.num_levels):
    part = pixels[: picture.size(level)[1], : picture.size(level)[0]]
    shown.render(level, 0, 0, part)
print(peak_mb() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells the peak of a process")
def test_image_of_a_gigapixel_is_opened_in_little_memory(tmp_path: Path) -> None:
    side = 32_768
    path = tmp_path / "slide.tif"
    tile = (np.arange(512 * 512) // 7 % 251).astype(np.uint8).reshape(512, 512)
    tiles = (tile for _ in range((side // 512) ** 2))
    tifffile.imwrite(
        path, tiles, shape=(side, side), dtype=np.uint8, tile=(512, 512), compression="zlib"
    )
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(path)], capture_output=True, text=True, check=True
    )
    # The sizes it wrote count as memory, but are pages of files that the system takes when it must.
    assert float(done.stdout) < 900
