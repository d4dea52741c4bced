"""How soon the GUI thread has the interpreter back from threads that compute.

`python -m tests.benchmarks.switching`: a chart is made and drawn while two threads compute, with
Python's own interval of switching and with the one the window sets.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time

from PySide6.QtWidgets import QApplication

from desktop.app import SWITCH_S
from desktop.charts.chart_data import ChartData, Series
from desktop.charts.plot import Plot
from desktop.qtkit.tokens import DARK
from tests.benchmarks.table import row

_NUM_CHARTS = 8
_NUM_THREADS = 2
_CURVE = Series("curve", xs=(1.0, 2.0, 3.0), ys=(0.1, 0.2, 0.3))


def main() -> None:
    """Print the median time of a chart for each interval."""
    app = QApplication([])
    ends = threading.Event()
    for interval_s in (sys.getswitchinterval(), SWITCH_S):
        sys.setswitchinterval(interval_s)
        threads = [threading.Thread(target=_compute, args=(ends,)) for _ in range(_NUM_THREADS)]
        for thread in threads:
            thread.start()
        times_ms = [_draw_chart(app) for _ in range(_NUM_CHARTS)]
        ends.set()
        for thread in threads:
            thread.join()
        ends.clear()
        row(
            f"a chart beside {_NUM_THREADS} threads, switching after {1e3 * interval_s:g} ms",
            f"{statistics.median(times_ms):.0f} ms",
        )


def _draw_chart(app: QApplication) -> float:
    began = time.perf_counter()
    plot = Plot()
    plot.resize(400, 300)
    plot.show()
    plot.draw(ChartData(series=(_CURVE,)), DARK)
    app.processEvents()
    return 1e3 * (time.perf_counter() - began)


def _compute(ends: threading.Event) -> None:
    total = 0
    while not ends.is_set():
        total += sum(number * number for number in range(1000))


if __name__ == "__main__":
    main()
