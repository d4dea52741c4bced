"""Bringing a project database to the schema of this Loupe."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from engine.domain.errors import ConflictError, DataError, ResourceError
from engine.store.schema import APPLICATION_ID

SCHEMA_REVISION = "0005"
"""The newest migration; read without importing Alembic, as every opening needs it."""

MIGRATIONS_DIR = Path(__file__).parent / "migrations"


def read_revision(connection: sqlite3.Connection, database: Path) -> str:
    """Return the schema revision of a project database.

    Raises:
        DataError: The file is an SQLite database of something else.
    """
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    if application_id != APPLICATION_ID:
        raise DataError(
            f"{database} is not a Loupe project.", hint="Choose the folder of a Loupe project."
        )
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise DataError(f"{database} is damaged: it does not say its version.")
    return str(row[0])


def check_not_newer(revision: str, database: Path) -> None:
    """Raise ConflictError where a database was written by a newer Loupe; revisions count up."""
    if revision > SCHEMA_REVISION:
        raise ConflictError(
            f"{database} was written by a newer Loupe (its format is {revision}, this one knows up "
            f"to {SCHEMA_REVISION}).",
            hint="Open it with the newer Loupe.",
        )


def backup_before_upgrade(database: Path, revision: str) -> Path:
    """Copy a database beside itself, whole or not at all, and return the copy's path.

    Raises:
        ResourceError: There is no room for it.
    """
    backup = database.with_name(f"{database.stem}.backup-{revision}.db")
    unfinished = backup.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    try:
        unfinished.touch(mode=0o600)
        with (
            closing(sqlite3.connect(database)) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target)
        unfinished.replace(backup)
    except (OSError, sqlite3.Error) as error:
        unfinished.unlink(missing_ok=True)
        raise ResourceError(
            f"The project cannot be upgraded: no backup {backup} could be made ({error}).",
            hint="Free some space and open it again; it was not changed.",
        ) from error
    return backup


def upgrade(connection: Connection, *, migrations_dir: Path = MIGRATIONS_DIR) -> None:
    """Run the missing migrations in the connection's open transaction.

    Foreign keys must be off, as SQLite rebuilds tables; they are checked at the end.

    Raises:
        DataError: Rows point at rows that are not there.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_dir).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DataError(
            "The project cannot be upgraded: some of its rows point at nothing.",
            hint="It was not changed; restore it from a backup.",
        )
