"""Start weights: what a training starts from, found without loading torch."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from engine.domain.errors import NotFoundError, ResourceError
from engine.domain.versions import Start

# Every name Ultralytics publishes as <name>.pt; the yaml of the same name starts from scratch.
KNOWN_MODELS = (
    *(f"yolo11{size}" for size in "nsmlx"),
    *(f"yolo26{size}" for size in "nsmlx"),
    *(f"yolo12{size}" for size in "nsmlx"),
    *(f"yolov8{size}" for size in "nsmlx"),
)
_DOWNLOAD_HOST = ("github.com", 443)


@dataclass(frozen=True, slots=True)
class StartWeights:
    """What to start from: a yaml name, a local file, or a name that a worker will fetch."""

    name: str
    start: Start
    must_download: bool = False


def weights_dir() -> Path:
    """Return the folder where fetched weights are kept, for all projects of this user."""
    return Path(
        os.environ.get("LOUPE_WEIGHTS_DIR") or platformdirs.user_data_path("loupe") / "weights"
    )


def find_start(model: str) -> StartWeights:
    """Return what `model` means on this machine.

    Args:
        model: A path to a `.pt` file, an Ultralytics yaml name, or the name of pretrained weights.

    Raises:
        NotFoundError: No such file, and no such published model.
        ResourceError: Published weights that are not here while the network cannot be reached.
    """
    path = Path(model)
    if (local := find_local_start(model)) is not None:
        return local
    if path.suffix != ".pt" or path.stem not in KNOWN_MODELS:
        raise NotFoundError(
            f"There are no weights named {model!r}.",
            hint="Name a .pt file, a model such as yolo11n.pt, or yolo11n.yaml (from scratch).",
        )
    if not is_network_there():
        raise ResourceError(
            f"The weights {path.name} are not on this machine and cannot be fetched: no network.",
            hint=f"Use --model {path.stem}.yaml to start from scratch, or --model FILE.pt.",
        )
    return StartWeights(path.name, Start.PRETRAINED, must_download=True)


def find_local_start(model: str) -> StartWeights | None:
    """Return what `model` means where that takes no download; the network is not looked at."""
    if model.endswith((".yaml", ".yml")):
        return StartWeights(model, Start.SCRATCH)
    path = Path(model).expanduser()
    if path.is_file():
        return StartWeights(str(path.resolve()), Start.LOCAL_FILE)
    kept = weights_dir() / path.name
    if path.stem in KNOWN_MODELS and kept.is_file():
        return StartWeights(str(kept), Start.PRETRAINED)
    return None


def scratch_name(model: str) -> str:
    """Return the yaml that has the architecture of named weights: yolo11n.pt gives yolo11n.yaml."""
    return str(Path(model).with_suffix(".yaml")) if model.endswith(".pt") else model


def is_network_there(timeout_s: float = 2.0) -> bool:
    """Tell whether published weights can be fetched. Only called when the user wants some."""
    if os.environ.get("LOUPE_OFFLINE"):
        return False
    try:
        with socket.create_connection(_DOWNLOAD_HOST, timeout=timeout_s):
            return True
    except OSError:
        return False
