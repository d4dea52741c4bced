"""The files of a job: written whole or not at all, readable by their owner only."""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeVar

from engine.domain.errors import ResourceError

T = TypeVar("T")

_FULL_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write CR LF for each LF
_WINDOWS_TRIES = 50
_WINDOWS_PAUSE_S = 0.01


def write_atomic(path: Path, data: bytes) -> None:
    """Replace a file so that a reader sees the old or the new content, also after a power cut.

    Raises:
        ResourceError: It cannot be written; the old file is untouched.
    """
    with writing(path):
        temporary = _write_temporary(path, data)
        try:
            _persistently(lambda: temporary.replace(path))
        finally:
            temporary.unlink(missing_ok=True)
        _flush_folder(path.parent)


def create_atomic(path: Path, data: bytes) -> bool:
    """Create a file whole; return whether it was created, False where one is there already.

    Of several processes that try at once exactly one is told True.

    Raises:
        ResourceError: It cannot be written.
    """
    with writing(path):
        temporary = _write_temporary(path, data)
        try:
            _link_or_rename(temporary, path)
        except FileExistsError:
            return False
        finally:
            temporary.unlink(missing_ok=True)
        _flush_folder(path.parent)
        return True


def read_if_there(path: Path) -> bytes | None:
    """Return a file's bytes, None where there is no such file.

    Raises:
        ResourceError: It is there and cannot be read.
    """
    try:
        return _persistently(path.read_bytes)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise ResourceError(f"{path} cannot be read: {_in_words(error)}.") from error


def open_to_append(path: Path) -> BinaryIO:
    """Open a file for writing at its end, unbuffered; it is made where it is not there.

    Raises:
        OSError: It cannot be opened.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | _BINARY, 0o600)
    return os.fdopen(descriptor, "ab", buffering=0)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in words why a file could not be written in the block.

    Raises:
        ResourceError: Instead of an OSError, with the file's name.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL_DISK:
            reason, hint = "the disk is full", "Free some space and resume."
        else:
            reason, hint = _in_words(error), "Check the folder's rights."
        raise ResourceError(f"{path} cannot be written: {reason}.", hint=hint) from error


def _in_words(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _write_temporary(path: Path, data: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _link_or_rename(temporary: Path, path: Path) -> None:
    # A rename never replaces a file on Windows; elsewhere only a link tells who came first.
    if sys.platform == "win32":
        temporary.rename(path)
        return
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # exFAT and some network drives have no links
        if path.exists():
            raise FileExistsError(path) from None
        temporary.replace(path)


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _persistently(action: Callable[[], T]) -> T:
    # On Windows a file that another process just reads cannot be replaced, and the other way round.
    if sys.platform == "win32":
        for _ in range(_WINDOWS_TRIES):
            try:
                return action()
            except PermissionError:
                time.sleep(_WINDOWS_PAUSE_S)
    return action()
