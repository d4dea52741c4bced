"""Seconds and memory until the window stands: `python -m tests.benchmarks.start`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from tests.benchmarks.table import row

_RUNS = 5
_SCRIPT = """
import sys, time
began = time.perf_counter()
from desktop.launch import make_light
make_light()
from PySide6.QtCore import QTimer
from desktop import app
from desktop.project_window import ProjectWindow
def started(desktop):
    window = ProjectWindow(desktop)
    window.start()
    def done():
        import resource
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds = time.perf_counter() - began
        print(f"{seconds:.3f} {time.process_time():.3f} {peak_mb:.0f}", flush=True)
        desktop.window.close()
    QTimer.singleShot(0, done)
    return window
app.run(sys.argv, started)
"""


def main() -> None:
    """Print the median of several starts, each in a process and a home of its own."""
    _start_once()  # compiles the modules, as installing a program does
    figures = sorted(_start_once() for _ in range(_RUNS))
    seconds, cpu_s, megabytes = figures[len(figures) // 2]
    row(
        f"start until the start page stands, median of {_RUNS}",
        f"{seconds:.2f} s, {cpu_s:.2f} s of the processor, {megabytes:.0f} MB",
    )


def _start_once() -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    seconds, cpu_s, megabytes = map(float, done.stdout.split())
    return seconds, cpu_s, megabytes


if __name__ == "__main__":
    main()
