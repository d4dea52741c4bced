"""Where networks run: a CUDA GPU, an Apple GPU or the CPU."""

from __future__ import annotations

import gc
import os

import torch

from engine.domain.errors import ResourceError, UsageError


def choose_device(name: str) -> torch.device:
    """Return the device for `auto` (CUDA, MPS, CPU in this order), `cpu`, `mps` or a CUDA index.

    Raises:
        UsageError: The name means nothing.
        ResourceError: The machine has no such device.
    """
    if name == "auto":
        return _best_device()
    if name == "cpu":
        return torch.device("cpu")
    if name == "mps" and torch.backends.mps.is_available():
        return torch.device("mps")
    index = name.removeprefix("cuda:")
    if index.isdecimal() and int(index) < torch.cuda.device_count():
        return torch.device("cuda", int(index))
    if name != "mps" and not index.isdecimal():
        raise UsageError(f"{name!r} is not a device.", hint="Name auto, cpu, mps or a GPU's index.")
    raise ResourceError(f"This machine has no device {name!r}.", hint="Use the device auto.")


def all_devices() -> list[torch.device]:
    """Return every device of this machine, the CPU last."""
    found = [torch.device("cuda", index) for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append(torch.device("mps"))
    return [*found, torch.device("cpu")]


def ultralytics_device(device: torch.device) -> str:
    """Return a device by the name Ultralytics knows."""
    return str(device.index) if device.type == "cuda" else device.type


def device_in_words(device: torch.device) -> str:
    """Return a device as a person knows it, for example "cpu, 2 threads"."""
    if device.type == "cuda":
        return f"{torch.cuda.get_device_name(device)} (cuda:{device.index})"
    if device.type == "mps":
        return "Apple GPU"
    threads = torch.get_num_threads()
    return f"cpu, {threads} thread{'s' if threads > 1 else ''}"


def limit_threads(threads: int) -> None:
    """Let torch use so many CPU threads; 0 leaves its choice."""
    if threads > 0:
        torch.set_num_threads(threads)


def loader_workers(device: torch.device) -> int:
    """Return how many processes shall decode training images.

    None on a CPU, where the network needs the cores itself.
    """
    if device.type != "cuda":
        return 0
    return min(8, max(0, (os.cpu_count() or 1) - 1))


def free_memory(device: torch.device) -> None:
    """Hand back what a failed step still held on a GPU."""
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()


def _best_device() -> torch.device:
    if torch.cuda.is_available():
        return torch.device("cuda", 0)
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
