"""The snapshots that trainings learned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.sqlite import insert

from engine.domain.errors import NotFoundError
from engine.domain.identifiers import SnapshotId
from engine.store.records import decode, encode
from engine.store.schema import snapshots


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """A sealed data set; counts by name, as "train", "val", "test" and "shapes"."""

    id: SnapshotId
    created_at: float
    counts: dict[str, int]


class SnapshotsRepository:
    """Snapshots by id; the same content has the same id."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(
        self, snapshot_id: SnapshotId, *, created_at: float, counts: Mapping[str, int]
    ) -> bool:
        """Remember a snapshot unless it is known; return whether it is new."""
        row = insert(snapshots).values(
            id=snapshot_id, created_at=created_at, counts=encode(dict(counts))
        )
        return self._connection.execute(row.on_conflict_do_nothing()).rowcount > 0

    def get(self, snapshot_id: SnapshotId) -> SnapshotRecord:
        """Return a snapshot.

        Raises:
            NotFoundError: There is none with this id.
        """
        query = select(snapshots).where(snapshots.c.id == snapshot_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFoundError(f"The project has no snapshot {snapshot_id}.")
        return _record(row)

    def all(self) -> list[SnapshotRecord]:
        """Return every snapshot, oldest first."""
        query = select(snapshots).order_by(snapshots.c.created_at, snapshots.c.id)
        return [_record(row) for row in self._connection.execute(query)]


def _record(row: Row[Any]) -> SnapshotRecord:
    return SnapshotRecord(SnapshotId(row.id), row.created_at, decode(row.counts, dict[str, int]))
