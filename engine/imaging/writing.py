"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from engine.domain.errors import ResourceError


def write_atomically(target: Path, data: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing; owner-only. Any thread or process.

    The folder is made where it is missing. The file is not forced to the disk: it is for what can
    be made again.

    Raises:
        ResourceError: The disk is full or the folder does not allow it.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    except OSError as error:
        raise _cannot_write(target, error) from error
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.replace(target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        part.unlink(missing_ok=True)


def _cannot_write(target: Path, error: OSError) -> ResourceError:
    return ResourceError(
        f"{target} cannot be written: {error.strerror or error}.",
        hint="Free some disk space or choose a folder you may write to.",
    )
