"""Connections to the project's SQLite file, set up as Loupe needs them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

DATABASE_NAME = "project.db"
BUSY_TIMEOUT_S = 5.0
WRITES = {"writes": True}
"""Execution options of a connection that takes SQLite's write lock when a transaction begins."""


def connect(file: Path, *, options: str = "mode=rw") -> sqlite3.Connection:
    """Return a plain connection; the caller closes it. `options` are those of SQLite's URIs."""
    uri = f"file:{quote(str(file.absolute()))}?{options}"
    return sqlite3.connect(
        uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
    )


def make_engine(file: Path, *, options: str = "mode=rw", foreign_keys: bool = True) -> Engine:
    """Return an engine whose connections are made when asked for and closed when given back."""
    engine = create_engine(
        "sqlite://", creator=lambda: connect(file, options=options), poolclass=NullPool
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}")
        # In WAL mode the default of SQLite may lose the last commits at a power cut.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A deferred transaction that turns to writing may fail where an immediate one waits.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
