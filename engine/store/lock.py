"""The lock by which one process at a time may write a project."""

from __future__ import annotations

import json
import os
import socket
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import filelock
import msgspec
import psutil

from engine.domain.errors import ConflictError, ResourceError

_LOCK_NAME = "project.lock"
_HOLDER_NAME = "project.lock.json"
# A process's start is told with this precision, also after the clock was set.
_CLOCK_SLACK_S = 2.0


@dataclass(frozen=True, slots=True)
class LockHolder:
    """The process that holds a project; `started_at` in seconds since 1970."""

    host: str
    pid: int
    started_at: float

    def __str__(self) -> str:
        since = time.strftime("%Y-%m-%d %H:%M", time.localtime(self.started_at))
        return f"process {self.pid} on {self.host}, running since {since}"


class ProjectLock:
    """An operating system lock on a project folder, with a note that says who holds it.

    The lock ends with the process however that ends, so a stale one cannot be left; the note is for
    the message alone. Any thread may acquire and release.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = filelock.FileLock(
            folder / _LOCK_NAME, timeout=0, thread_local=False, mode=0o600
        )

    def acquire(self) -> None:
        """Take the lock at once or not at all.

        Raises:
            ConflictError: Another process holds it; the message names it.
            ResourceError: The folder or its drive does not allow a lock.
        """
        try:
            self._lock.acquire()
        except filelock.Timeout as error:
            holder = read_holder(self._folder)
            raise ConflictError(
                f"The project {self._folder} is open in {holder or 'another process'}.",
                hint="Close it there, or open it read-only.",
            ) from error
        except (OSError, NotImplementedError) as error:
            raise ResourceError(
                f"The project {self._folder} cannot be locked: {error}.",
                hint="Move it to a disk that supports locks, or open it read-only.",
            ) from error
        self._write_note()

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._lock.is_locked:
            (self._folder / _HOLDER_NAME).unlink(missing_ok=True)
            self._lock.release()

    def _write_note(self) -> None:
        holder = LockHolder(socket.gethostname(), os.getpid(), psutil.Process().create_time())
        note = self._folder / _HOLDER_NAME
        unfinished = note.with_suffix(".new")
        try:
            unfinished.write_text(json.dumps(asdict(holder)), encoding="utf-8")
            unfinished.chmod(0o600)
            unfinished.replace(note)
        except OSError as error:
            self._lock.release()
            raise ResourceError(
                f"The project {self._folder} cannot be written: {error.strerror}.",
                hint="Free some space or check the permissions of the folder.",
            ) from error


def find_holder(folder: Path) -> LockHolder | None:
    """Return who holds a project now; None where nobody does.

    A process of this computer is looked up; one of another computer is believed.
    """
    holder = read_holder(folder)
    if holder is None or holder.host != socket.gethostname():
        return holder
    try:
        is_it = abs(psutil.Process(holder.pid).create_time() - holder.started_at) < _CLOCK_SLACK_S
    except psutil.Error:
        return None
    return holder if is_it else None


def read_holder(folder: Path) -> LockHolder | None:
    """Return who last took the lock of a project; None where nobody says so."""
    try:
        return msgspec.json.decode((folder / _HOLDER_NAME).read_bytes(), type=LockHolder)
    except (OSError, msgspec.DecodeError):
        return None
