"""Drivers that measure a program from inside, each run in a process and a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.beside.material import Material

ROOT = Path(__file__).resolve().parents[3]

Figures = dict[str, list[float]]


def of_loupe(mode: str, material: Material) -> list[str]:
    """Return the command that measures Loupe."""
    driver = "tests.benchmarks.beside.loupe_driver"
    return [sys.executable, "-m", driver, mode, str(material.project)]


def run_driver(command: list[str]) -> dict[str, float | list[float]]:
    """Run a driver in a home of its own and return what it printed."""
    with tempfile.TemporaryDirectory() as home:
        xdg = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), home)
        environment = {**os.environ, "HOME": home, **xdg, "PYTHONPATH": str(ROOT)}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # The first pair compiles the modules, as installing a program does.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["BENCH_BEGAN"] = repr(time.monotonic())
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=300, check=False
        )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr[-2000:]}")
    return json.loads(lines[-1])
