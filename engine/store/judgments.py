"""What the expert did with suggestions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from engine.domain.identifiers import ClassId, ImageId, SuggestedBy
from engine.domain.suggestions import Acceptance, Judgment, Silence, SuggestionState
from engine.store.records import in_chunks
from engine.store.schema import asked_again, judgments

_RIGHT_AND_WRONG = (
    SuggestionState.ACCEPTED,
    SuggestionState.ADJUSTED,
    SuggestionState.REJECTED,
)


class JudgmentsRepository:
    """The last judgment of each suggestion, by its key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def store(self, judged: Sequence[Judgment]) -> None:
        """Keep judgments in place of earlier ones; an open suggestion has none."""
        for chunk in in_chunks(each.key for each in judged):
            self._connection.execute(delete(judgments).where(judgments.c.key.in_(chunk)))
        at = time.time()
        rows = {each.key: asdict(each) | {"at": at} for each in judged}
        kept = [row for row in rows.values() if row["state"] is not SuggestionState.OPEN]
        for rows_chunk in in_chunks(kept):
            self._connection.execute(insert(judgments), rows_chunk)

    def states(self, image_id: ImageId) -> dict[str, SuggestionState]:
        """Return what was done with the suggestions of an image, by key."""
        query = select(judgments.c.key, judgments.c.state).where(judgments.c.image_id == image_id)
        return {row.key: row.state for row in self._connection.execute(query)}

    def acceptance(self, suggested_by: SuggestedBy) -> dict[ClassId, Acceptance]:
        """Return what became of the suggestions of a source, by class offered."""
        return self._count(suggested_by, judgments.c.suggested_by == suggested_by)

    def totals(self) -> Acceptance:
        """Return what became of all suggestions, whatever their source and class."""
        counts = (func.count().filter(judgments.c.state == state) for state in _RIGHT_AND_WRONG)
        counted = [int(number) for number in self._connection.execute(select(*counts)).one()]
        return Acceptance(*counted)

    def silences(self, suggested_by: SuggestedBy) -> tuple[Silence, ...]:
        """Return the classes a source suggests no more, by what was judged since it was asked."""
        asked_at = (
            select(asked_again.c.at)
            .where(
                and_(
                    asked_again.c.suggested_by == suggested_by,
                    asked_again.c.class_id == judgments.c.class_id,
                )
            )
            .scalar_subquery()
        )
        counts = self._count(suggested_by, judgments.c.at > func.coalesce(asked_at, -1.0))
        return tuple(
            Silence(suggested_by, class_id, counted)
            for class_id, counted in counts.items()
            if counted.is_too_low
        )

    def ask_again(self, suggested_by: SuggestedBy, class_id: ClassId) -> None:
        """Let a source suggest a class again; what was judged so far no longer counts."""
        added = insert(asked_again).values(
            suggested_by=suggested_by, class_id=class_id, at=time.time()
        )
        self._connection.execute(
            added.on_conflict_do_update(
                index_elements=["suggested_by", "class_id"], set_={"at": added.excluded.at}
            )
        )

    def _count(
        self, suggested_by: SuggestedBy, where: ColumnElement[bool]
    ) -> dict[ClassId, Acceptance]:
        counts = (func.count().filter(judgments.c.state == state) for state in _RIGHT_AND_WRONG)
        query = (
            select(judgments.c.class_id, *counts)
            .where(judgments.c.suggested_by == suggested_by, where)
            .group_by(judgments.c.class_id)
            .order_by(judgments.c.class_id)
        )
        rows = self._connection.execute(query)
        return {ClassId(row[0]): Acceptance(*row[1:]) for row in rows}
