"""What SQLite complains of, told as errors a person can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from engine.domain.errors import ConflictError, DataError, EngineError, ResourceError


@contextmanager
def known_failures(database: Path) -> Iterator[None]:
    """Turn failures of the surroundings into `EngineError`; let bugs through as they are.

    Raises:
        ResourceError: The disk is full or fails, or the project cannot be read or written.
        ConflictError: Another process keeps the database locked.
        DataError: The file is damaged or no database.
    """
    try:
        yield
    except DBAPIError as error:
        known = _explain(error.orig, database)
        if known is None:
            raise
        raise known from error
    except sqlite3.Error as error:
        known = _explain(error, database)
        if known is None:
            raise
        raise known from error


def _explain(error: BaseException | None, database: Path) -> EngineError | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return ConflictError(
            f"{database} was not closed cleanly and must be put in order first.",
            hint="Open it once for writing.",
        )
    match code & 0xFF:  # The low byte is the kind; the rest says where it happened.
        case sqlite3.SQLITE_FULL:
            return ResourceError(
                f"The disk is full: {database} cannot grow.",
                hint="Free some space and try again; what was stored before is safe.",
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return ConflictError(
                f"Another program keeps {database} locked.",
                hint="Close what else reads or copies the project and try again.",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return DataError(
                f"{database} is damaged or not a Loupe project.",
                hint="Restore it from a backup; the images themselves are not in it.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return ResourceError(
                f"{database} cannot be opened as asked.",
                hint="Check the permissions of the project folder, or copy it to another disk.",
            )
        case sqlite3.SQLITE_IOERR:
            return ResourceError(
                f"The disk failed while {database} was used.",
                hint="Check the disk or the network drive; what was stored before is safe.",
            )
        case _:
            return None
