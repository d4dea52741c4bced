"""What the defaults reached on a snapshot's folds, kept for all searches on that snapshot."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec

from engine.domain.jobs import TrainSpec


class FoldRunCache:
    """A JSON file of values by training. One controller at a time; a lost file costs time only."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, spec: TrainSpec) -> float | None:
        """Return what the training reached, None where it never ran."""
        return self._read().get(_key(spec))

    def put(self, spec: TrainSpec, value: float) -> None:
        """Remember what the training reached."""
        values = self._read() | {_key(spec): value}
        partial = self._path.with_name(f"{self._path.name}.{os.getpid()}.partial")
        partial.write_bytes(msgspec.json.encode(values))
        partial.replace(self._path)

    def _read(self) -> dict[str, float]:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=dict[str, float])
        except (FileNotFoundError, msgspec.DecodeError):
            return {}


def _key(spec: TrainSpec) -> str:
    """Name all that decides the value besides the snapshot: recipe, start, fold and seed."""
    decisive = (spec.recipe, spec.start, spec.fold, spec.seed)
    return hashlib.sha256(msgspec.json.encode(decisive)).hexdigest()[:16]
