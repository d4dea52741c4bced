"""What the expert did with suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from engine.domain.identifiers import ClassId, ImageId
from engine.domain.suggestions import Acceptance, Judgment, SuggestionState
from engine.store.records import in_chunks
from engine.store.schema import judgments


class JudgmentsRepository:
    """The last judgment of each suggestion, by its key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def store(self, judged: Sequence[Judgment]) -> None:
        """Keep judgments in place of earlier ones; an open suggestion has none."""
        for chunk in in_chunks(each.key for each in judged):
            self._connection.execute(delete(judgments).where(judgments.c.key.in_(chunk)))
        rows = {each.key: asdict(each) for each in judged}
        kept = [row for row in rows.values() if row["state"] is not SuggestionState.OPEN]
        for rows_chunk in in_chunks(kept):
            self._connection.execute(insert(judgments), rows_chunk)

    def states(self, image_id: ImageId) -> dict[str, SuggestionState]:
        """Return what was done with the suggestions of an image, by key."""
        query = select(judgments.c.key, judgments.c.state).where(judgments.c.image_id == image_id)
        return {row.key: row.state for row in self._connection.execute(query)}

    def acceptance(self, suggested_by: str) -> dict[ClassId, Acceptance]:
        """Return how often the suggestions of a source were accepted, by class offered."""
        is_accepted = judgments.c.state == SuggestionState.ACCEPTED
        query = (
            select(judgments.c.class_id, func.sum(is_accepted), func.count())
            .where(judgments.c.suggested_by == suggested_by)
            .group_by(judgments.c.class_id)
        )
        rows = self._connection.execute(query)
        return {ClassId(row[0]): Acceptance(int(row[1]), row[2]) for row in rows}
