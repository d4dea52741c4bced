"""`make bench`: every benchmark in turn, each in a process of its own, as a table in Markdown."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

from tests.benchmarks.table import head

_BENCHMARKS = (
    ("start",),
    ("canvas", "boxes", "polygons"),
    ("window",),
    ("switching",),
    ("large", "200"),
    ("query",),
    ("loop",),
    ("examples",),
)


def main() -> None:
    """Print the machine, then the figures."""
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()};")
    print(f"load before {os.getloadavg()[0]:.1f}\n")
    head()
    for name, *arguments in _BENCHMARKS:
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}", *arguments], check=True)
    print(f"\nload after {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
