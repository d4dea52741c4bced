"""Seconds and memory to see a large image: `python -m tests.benchmarks.large [MEGAPIXELS ...]`.

Each image is opened twice in a process of its own: at first, and once its sizes are in the cache.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import tifffile
from PIL import Image

from tests.benchmarks.table import row

_TILE_PX = 512
_SCRIPT = """
import sys, time
from pathlib import Path
import numpy as np
from engine.domain.view import ViewSettings
from engine.imaging.pyramids import PyramidCache
from engine.loop.pictures import Picture
def see():
    began = time.perf_counter()
    picture = Picture(PyramidCache(path.parent / "cache").open(path, path.name.replace(".", "")))
    shown = picture.under(ViewSettings())
    level = next(n for n in range(picture.num_levels) if np.prod(picture.size(n)) <= 8_000_000)
    width, height = picture.size(level)
    shown.render(level, 0, 0, np.zeros((height, width), np.uint32))
    whole_s = time.perf_counter() - began
    width, height = picture.size()
    began = time.perf_counter()
    tile = np.zeros((512, 512), np.uint32)
    for step in range(9):
        shown.render(0, (width - 512) * step // 8, (height - 512) * step // 8, tile)
    return whole_s, (time.perf_counter() - began) / 9
path = Path(sys.argv[1])
times = [see() for _ in range(2)]
status = Path("/proc/self/status").read_text("ascii")
peak_mb = int(status.partition("VmHWM:")[2].split()[0]) / 1024
print(f"{times[0][0]:.2f} s, then {times[1][0]:.2f} s; a tile {1e3 * times[1][1]:.1f} ms; ", end="")
print(f"peak {peak_mb:.0f} MB")
"""


def main(megapixels: list[int]) -> None:
    """Print a line a format and size."""
    with tempfile.TemporaryDirectory(prefix="loupe-large-") as folder:
        for number in megapixels:
            for path in _write(Path(folder), number):
                done = subprocess.run(
                    [sys.executable, "-c", _SCRIPT, str(path)],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                row(f"{number:,} megapixels, {path.name}", done.stdout.strip())
                path.unlink()


def _write(folder: Path, megapixels: int):
    side = int((1e6 * megapixels) ** 0.5) // _TILE_PX * _TILE_PX
    rng = np.random.default_rng(0)
    tile = np.asarray(
        Image.fromarray(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8)).resize(
            (_TILE_PX, _TILE_PX), Image.Resampling.BICUBIC
        )
    )
    if megapixels <= 200:
        across = side // _TILE_PX
        Image.fromarray(np.tile(tile, (across, across, 1))).save(folder / "scan.jpg", quality=90)
        yield folder / "scan.jpg"
    tifffile.imwrite(
        folder / "slide.tif",
        (tile for _ in range((side // _TILE_PX) ** 2)),
        shape=(side, side, 3),
        dtype=np.uint8,
        photometric="rgb",
        tile=(_TILE_PX, _TILE_PX),
        compression="zlib",
    )
    yield folder / "slide.tif"


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [200, 1000])
