"""How soon the next image of 24 megapixels is painted: `python -m tests.benchmarks.next_image`.

In the whole program, as `tests.benchmarks.beside next` has it, without the other one.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from tests.benchmarks.beside.driving import of_loupe, run_driver
from tests.benchmarks.beside.material import large
from tests.benchmarks.table import row

_NAMES = {"ahead_ms": "as it follows", "cold_ms": "cold"}


def main() -> None:
    """Print the median and the extremes; a first run only compiles the modules."""
    with tempfile.TemporaryDirectory(prefix="loupe-next-") as folder:
        command = of_loupe("next", large(Path(folder)))
        run_driver(command)
        measured = run_driver(command)
    for key, name in _NAMES.items():
        values = measured[key]
        assert isinstance(values, list)
        row(
            f"next image, 24-megapixel JPEG, {name}",
            f"{statistics.median(values):.0f} ms ({min(values):.0f} to {max(values):.0f})",
        )


if __name__ == "__main__":
    main()
