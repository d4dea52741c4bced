"""`make bench`: every benchmark, one after the other, each in a process of its own."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

_BENCHMARKS = ("start", "canvas", "window", "large", "query", "loop", "examples")


def main() -> None:
    """Print the machine, then the figures."""
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name in _BENCHMARKS:
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)


if __name__ == "__main__":
    main()
