"""`make bench-labelme`: Loupe beside labelme, in turns, as a table in Markdown.

`python -m tests.benchmarks.beside [start] [next] [shapes]` measures some of it.

labelme comes into an environment of its own, `.venv-labelme`, which is made at the first run.
"""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.beside.driving import ROOT, Figures, of_loupe, run_driver
from tests.benchmarks.beside.material import Material, crowded, large, usual

LABELME_DIR = ROOT / ".venv-labelme"
_NUM_STARTS = 5
_NUM_TURNS = 2

# What is measured, the figures of both programs, their unit.
Row = tuple[str, list[float], list[float], str]


def main(modes: Sequence[str]) -> None:
    """Install labelme where it is missing, measure in turns, and print the table."""
    labelme = _labelme_python()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()},")
    print(f"labelme {_version(labelme)}; load before {_load()}\n")
    print("| what | Loupe | labelme | Loupe / labelme |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="loupe-beside-") as folder:
        for mode in modes or _ROWS:
            for name, ours, theirs, unit in _ROWS[mode](labelme, Path(folder) / mode):
                print(_row(name, ours, theirs, unit), flush=True)
    print(f"\nload after {_load()}")


def _start_rows(labelme: Path, folder: Path) -> Iterator[Row]:
    ours, theirs = _in_turns("start", usual(folder), labelme, times=_NUM_STARTS)
    yield "start until the first image is painted", ours["painted_s"], theirs["painted_s"], "s"
    yield "start until a key draws on it", ours["ready_s"], theirs["ready_s"], "s"
    yield "processor time until then", ours["cpu_s"], theirs["cpu_s"], "s"
    yield "memory then, PSS", ours["pss_mb"], theirs["pss_mb"], "MB"
    yield "memory then, RSS", ours["rss_mb"], theirs["rss_mb"], "MB"


def _next_rows(labelme: Path, folder: Path) -> Iterator[Row]:
    ours, theirs = _in_turns("next", large(folder), labelme, times=_NUM_TURNS)
    yield "next image, 24-megapixel JPEG, cold", ours["cold_ms"], theirs["cold_ms"], "ms"
    yield "next image, 24-megapixel JPEG, as it follows", ours["ahead_ms"], theirs["cold_ms"], "ms"
    yield "memory with such images open, PSS", ours["pss_mb"], theirs["pss_mb"], "MB"


def _shape_rows(labelme: Path, folder: Path) -> Iterator[Row]:
    ours, theirs = _in_turns("shapes", crowded(folder), labelme, times=_NUM_TURNS)
    yield "a frame of zooming, 5,000 boxes", ours["zoom_ms"], theirs["zoom_ms"], "ms"
    yield "a frame of panning, 5,000 boxes", ours["pan_ms"], theirs["pan_ms"], "ms"


def _in_turns(
    mode: str, material: Material, labelme: Path, *, times: int
) -> tuple[Figures, Figures]:
    """Measure both programs one after the other, several times; the first pair only warms up."""
    ours: Figures = {}
    theirs: Figures = {}
    other = [str(labelme), str(Path(__file__).with_name("labelme_driver.py")), mode]
    commands = (of_loupe(mode, material), [*other, str(material.images)])
    for turn in range(times + 1):
        for figures, command in zip((ours, theirs), commands, strict=True):
            measured = run_driver(command)
            for name, value in measured.items() if turn else ():
                figures.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    return ours, theirs


def _row(name: str, ours: list[float], theirs: list[float], unit: str) -> str:
    digits = 2 if unit == "s" else 0

    def _words(values: list[float]) -> str:
        middle, low, high = statistics.median(values), min(values), max(values)
        return f"{middle:.{digits}f} {unit} ({low:.{digits}f} to {high:.{digits}f})"

    ratio = statistics.median(ours) / statistics.median(theirs)
    return f"| {name} | {_words(ours)} | {_words(theirs)} | {ratio:.2f} |"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def _labelme_python() -> Path:
    python = LABELME_DIR / "bin" / "python"
    if not python.exists():
        print("installing labelme into .venv-labelme", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(LABELME_DIR)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "labelme"], check=True)
    return python


def _version(python: Path) -> str:
    code = "import importlib.metadata as m; print(m.version('labelme'))"
    return subprocess.check_output([str(python), "-c", code], text=True).strip()


_ROWS = {"start": _start_rows, "next": _next_rows, "shapes": _shape_rows}

if __name__ == "__main__":
    main(sys.argv[1:])
