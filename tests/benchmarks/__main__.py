"""`make bench`, `make bench-long`: benchmarks in turn, each in a process, as a table in Markdown.

`python -m tests.benchmarks [long]`. The first take about six minutes together on two cores.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import time

from tests.benchmarks.table import head

_SHORT = (
    ("start",),
    ("next_image",),
    ("canvas", "boxes", "polygons"),
    ("window",),
    ("switching",),
    ("large", "200"),
    ("scale",),
    ("scoring",),
    ("loop",),
    ("study", "1000"),
    ("hour",),
    ("selection", "hybrid", "core_set", "typiclust"),
)
_LONG = (
    ("examples",),
    ("study",),
    ("selection",),
    ("selection", "1_000_000"),
    ("large", "1000"),
)
# Without a screen, and without what Qt says of having none.
_QUIET = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "default.warning=false"}


def main(*, is_long: bool) -> None:
    """Print the machine, then the figures."""
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()};")
    print(f"load before {os.getloadavg()[0]:.1f}\n")
    head()
    began = time.monotonic()
    for name, *arguments in _LONG if is_long else _SHORT:
        subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments],
            env={**_QUIET, **os.environ},
            check=True,
        )
    print(f"\n{time.monotonic() - began:.0f} s; load after {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main(is_long=sys.argv[1:] == ["long"])
