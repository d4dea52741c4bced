"""Jobs as the project remembers them; what they do stands in their folders."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.errors import NotFoundError
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobKind, JobRecord, JobState, check_job_move
from engine.store.records import encode
from engine.store.schema import jobs

_NO_CONTEXT: Mapping[str, object] = {}


class JobsRepository:
    """Jobs, their states, and how far their events were taken over."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, job: JobRecord, *, context: Mapping[str, object] = _NO_CONTEXT) -> bool:
        """Remember a job unless it is known; return whether it is new.

        The context is plain JSON data: what the job is for, as who takes its result needs it.
        """
        row = insert(jobs).values(
            id=job.id,
            kind=job.kind,
            state=job.state,
            created_at=job.created_at,
            title=job.title,
            reason=job.reason,
            context=encode(dict(context)),
        )
        return self._connection.execute(row.on_conflict_do_nothing()).rowcount > 0

    def get(self, job_id: JobId) -> JobRecord:
        """Return a job.

        Raises:
            NotFoundError: There is none with this id.
        """
        return _record(self._row(job_id))

    def context(self, job_id: JobId) -> dict[str, Any]:
        """Return what the job was said to be for.

        Raises:
            NotFoundError: There is none with this id.
        """
        context: dict[str, Any] = json.loads(self._row(job_id).context)
        return context

    def all(self, *, active: bool = False, kind: JobKind | None = None) -> list[JobRecord]:
        """Return jobs, oldest first: of one kind, or only those queued or running, if asked."""
        query = select(jobs).order_by(jobs.c.created_at, jobs.c.id)
        if active:
            query = query.where(jobs.c.state.in_([s for s in JobState if s.is_active]))
        if kind is not None:
            query = query.where(jobs.c.kind == kind)
        return [_record(row) for row in self._connection.execute(query)]

    def move(self, job_id: JobId, state: JobState, *, reason: str = "") -> JobRecord:
        """Move a job to another state and return it.

        Raises:
            NotFoundError: There is none with this id.
            ValueError: It may not go there from where it is.
        """
        check_job_move(self.get(job_id).state, state)
        change = update(jobs).where(jobs.c.id == job_id).values(state=state, reason=reason)
        self._connection.execute(change)
        return self.get(job_id)

    def last_seq(self, job_id: JobId) -> int:
        """Return the number of the last event taken over, 0 before the first."""
        return int(self._row(job_id).last_seq)

    def set_last_seq(self, job_id: JobId, seq: int) -> None:
        """Say that events up to this number are taken over, in the transaction that does it."""
        change = update(jobs).where(jobs.c.id == job_id, jobs.c.last_seq < seq)
        self._connection.execute(change.values(last_seq=seq))

    def _row(self, job_id: JobId) -> Row[Any]:
        row = self._connection.execute(select(jobs).where(jobs.c.id == job_id)).first()
        if row is None:
            raise NotFoundError(f"The project has no job {job_id}.")
        return row


def _record(row: Row[Any]) -> JobRecord:
    return JobRecord(JobId(row.id), row.kind, row.state, row.created_at, row.title, row.reason)
