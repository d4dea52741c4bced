"""What mattered in a search, kept beside its study: the controller writes, the project reads."""

from __future__ import annotations

from pathlib import Path

import msgspec

from engine.domain.searches import SearchImportance
from engine.jobs.files import write_atomic


def write_importance(study_path: Path, importance: SearchImportance) -> None:
    """Replace what is known of a study's trials.

    Raises:
        ResourceError: The file cannot be written.
    """
    write_atomic(_path(study_path), msgspec.json.encode(importance))


def read_importance(study_path: Path) -> SearchImportance | None:
    """Return what is known; None where too few trials have ended, or the file was lost."""
    try:
        return msgspec.json.decode(_path(study_path).read_bytes(), type=SearchImportance)
    except (OSError, msgspec.DecodeError):
        return None


def _path(study_path: Path) -> Path:
    return study_path.with_suffix(".importance.json")
