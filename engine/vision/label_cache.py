"""Ultralytics' label caches, read without running code and written by one process at a time."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

_LOCK_NAME = ".label-cache.lock"
_ARRAY_GLOBALS = frozenset(
    {
        ("numpy", "dtype"),
        ("numpy", "ndarray"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "scalar"),
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy.core.multiarray", "scalar"),
    }
)


class _ArraysOnly(pickle.Unpickler):
    """Unpickles plain data and NumPy arrays and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ARRAY_GLOBALS:
            raise pickle.UnpicklingError(f"{module}.{name} does not belong in a label cache")
        return super().find_class(module, name)


def load_label_cache(path: Path) -> dict[str, Any]:
    """Return what `np.load(path, allow_pickle=True).item()` would, for plain data and arrays only.

    Raises:
        pickle.UnpicklingError: The file holds something else. Ultralytics then scans the labels
            anew, as for any cache it cannot read.
    """
    with Path(path).open("rb") as file:
        np.lib.format.read_magic(file)
        np.lib.format.read_array_header_1_0(file)
        content = _ArraysOnly(file).load().item()
    if not isinstance(content, dict):
        raise pickle.UnpicklingError("a label cache is a dictionary")
    return content


@contextlib.contextmanager
def label_cache_lock(dataset_dir: Path) -> Iterator[None]:
    """Hold the lock under which a dataset folder's label caches are built.

    Two trials that start together would else both scan, and one read what the other half wrote.
    On a read-only medium no cache can be written, so there is nothing to guard.
    """
    try:
        lock = FileLock(dataset_dir / _LOCK_NAME)
        lock.acquire()
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lock.release()
