"""What a worker's third-party code may do: no telemetry, no network, no files of the user's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs
import psutil

_SETTINGS = {
    "YOLO_OFFLINE": "1",
    "YOLO_AUTOINSTALL": "0",
    "ULTRALYTICS_API_KEY": "",
    "ULTRALYTICS_SAFE_LOAD": "1",
    "ORT_DISABLE_TELEMETRY": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "FLWR_TELEMETRY_ENABLED": "0",
    "LIGHTLY_TRAIN_EVENTS_DISABLED": "1",
    "MPLBACKEND": "Agg",
}
_NICENESS = 10


def prepare_environment() -> None:
    """Set what libraries read when they are imported; call it before importing any."""
    os.environ.update(_SETTINGS)
    os.environ["YOLO_CONFIG_DIR"] = str(_library_dir("ultralytics"))
    os.environ["MPLCONFIGDIR"] = str(_library_dir("matplotlib"))


def step_back() -> None:
    """Give way to the window where both want the processor."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        process.nice(max(process.nice(), _NICENESS))


def _library_dir(name: str) -> Path:
    """Return Loupe's own folder for a library; in the job's where the home cannot be written."""
    for parent in (Path(platformdirs.user_config_dir("loupe", appauthor=False)), Path.cwd()):
        try:
            (parent / name).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(parent / name, os.W_OK):
            return parent / name
    return Path.cwd()
