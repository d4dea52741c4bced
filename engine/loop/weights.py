"""Start weights: what a training starts from, found without loading torch."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from engine.domain.errors import NotFoundError, ResourceError, UsageError
from engine.domain.project import Task
from engine.domain.recipes import model_for, task_of_name
from engine.domain.versions import Start

_FAMILIES = ("yolo11", "yolo26", "yolo12", "yolov8")
_BOXES_ONLY = "yolo12"  # no weights of other tasks were ever published
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


def known_models(task: Task) -> tuple[str, ...]:
    """Return every name Ultralytics publishes for a task as <name>.pt.

    The yaml of the same name starts from scratch.
    """
    families = [f for f in _FAMILIES if task is Task.DETECT or f != _BOXES_ONLY]
    return tuple(model_for(task, family + size) for family in families for size in "nsmlx")


_KNOWN = frozenset(name for task in Task for name in known_models(task))


def find_start(model: str, task: Task = Task.DETECT) -> StartWeights:
    """Return what `model` means on this machine.

    Args:
        model: A path to a `.pt` file, an Ultralytics yaml name, or the name of pretrained weights.
        task: What it shall learn. What a file of one's own was trained for, only a worker can see.

    Raises:
        UsageError: The model is for another task.
        NotFoundError: No such file, and no such published model.
        ResourceError: Published weights that are not here while the network cannot be reached.
    """
    path = Path(model)
    if not may_learn(model, task):
        raise UsageError(
            f"{path.name} is a model for the task {task_of_name(model)}, not for {task}.",
            hint=f"Choose {model_for(task, 'yolo11n')}.pt or another model of that kind.",
        )
    if (local := find_local_start(model)) is not None:
        return local
    if path.suffix != ".pt" or path.stem not in _KNOWN:
        name = model_for(task, "yolo11n")
        raise NotFoundError(
            f"There are no weights named {model!r}.",
            hint=f"Name a .pt file, a model such as {name}.pt, or {name}.yaml (from scratch).",
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
    if path.stem in _KNOWN and kept.is_file():
        return StartWeights(str(kept), Start.PRETRAINED)
    return None


def may_learn(model: str, task: Task) -> bool:
    """Tell whether a model may be for a task: Ultralytics' own say it by name, others may be."""
    return Path(model).stem not in _KNOWN or task_of_name(model) is task


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
