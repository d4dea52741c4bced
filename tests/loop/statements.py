"""What a project's database is asked, so that an act can be held to as few statements as needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from engine.store.database import Store


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """Note the statements of a store; many rows of values for one count once."""
    told: list[str] = []

    def _note(_connection, _cursor, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(store._engine, "before_cursor_execute", _note)
    try:
        yield told
    finally:
        event.remove(store._engine, "before_cursor_execute", _note)
