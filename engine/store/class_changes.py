"""The log of changes of the class list: a line that undo and redo walk along."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select, update

from engine.domain.class_changes import ClassChange, LoggedClassChange
from engine.store.records import decode, encode
from engine.store.schema import class_changes


class ClassChangesRepository:
    """Changes in the order they were made; those undone last can be done again, until a new one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, change: ClassChange, *, who: str) -> None:
        """Log a change just made; what was undone cannot be done again any more."""
        self._connection.execute(delete(class_changes).where(class_changes.c.is_undone))
        self._connection.execute(
            class_changes.insert().values(at=time.time(), who=who, record=encode(change))
        )

    def done(self) -> list[LoggedClassChange]:
        """Return the changes in force, the newest first."""
        return self._all(
            select(class_changes)
            .where(~class_changes.c.is_undone)
            .order_by(class_changes.c.number.desc())
        )

    def undone(self) -> list[LoggedClassChange]:
        """Return the changes that can be done again, the next one first."""
        return self._all(
            select(class_changes).where(class_changes.c.is_undone).order_by(class_changes.c.number)
        )

    def mark(self, number: int, change: ClassChange, *, is_undone: bool) -> None:
        """Note that a change was undone or done again, and what came of that."""
        self._connection.execute(
            update(class_changes)
            .where(class_changes.c.number == number)
            .values(record=encode(change), is_undone=is_undone)
        )

    def _all(self, query: Select[Any]) -> list[LoggedClassChange]:
        return [_logged(row) for row in self._connection.execute(query)]


def _logged(row: Row[Any]) -> LoggedClassChange:
    return LoggedClassChange(row.number, row.at, row.who, decode(row.record, ClassChange))
