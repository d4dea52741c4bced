"""Real `loupe` processes, and images to give them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


def environment(**changes: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LOUPE_OFFLINE": "1",
        "LOUPE_WEIGHTS_DIR": os.devnull,
        "OMP_NUM_THREADS": "1",
        "DISPLAY": "",
        "WAYLAND_DISPLAY": "",
        "QT_QPA_PLATFORM": "",
        **changes,
    }


def start_loupe(*arguments: object, cwd: Path, **changes: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "engine.cli.main", *map(str, arguments)],
        cwd=cwd,
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def loupe(*arguments: object, cwd: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    process = start_loupe(*arguments, cwd=cwd, **changes)
    with process:
        out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def write_images(folder: Path, count: int, *, side_px: int = 32) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        # Far apart in looks, so that none is a near-duplicate of another.
        picture = Image.effect_noise((side_px, side_px), 40 + number).convert("RGB")
        picture.save(folder / f"image{number:02d}.png")
    return folder
