"""What the defaults reached on a snapshot's folds, kept for all searches on that snapshot."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

import msgspec

from engine.domain.jobs import TrainSpec
from engine.jobs.files import write_atomic


class FoldRunCache:
    """A JSON file of values by training. One controller at a time; a lost file costs time only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, spec: TrainSpec) -> float | None:
        """Return what the training reached, None where it never ran."""
        return self._read().get(_key(spec))

    def put(self, spec: TrainSpec, value: float) -> None:
        """Remember what the training reached.

        Raises:
            ResourceError: The file cannot be written.
        """
        write_atomic(self._path, msgspec.json.encode(self._read() | {_key(spec): value}))

    def _read(self) -> dict[str, float]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, float])
        except (FileNotFoundError, msgspec.DecodeError):
            return {}


def _key(spec: TrainSpec) -> str:
    """Name all that decides the value besides the snapshot, the versions of the libraries too."""
    versions = [metadata.version(name) for name in ("torch", "ultralytics")]
    decisive = (spec.recipe, spec.start, _state_of(spec.start), spec.fold, spec.seed, versions)
    return hashlib.sha256(msgspec.json.encode(decisive)).hexdigest()[:16]


def _state_of(start: str) -> tuple[int, int] | None:
    """Return what changes when other weights are put in the place of a file; None for a name."""
    try:
        stat = Path(start).stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns
