"""A project of 100,000 images in the window: `python -m tests.benchmarks.window [NUM_IMAGES]`.

Rows without pictures: what is measured is the window, not the decoding.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Desktop
from desktop.pages.images.tile_view import TileView
from desktop.paths import DesktopPaths
from desktop.project_window import ProjectWindow
from tests.benchmarks.crowd import Crowd, make_crowd
from tests.benchmarks.table import row
from tests.desktop.watchdog import Watchdog

_NUM_SCROLLS = 200
_MAX_STALL_MS = 100.0
_NOTED_S = 0.005


def main(num_images: int) -> None:
    """Print seconds until the grid of images stands, and how its scrolling goes."""
    with tempfile.TemporaryDirectory(prefix="loupe-window-") as folder:
        where = make_crowd(Path(folder), Crowd(num_images, num_labeled=num_images // 4))
        _measure(where, Path(folder), num_images)


def _measure(where: Path, home: Path, num_images: int) -> None:
    app = QApplication([])
    desktop = Desktop(app, DesktopPaths(home / "config", home / "state"))
    projects = ProjectWindow(desktop)
    projects.start()
    desktop.window.resize(1280, 800)
    QTest.qWait(200)
    watchdog = Watchdog(limit_s=_NOTED_S)
    began, cpu_began = time.perf_counter(), time.process_time()
    projects.open(where)
    grid = None
    while grid is None or grid.model().rowCount() < num_images:
        app.processEvents()
        time.sleep(0.001)
        grids = desktop.window.findChildren(TileView) if projects.is_project_open else []
        grid = next((each for each in grids if each.model().rowCount() >= num_images), None)
    took_s, cpu_s = time.perf_counter() - began, time.process_time() - cpu_began
    row(f"open {num_images:,} images", f"{took_s:.2f} s, {cpu_s:.2f} s of the processor")
    QTest.qWait(1000)
    with watchdog.watching():
        gaps = _scroll(app, grid)
    stalls = sum(gap > _MAX_STALL_MS for gap in gaps)
    row(
        f"a step of scrolling through {num_images:,} images",
        f"{statistics.median(gaps):.1f} ms, the longest {max(gaps):.0f} ms, "
        f"{stalls} of {len(gaps)} over {_MAX_STALL_MS:.0f} ms; "
        f"{1e3 * watchdog.longest_s:.0f} ms without what other programs took",
    )
    desktop.window.close()
    projects.show_start()
    desktop.shutdown()


def _scroll(app: QApplication, grid: TileView) -> list[float]:
    """Return the milliseconds of each step of a scroll through everything."""
    bar = grid.verticalScrollBar()
    gaps = []
    for step in range(_NUM_SCROLLS):
        began = time.perf_counter()
        bar.setValue(bar.maximum() * step // _NUM_SCROLLS)
        app.processEvents()
        gaps.append(1e3 * (time.perf_counter() - began))
        QTest.qWait(10)
    return gaps


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
