"""Searches over recipes, their trials and what they found."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.errors import NotFoundError
from engine.domain.identifiers import SearchId
from engine.domain.jobs import SearchSpec
from engine.domain.searches import (
    Confirmation,
    SearchOutcome,
    SearchRecord,
    TrialRecord,
    TrialState,
)
from engine.store.records import decode, encode
from engine.store.schema import searches, trials


class SearchesRepository:
    """Searches by id. Everything may be told twice; a finished trial stays as it is."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, spec: SearchSpec, *, created_at: float) -> bool:
        """Remember a search unless it is known; return whether it is new."""
        row = insert(searches).values(id=spec.search_id, created_at=created_at, spec=encode(spec))
        return self._connection.execute(row.on_conflict_do_nothing()).rowcount > 0

    def get(self, search_id: SearchId) -> SearchRecord:
        """Return a search.

        Raises:
            NotFoundError: There is none with this id.
        """
        query = select(searches).where(searches.c.id == search_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFoundError(f"The project has no search {search_id}.")
        return _search(row)

    def all(self) -> list[SearchRecord]:
        """Return every search, oldest first."""
        query = select(searches).order_by(searches.c.created_at, searches.c.id)
        return [_search(row) for row in self._connection.execute(query)]

    def put_trial(self, search_id: SearchId, trial: TrialRecord) -> None:
        """Store how a trial stands."""
        row = insert(trials).values(
            search_id=search_id, number=trial.number, state=trial.state, record=encode(trial)
        )
        finished = [state for state in TrialState if state.is_finished]
        self._connection.execute(
            row.on_conflict_do_update(
                index_elements=["search_id", "number"],
                set_={"state": row.excluded.state, "record": row.excluded.record},
                where=trials.c.state.not_in(finished),
            )
        )

    def trials(self, search_id: SearchId) -> list[TrialRecord]:
        """Return the trials of a search, by number."""
        query = select(trials.c.record).where(trials.c.search_id == search_id)
        records = self._connection.scalars(query.order_by(trials.c.number))
        return [decode(record, TrialRecord) for record in records]

    def put_confirmation(self, search_id: SearchId, confirmation: Confirmation) -> None:
        """Store how far the confirmation is."""
        self._set(search_id, confirmation=encode(confirmation))

    def set_outcome(self, search_id: SearchId, outcome: SearchOutcome) -> None:
        """Store what a search found, and its confirmation where it has one."""
        self._set(search_id, outcome=encode(outcome))
        if outcome.confirmation is not None:
            self.put_confirmation(search_id, outcome.confirmation)

    def _set(self, search_id: SearchId, **values: str) -> None:
        self._connection.execute(
            update(searches).where(searches.c.id == search_id).values(**values)
        )


def _search(row: Row[Any]) -> SearchRecord:
    return SearchRecord(
        id=SearchId(row.id),
        created_at=row.created_at,
        spec=decode(row.spec, SearchSpec),
        confirmation=None if row.confirmation is None else decode(row.confirmation, Confirmation),
        outcome=None if row.outcome is None else decode(row.outcome, SearchOutcome),
    )
