"""The project database, used through transactions."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine

from engine.domain.errors import ConflictError
from engine.store.connection import DATABASE_NAME, WRITES
from engine.store.failures import known_failures
from engine.store.lock import ProjectLock
from engine.store.transaction import Transaction


class Store:
    """A project's database, made by `open_store` or `create_store`.

    Any thread may use it. Writing transactions wait for each other; a reading one sees what was
    committed when it began. All of a writing transaction is stored, or nothing.

    Attributes:
        path: The project folder.
        read_only: Whether nothing can be written.
        notices: What a person should know of how it was opened.
    """

    def __init__(
        self,
        path: Path,
        *,
        engine: Engine,
        lock: ProjectLock | None,
        notices: tuple[str, ...] = (),
        copy: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self.path = path
        self.read_only = lock is None
        self.notices = notices
        self._engine = engine
        self._lock = lock
        self._copy = copy
        self._is_closed = False
        self._writing = threading.Lock()
        self._writer_thread: int | None = None
        with known_failures(self._database):
            # One connection stays open: SQLite would empty the write-ahead log, at the price of
            # several disk flushes, whenever the last one closes.
            self._connection = engine.connect().execution_options(**WRITES)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Give a transaction that is committed at the end, or rolled back by any exception.

        Raises:
            ConflictError: The project is open read-only, or another program locks the database.
            ResourceError: The disk is full or fails.
        """
        if self.read_only:
            raise ConflictError(
                f"The project {self.path} is open read-only.",
                hint="Close it where else it is open, then open it again.",
            )
        self._refuse_nesting()
        with self._writing, known_failures(self._database):
            self._check_open()
            self._writer_thread = threading.get_ident()
            try:
                with self._connection.begin():
                    yield Transaction(self._connection)
            finally:
                self._writer_thread = None

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Give a transaction that sees one committed state and cannot write."""
        self._check_open()
        with known_failures(self._database), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            yield Transaction(connection)

    def close(self) -> None:
        """Wait for the writing transaction under way, close the database, give the lock back."""
        self._refuse_nesting()
        with self._writing:
            if self._is_closed:
                return
            self._is_closed = True
            self._connection.close()
            if self._copy is not None:
                self._copy.cleanup()
            if self._lock is not None:
                self._lock.release()

    @property
    def _database(self) -> Path:
        return self.path / DATABASE_NAME

    def _refuse_nesting(self) -> None:
        """Turn what would wait for itself forever into a visible bug."""
        if self._writer_thread == threading.get_ident():
            raise RuntimeError("this cannot be done inside a writing transaction")

    def _check_open(self) -> None:
        if self._is_closed:
            raise RuntimeError(f"the store of {self.path} is closed")
