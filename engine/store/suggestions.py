"""Suggestions that no model made: each kept with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from engine.domain.errors import DataError
from engine.domain.identifiers import ClassId, ImageId, SuggestedBy
from engine.domain.shapes import Shape, shape_from_json, shape_to_json
from engine.store.records import decode, encode, in_chunks
from engine.store.schema import judgments, suggestions_table


@dataclass(frozen=True, slots=True)
class StoredSuggestion:
    """A shape offered in an image; `confidence` from 0 to 1."""

    key: str
    image_id: ImageId
    suggested_by: SuggestedBy
    class_id: ClassId
    confidence: float
    shape: Shape


class SuggestionsRepository:
    """Suggestions of other sources than models, by image."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, suggestions: Iterable[StoredSuggestion]) -> None:
        """Keep suggestions."""
        rows = (
            {
                "key": each.key,
                "image_id": each.image_id,
                "suggested_by": each.suggested_by,
                "class_id": each.class_id,
                "confidence": each.confidence,
                "shape": encode(shape_to_json(each.shape)),
            }
            for each in suggestions
        )
        for chunk in in_chunks(rows):
            self._connection.execute(insert(suggestions_table), chunk)

    def drop_unjudged(
        self, image_id: ImageId, suggested_by: SuggestedBy, class_id: ClassId
    ) -> None:
        """Forget what a source offered as a class in an image and nobody judged."""
        known = select(judgments.c.key).where(judgments.c.image_id == image_id)
        self._connection.execute(
            delete(suggestions_table).where(
                suggestions_table.c.image_id == image_id,
                suggestions_table.c.suggested_by == suggested_by,
                suggestions_table.c.class_id == class_id,
                suggestions_table.c.key.not_in(known),
            )
        )

    def of_image(self, image_id: ImageId) -> tuple[StoredSuggestion, ...]:
        """Return what was offered in an image, the surest first; damaged rows are left out."""
        query = (
            select(suggestions_table)
            .where(suggestions_table.c.image_id == image_id)
            .order_by(suggestions_table.c.confidence.desc(), suggestions_table.c.key)
        )
        found = []
        for row in self._connection.execute(query).mappings():
            try:
                shape = shape_from_json(decode(row["shape"], dict))
            except DataError:
                continue
            found.append(StoredSuggestion(**{**row, "shape": shape}))
        return tuple(found)
