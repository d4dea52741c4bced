"""Second looks: what the expert answers about labeled images whose labels are hidden."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.errors import ConflictError
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.rounds import RoundState
from engine.domain.second_looks import SecondLook
from engine.store.label_rows import readable, row_of
from engine.store.progress import IN_USE
from engine.store.records import decode, encode
from engine.store.schema import questions, rounds, second_looks


class SecondLooksRepository:
    """Second looks by round and image. They are measurements: no label comes of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, looks: Iterable[SecondLook]) -> None:
        """Keep looks that begin now."""
        for look in looks:
            row = insert(second_looks).values(
                round_number=look.round_number,
                image_id=look.image_id,
                purpose=look.purpose,
                first=_text(look.first, look.accepted),
                second=_text((), ()),
                answers=encode({}),
            )
            self._connection.execute(row.on_conflict_do_nothing())

    def drop_unasked(self) -> None:
        """Forget the looks whose questions were replaced."""
        asked = exists().where(
            questions.c.round_number == second_looks.c.round_number,
            questions.c.image_id == second_looks.c.image_id,
        )
        self._connection.execute(delete(second_looks).where(~asked))

    def current(self, image_id: ImageId) -> SecondLook | None:
        """Return the look at an image in a round that is still open, if any."""
        is_open = rounds.c.state != RoundState.FINISHED
        query = _SELECT.join(rounds, rounds.c.number == second_looks.c.round_number)
        query = query.where(second_looks.c.image_id == image_id, is_open)
        row = self._connection.execute(query.order_by(rounds.c.number.desc())).first()
        return None if row is None else self._look(row)

    def answered(self) -> list[SecondLook]:
        """Return the looks that are complete, oldest first."""
        query = _SELECT.where(second_looks.c.answered_at.is_not(None))
        order = (second_looks.c.answered_at, second_looks.c.image_id)
        return [self._look(row) for row in self._connection.execute(query.order_by(*order))]

    def newest_answer(self) -> tuple[int, float]:
        """Return how many looks are complete, and when the last of them came to be."""
        last = func.coalesce(func.max(second_looks.c.answered_at), 0.0)
        counted = self._connection.execute(select(func.count(second_looks.c.answered_at), last))
        num, at = counted.one()
        return int(num), float(at)

    def image_ids(self) -> set[ImageId]:
        """Return the images that were ever asked about again."""
        return {ImageId(i) for i in self._connection.scalars(select(second_looks.c.image_id))}

    def apply(self, look: SecondLook, edits: Sequence[AnnotationEdit]) -> None:
        """Do edits on what was drawn at a look, in order, all or none.

        Raises:
            ConflictError: An annotation is not as the edit says it was before.
        """
        drawn = {annotation.id: annotation for annotation in look.second}
        for edit in edits:
            annotation = edit.after or edit.before
            assert annotation is not None
            if drawn.get(annotation.id) != edit.before:
                raise ConflictError(
                    f"An annotation of image {edit.image_id} has changed meanwhile.",
                    hint="Reload the image and try again.",
                )
            drawn.pop(annotation.id, None)
            if edit.after is not None:
                drawn[annotation.id] = edit.after
        self._change(look, second=_text(tuple(drawn.values()), ()))

    def set_answers(self, look: SecondLook, said: Mapping[ClassId, Answer]) -> bool:
        """Say how completely a look covers some classes; return whether it is answered by now.

        It is, once it is settled for every class in use.
        """
        known = {**(look.answers or {}), **said}
        in_use = self._connection.scalars(IN_USE)
        is_done = all(known.get(ClassId(i), Answer.UNLABELED).is_settled for i in in_use)
        self._change(look, answers=encode(known), answered_at=time.time() if is_done else None)
        return is_done

    def _change(self, look: SecondLook, **values: object) -> None:
        is_meant = second_looks.c.round_number == look.round_number
        is_meant &= second_looks.c.image_id == look.image_id
        self._connection.execute(update(second_looks).where(is_meant).values(**values))

    def _look(self, row: Row[Any]) -> SecondLook:
        first, accepted = _read(row.first)
        second, _ = _read(row.second)
        return SecondLook(
            row.round_number,
            ImageId(row.image_id),
            row.purpose,
            first,
            frozenset(accepted),
            second,
            decode(row.answers, dict[ClassId, Answer]),
            row.answered_at,
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """One answer as a row holds it."""

    annotations: list[dict[str, Any]]
    accepted: list[AnnotationId]


_SELECT: Select[Any] = select(second_looks)


def _text(drawn: Sequence[Annotation], accepted: Iterable[AnnotationId]) -> str:
    rows = [row_of(annotation) for annotation in drawn]
    return encode(_Kept(rows, sorted(accepted)))


def _read(text: str) -> tuple[tuple[Annotation, ...], list[AnnotationId]]:
    kept = decode(text, _Kept)
    known = (readable(row) for row in kept.annotations)
    return tuple(each for each in known if each is not None), kept.accepted
