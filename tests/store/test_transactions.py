"""Transactions: all or nothing, one writer at a time, and what surroundings do to them."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from engine.domain.errors import ConflictError, DataError, ResourceError
from engine.store import connection as store_connection
from engine.store.database import Store
from engine.store.failures import known_failures
from engine.store.opening import open_store
from tests.store.builders import add_images, new_image


def _pragma(store: Store, text: str) -> object:
    return store._connection.connection.execute(f"PRAGMA {text}").fetchone()[0]


def test_write_when_it_raises_then_nothing_is_stored(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt), store.write() as tx:  # noqa: PT012 - the body is the test
        tx.images.add([new_image(1)])
        raise KeyboardInterrupt
    with store.read() as tx:
        assert tx.images.count() == 0
    assert len(add_images(store, 1)) == 1


def test_write_when_inside_another_then_it_is_a_bug_and_no_deadlock(store: Store) -> None:
    with store.write(), pytest.raises(RuntimeError, match="inside a writing"), store.write():
        pass


def test_close_when_inside_a_write_then_it_is_a_bug_and_no_deadlock(store: Store) -> None:
    with store.write(), pytest.raises(RuntimeError, match="inside a writing"):
        store.close()


def test_write_when_from_many_threads_then_they_take_turns(store: Store) -> None:
    def add(first: int) -> None:
        for number in range(first, first + 5):
            with store.write() as tx:
                assert tx.images.count() == len(tx.images.ids())
                tx.images.add([new_image(number)])

    threads = [threading.Thread(target=add, args=(100 * n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as tx:
        assert tx.images.count() == 20


def test_read_when_a_write_is_under_way_then_sees_what_was_committed(store: Store) -> None:
    with store.write() as writing:
        writing.images.add([new_image(1)])
        with store.read() as reading:
            assert reading.images.count() == 0


def test_read_when_it_tries_to_write_then_the_database_refuses(store: Store) -> None:
    with pytest.raises(ResourceError), store.read() as tx:
        tx.images.add([new_image(1)])


def test_connection_when_open_then_durable_and_strict(store: Store) -> None:
    assert _pragma(store, "journal_mode") == "wal"
    assert _pragma(store, "synchronous") == 2
    assert _pragma(store, "foreign_keys") == 1


def test_write_when_the_disk_is_full_then_says_so_and_the_store_goes_on(store: Store) -> None:
    add_images(store, 3)
    pages = _pragma(store, "page_count")
    _pragma(store, f"max_page_count = {pages}")
    with pytest.raises(ResourceError, match="disk is full"), store.write() as tx:
        tx.images.add([new_image(n) for n in range(10, 3000)])
    _pragma(store, "max_page_count = 1000000")
    with store.read() as tx:
        assert tx.images.count() == 3
    assert len(add_images(store, 2)) == 2


def test_write_when_another_program_locks_it_then_says_so(
    project_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_connection, "BUSY_TIMEOUT_S", 0.05)
    with (
        open_store(project_dir) as store,
        closing(sqlite3.connect(project_dir / "project.db", isolation_level=None)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ConflictError, match="locked"), store.write():
            pass
        other.execute("ROLLBACK")
        assert len(add_images(store, 1)) == 1


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_IOERR_WRITE, ResourceError),
        (sqlite3.SQLITE_READONLY_DBMOVED, ResourceError),
        (sqlite3.SQLITE_READONLY_ROLLBACK, ConflictError),
        (sqlite3.SQLITE_CORRUPT_VTAB, DataError),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, ConflictError),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_known_failures_when_sqlite_tells_where_then_the_kind_counts(
    code: int, kind: type[Exception], wrapped: bool
) -> None:
    error = sqlite3.OperationalError("broken")
    error.sqlite_errorcode = code
    raised = OperationalError("SELECT", None, error) if wrapped else error
    with pytest.raises(kind), known_failures(Path("project.db")):
        raise raised


def test_known_failures_when_it_is_a_bug_then_it_passes() -> None:
    with pytest.raises(sqlite3.OperationalError), known_failures(Path("project.db")):
        raise sqlite3.OperationalError("no such table")


def test_close_when_done_then_only_the_database_and_the_free_lock_are_left(
    project_dir: Path,
) -> None:
    with open_store(project_dir) as store:
        add_images(store, 1)
        with store.read() as tx:
            assert tx.images.count() == 1
    assert {entry.name for entry in project_dir.iterdir()} <= {"project.db", "project.lock"}
