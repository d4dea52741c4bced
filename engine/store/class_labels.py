"""The labels of whole classes: counted, moved to another class, and looked for where they lack."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    distinct,
    func,
    insert,
    literal,
    select,
    update,
)

from engine.domain.class_changes import ClassCounts
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer, ImageState, Progress
from engine.store.progress import IN_USE, progress_is
from engine.store.records import in_chunks
from engine.store.schema import annotations_table, answers, images, label_history

_HISTORY_COLUMNS = ("image_id", "at", "who", "annotation_id", "before", "after")
_TOLD = (
    "id",
    "image_id",
    "class_id",
    "shape",
    "source",
    "attributes",
    "suggested_by",
    "confidence",
    "z",
)
_SETTLED = [answer for answer in Answer if answer.is_settled]


class ClassLabelsRepository:
    """What the images say of each class. Moving leaves a history entry for every annotation."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self) -> dict[ClassId, ClassCounts]:
        """Return what the labels hold of each class in use; seconds where there are millions."""
        objects = self._objects()
        said = self._answer_counts()
        checked = self._checked()
        num_begun = self._connection.scalar(
            select(func.count()).select_from(images).where(_is_to_check())
        )
        return {
            ClassId(class_id): ClassCounts(
                *objects.get(class_id, (0, 0)),
                num_complete=said.get((class_id, Answer.COMPLETE), 0),
                num_empty=said.get((class_id, Answer.EMPTY), 0),
                num_partial=said.get((class_id, Answer.PARTIAL), 0),
                num_unchecked=(num_begun or 0) - checked.get(class_id, 0),
            )
            for class_id in self._connection.scalars(IN_USE)
        }

    def unchecked_ids(self) -> list[ImageId]:
        """Return the ready images labeled for some classes and not for all, ascending."""
        query = select(images.c.id).where(_is_to_check()).order_by(images.c.id)
        return [ImageId(image_id) for image_id in self._connection.scalars(query)]

    def num_unchecked(self) -> int:
        """Return how many images `unchecked_ids` has."""
        query = select(func.count()).select_from(images).where(_is_to_check())
        return self._connection.scalar(query) or 0

    def answers(self, class_id: ClassId) -> dict[ImageId, Answer]:
        """Return what the images say of a class; those that say nothing readable are left out."""
        is_said = (answers.c.class_id == class_id) & answers.c.answer.in_(list(Answer))
        query = select(answers.c.image_id, answers.c.answer).where(is_said)
        return {ImageId(row.image_id): row.answer for row in self._connection.execute(query)}

    def move(self, source: ClassId, target: ClassId, *, who: str) -> tuple[int, ...]:
        """Give every annotation of a class another class; return their numbers."""
        found = self._connection.scalars(_numbers_of(source))
        numbers = tuple(int(number) for number in found)
        self.move_some(numbers, source=source, target=target, who=who)
        return numbers

    def move_some(
        self, numbers: Iterable[int], *, source: ClassId, target: ClassId, who: str
    ) -> None:
        """Give some annotations another class; those that are of `source` no more are left."""
        at = time.time()
        for chunk in in_chunks(numbers):
            meant = (
                annotations_table.c.number.in_(chunk)
                & (annotations_table.c.class_id == source)
                & annotations_table.c.is_deleted.is_(False)
            )
            told = select(
                annotations_table.c.image_id,
                literal(at),
                literal(who),
                annotations_table.c.id,
                _as_json(source),
                _as_json(target),
            ).where(meant)
            self._connection.execute(insert(label_history).from_select(_HISTORY_COLUMNS, told))
            self._connection.execute(update(annotations_table).where(meant).values(class_id=target))

    def _objects(self) -> dict[int, tuple[int, int]]:
        query = (
            select(
                annotations_table.c.class_id,
                func.count(),
                func.count(distinct(annotations_table.c.image_id)),
            )
            .where(annotations_table.c.is_deleted.is_(False))
            .group_by(annotations_table.c.class_id)
        )
        return {row[0]: (row[1], row[2]) for row in self._connection.execute(query)}

    def _answer_counts(self) -> dict[tuple[int, Answer], int]:
        query = select(answers.c.class_id, answers.c.answer, func.count()).group_by(
            answers.c.class_id, answers.c.answer
        )
        return {(row[0], row[1]): row[2] for row in self._connection.execute(query)}

    def _checked(self) -> dict[int, int]:
        """Return for each class how many of the images to check are settled for it."""
        query = (
            select(answers.c.class_id, func.count())
            .select_from(answers.join(images))
            .where(_is_to_check(), answers.c.answer.in_(_SETTLED))
            .group_by(answers.c.class_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}


def _is_to_check() -> ColumnElement[bool]:
    """Whether an image was labeled for some class, but not for all: classes came later."""
    is_ready = images.c.state == ImageState.READY
    return is_ready & (images.c.num_settled > 0) & ~progress_is(Progress.COMPLETE)


def _numbers_of(class_id: ClassId) -> Select[Any]:
    return select(annotations_table.c.number).where(
        annotations_table.c.class_id == class_id, annotations_table.c.is_deleted.is_(False)
    )


def _as_json(class_id: ClassId) -> ColumnElement[str]:
    """Return an annotation as the history tells it, of this class."""
    told: list[object] = []
    for name in _TOLD:
        told += [name, literal(class_id) if name == "class_id" else annotations_table.c[name]]
    return func.json_object(*told, "is_deleted", func.json("false"))
