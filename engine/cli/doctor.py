"""`loupe doctor`: what this machine has, what is missing and how to get it."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from rich.table import Table

from engine.cli.console import answer, bar
from engine.cli.options import AsJson
from engine.cli.project_commands import has_display
from engine.jobs.local_worker import worker_command
from engine.loop.weights import weights_dir

_PACKAGES = (
    "loupe-vision",
    "ultralytics",
    "torch",
    "torchvision",
    "optuna",
    "onnxruntime",
    "onnx",
    "opencv-python",
    "PySide6-Essentials",
    "numpy",
    "sqlalchemy",
)
# What Qt loads on Linux, with the Debian package that has it.
_SYSTEM_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
_TORCH_TIMEOUT_S = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at; `cure` says how to get what is missing."""

    what: str
    found: str
    cure: str = ""


def doctor(as_json: AsJson = False) -> None:
    """Show versions, devices, display and disk, what is missing and how to get it."""
    with bar("Looking at this machine"):
        findings = [*_packages(), *_devices(), _display(), _disk(), _weights(), *_libraries()]
    table = Table(show_header=False, box=None, pad_edge=False)
    for finding in findings:
        table.add_row(finding.what, finding.found)
    cures = [f"{finding.what}: {finding.cure}" for finding in findings if finding.cure]
    answer({"findings": findings}, table, *cures, as_json=as_json)


def _packages() -> list[Finding]:
    found = [Finding("Python", f"{platform.python_version()} on {platform.platform()}")]
    for name in _PACKAGES:
        try:
            found.append(Finding(name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append(Finding(name, "missing", f"pip install {name}"))
    return found


def _devices() -> list[Finding]:
    """Ask torch in a process of its own: it is slow to load, and a broken one may crash."""
    try:
        asked = subprocess.run(
            [*worker_command(), "--devices"],
            capture_output=True,
            check=True,
            text=True,
            timeout=_TORCH_TIMEOUT_S,
        )
        names = json.loads(asked.stdout.splitlines()[-1])
    except (subprocess.SubprocessError, OSError, ValueError, IndexError) as error:
        reason = f"PyTorch does not load: {error}"
        return [Finding("Devices", reason, "pip install --force-reinstall torch torchvision")]
    return [Finding("Device", name) for name in names]


def _display() -> Finding:
    if has_display():
        return Finding("Display", os.environ.get("DISPLAY") or sys.platform)
    cure = "set DISPLAY or WAYLAND_DISPLAY for the window; the commands need none"
    return Finding("Display", "none", cure)


def _disk() -> Finding:
    free_gb = shutil.disk_usage(Path.cwd()).free / 1e9
    return Finding("Free disk here", f"{free_gb:.1f} GB")


def _weights() -> Finding:
    names = sorted(path.name for path in weights_dir().glob("*.pt"))
    if names:
        return Finding("Weights at hand", ", ".join(names))
    cure = f"fetched when the network is there; or put .pt files into {weights_dir()}"
    return Finding("Weights at hand", "none", cure)


def _libraries() -> list[Finding]:
    if not sys.platform.startswith("linux"):
        return []
    missing = [name for name in _SYSTEM_LIBRARIES if not _loads(name)]
    if not missing:
        return [Finding("System libraries", "complete")]
    packages = " ".join(_SYSTEM_LIBRARIES[name] for name in missing)
    cure = f"sudo apt-get install --no-install-recommends {packages}"
    return [Finding("System libraries", f"missing: {', '.join(missing)}", cure)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
