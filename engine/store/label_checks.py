"""Which images were asked to be checked again, as their labels were in doubt."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, func, select
from sqlalchemy.dialects.sqlite import insert

from engine.domain.identifiers import ImageId
from engine.domain.rounds import Purpose
from engine.store.schema import label_checks, questions


class LabelChecksRepository:
    """Images that were asked to be checked, each once: what stays in doubt then is meant so."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, image_ids: Sequence[ImageId]) -> None:
        """Note that images are asked to be checked now."""
        at = time.time()
        rows = [{"image_id": image_id, "at": at} for image_id in image_ids]
        if rows:
            self._connection.execute(insert(label_checks).on_conflict_do_nothing(), rows)

    def drop_unasked(self) -> None:
        """Forget the checks whose questions were replaced."""
        asked = exists().where(
            questions.c.image_id == label_checks.c.image_id,
            questions.c.purpose == Purpose.CHECK,
        )
        self._connection.execute(delete(label_checks).where(~asked))

    def image_ids(self) -> set[ImageId]:
        """Return the images that were ever asked to be checked."""
        return {ImageId(i) for i in self._connection.scalars(select(label_checks.c.image_id))}

    def count(self) -> int:
        """Return how many they are."""
        return self._connection.scalar(select(func.count()).select_from(label_checks)) or 0
