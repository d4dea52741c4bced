"""The labels of whole classes: counted, moved to another class, and looked for where they lack."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    case,
    cast,
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

    def answers_of_both(
        self, first: ClassId, second: ClassId
    ) -> dict[tuple[Answer, Answer], list[ImageId]]:
        """Return the images by what they say of two classes; those that say nothing are left out.

        Grouped by the database: a row for each pair of answers instead of one for each image.
        """
        is_said = answers.c.class_id.in_([first, second]) & answers.c.answer.in_(list(Answer))
        told = (
            select(
                answers.c.image_id,
                _said_of(first).label("first"),
                _said_of(second).label("second"),
            )
            .where(is_said)
            .group_by(answers.c.image_id)
            .subquery()
        )
        pair = (told.c.first, told.c.second)
        query = select(*pair, func.json_group_array(told.c.image_id)).group_by(*pair)
        return {
            (Answer(row[0]), Answer(row[1])): json.loads(row[2])
            for row in self._connection.execute(query)
        }

    def move(self, source: ClassId, target: ClassId, *, who: str) -> tuple[int, ...]:
        """Give every annotation of a class another class; return their numbers."""
        is_meant = _is_of(source)
        found = self._connection.scalars(select(annotations_table.c.number).where(is_meant))
        numbers = tuple(found)
        self._move(is_meant, source=source, target=target, who=who)
        return numbers

    def move_some(
        self, numbers: Iterable[int], *, source: ClassId, target: ClassId, who: str
    ) -> None:
        """Give some annotations another class; those that are of `source` no more are left."""
        listed = func.json_each(json.dumps(list(numbers))).table_valued("value")
        self._move(
            _is_of(source) & annotations_table.c.number.in_(select(listed.c.value)),
            source=source,
            target=target,
            who=who,
        )

    def _move(
        self, is_meant: ColumnElement[bool], *, source: ClassId, target: ClassId, who: str
    ) -> None:
        told = select(
            annotations_table.c.image_id,
            literal(time.time()),
            literal(who),
            annotations_table.c.id,
            _as_json(source),
            _as_json(target),
        ).where(is_meant)
        self._connection.execute(insert(label_history).from_select(_HISTORY_COLUMNS, told))
        change = update(annotations_table).where(is_meant)
        self._connection.execute(change.values(class_id=target))

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


def _is_of(class_id: ClassId) -> ColumnElement[bool]:
    is_there = annotations_table.c.is_deleted.is_(False)
    return (annotations_table.c.class_id == class_id) & is_there


def _said_of(class_id: ClassId) -> ColumnElement[str]:
    said = case((answers.c.class_id == class_id, cast(answers.c.answer, Text)))
    return func.coalesce(func.max(said), str(Answer.UNLABELED))


def _as_json(class_id: ClassId) -> ColumnElement[str]:
    """Return an annotation as the history tells it, of this class."""
    told: list[object] = []
    for name in _TOLD:
        told += [name, literal(class_id) if name == "class_id" else annotations_table.c[name]]
    return func.json_object(*told, "is_deleted", func.json("false"))
