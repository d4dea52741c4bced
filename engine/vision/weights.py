"""Where a network comes from: a model yaml, a weights file at hand, or Ultralytics' server."""

from __future__ import annotations

import contextlib
import os
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from platformdirs import user_data_path
from ultralytics.nn.tasks import (
    BaseModel,
    ClassificationModel,
    DetectionModel,
    OBBModel,
    PoseModel,
    SegmentationModel,
    guess_model_task,
    load_checkpoint,
    yaml_model_load,
)
from ultralytics.utils import is_online
from ultralytics.utils.downloads import GITHUB_ASSETS_NAMES, safe_download

from engine.domain.errors import DataError, NotFoundError, ResourceError
from engine.domain.project import Task
from engine.domain.recipes import model_for
from engine.domain.versions import Start

ASSETS_URL = "https://github.com/ultralytics/assets/releases/download/v8.4.0"
_YAML_SUFFIXES = (".yaml", ".yml")
_NETWORKS: dict[Task, type[BaseModel]] = {
    Task.DETECT: DetectionModel,
    Task.SEGMENT: SegmentationModel,
    Task.OBB: OBBModel,
    Task.POSE: PoseModel,
    Task.CLASSIFY: ClassificationModel,
}
# What Ultralytics and torch raise over a file that is not what it is called.
LOADING_ERRORS = (
    TypeError,
    ValueError,
    RuntimeError,
    OSError,
    EOFError,
    ImportError,
    AttributeError,
    LookupError,
    AssertionError,
    pickle.UnpicklingError,
)


@dataclass(frozen=True, slots=True)
class StartWeights:
    """What a training starts from: a model yaml's name or the path of a weights file."""

    source: str
    start: Start


def weights_dir() -> Path:
    """Return the folder that pretrained weights are kept in, for all projects of a person."""
    override = os.environ.get("LOUPE_WEIGHTS_DIR")
    return Path(override) if override else user_data_path("loupe") / "weights"


def resolve_start(name: str, task: Task) -> StartWeights:
    """Find what a model's name stands for; fetch named pretrained weights if they are not here.

    Args:
        name: A model yaml, a path to a `.pt` file, or the name of pretrained weights with or
            without its `.pt`.
        task: What it shall learn.

    Raises:
        NotFoundError: Nothing has this name.
        ResourceError: Named weights are not here and cannot be fetched.
        DataError: It is not a model for the task, or would run code when loaded.
    """
    found = _locate(name, task)
    if found.start is not Start.SCRATCH:
        load_weights(Path(found.source), task)
    return found


def load_network(name: str, task: Task, *, num_classes: int) -> BaseModel:
    """Return the network a name stands for, in eval mode; a yaml's with the same random weights.

    Args:
        name: As for `resolve_start`, which also names the errors.
        task: What the network was built for.
        num_classes: Classes of a network that is built from a yaml.
    """
    found = _locate(name, task)
    if found.start is not Start.SCRATCH:
        return load_weights(Path(found.source), task)
    torch.manual_seed(0)
    return _NETWORKS[task](found.source, nc=num_classes, verbose=False).eval()


def load_weights(path: Path, task: Task) -> BaseModel:
    """Load the network in a weights file: float32, on the CPU, not fused, in eval mode.

    Raises:
        NotFoundError: There is no such file.
        DataError: It holds no model for the task, or something that would run code when loaded.
    """
    if not path.is_file():
        raise NotFoundError(
            f"There are no weights {path}.",
            hint=f"Name a .pt file or a model such as {model_for(task, 'yolo11n')}.yaml.",
        )
    model, _ = read_checkpoint(path)
    if not isinstance(model, _NETWORKS[task]) or _task_of(model) != task:
        raise _other_task(path.name, _task_of(model), task)
    return model


def read_checkpoint(path: Path) -> tuple[torch.nn.Module, dict[str, Any]]:
    """Return the network in a checkpoint, and all the checkpoint says, without running its code.

    Raises:
        DataError: It is damaged, no checkpoint, or would run code when loaded.
    """
    try:
        model, checkpoint = load_checkpoint(path)  # type: ignore[no-untyped-call]  # untyped there
    except LOADING_ERRORS as error:
        raise _not_a_model(path, error) from error
    return model, checkpoint


def _locate(name: str, task: Task) -> StartWeights:
    if name.endswith(_YAML_SUFFIXES):
        return StartWeights(_find_yaml(name, task), Start.SCRATCH)
    path = Path(name if name.endswith(".pt") else f"{name}.pt")
    is_kept_here = path.parent in (Path(), weights_dir())
    if not is_kept_here or path.name not in GITHUB_ASSETS_NAMES:
        return StartWeights(str(path), Start.LOCAL_FILE)
    path = weights_dir() / path.name
    if not path.is_file():
        _fetch(path)
    return StartWeights(str(path), Start.PRETRAINED)


def _find_yaml(name: str, task: Task) -> str:
    usual = f"{model_for(task, 'yolo11n')}.yaml"
    missing = NotFoundError(
        f"There is no model {name}.", hint=f"Try {usual}, or the path of a model's yaml."
    )
    if "://" in name:  # Ultralytics would download it
        raise missing
    try:
        described = yaml_model_load(name)  # type: ignore[no-untyped-call]  # untyped there
    except FileNotFoundError as error:
        raise missing from error
    told = guess_model_task(described)  # type: ignore[no-untyped-call]  # untyped in Ultralytics
    if told != task:
        raise _other_task(name, str(told), task)
    return name


def _fetch(path: Path) -> None:
    with _network_allowed():
        if not is_online():
            raise _unreachable(path.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            safe_download(url=f"{ASSETS_URL}/{path.name}", file=path, retry=1, min_bytes=1e5)
        except (OSError, MemoryError) as error:  # requests' errors are OSErrors
            raise _unreachable(path.name) from error


@contextlib.contextmanager
def _network_allowed() -> Iterator[None]:
    kept = os.environ.pop("YOLO_OFFLINE", None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ["YOLO_OFFLINE"] = kept


def _task_of(model: torch.nn.Module) -> str:
    """Return what a network is for, by its class or else by what it says of itself."""
    told = [task.value for task, network in _NETWORKS.items() if type(model) is network]
    return told[0] if told else str(getattr(model, "task", ""))


def _other_task(name: str, told: str, task: Task) -> DataError:
    return DataError(
        f"{name} is not a model for the task {task}" + (f" but for {told}." if told else "."),
        hint=f"Choose {model_for(task, 'yolo11n')}.pt or another model of that kind.",
    )


def _unreachable(name: str) -> ResourceError:
    return ResourceError(
        f"The weights {name} are not here and the network is not reachable.",
        hint=f"Start from scratch with --model {Path(name).stem}.yaml, or name a file of yours.",
    )


def _not_a_model(path: Path, error: Exception) -> DataError:
    if isinstance(error.__cause__, pickle.UnpicklingError) and _names_foreign_code(path):
        return DataError(
            f"{path} holds more than a model and was not opened: it could run code.",
            hint="Use weights that Ultralytics or Loupe wrote.",
        )
    return DataError(
        f"{path} is not a model: it is empty, damaged or of another kind.",
        hint="Use weights that Ultralytics or Loupe wrote.",
    )


def _names_foreign_code(path: Path) -> bool:
    try:
        return bool(torch.serialization.get_unsafe_globals_in_checkpoint(path))
    except (ValueError, RuntimeError, EOFError, pickle.UnpicklingError):
        return False
