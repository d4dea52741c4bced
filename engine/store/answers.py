"""Answers of images, set in as few statements for one image as for all of them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    and_,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.schema import CreateTable

from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer
from engine.store.progress import IN_USE
from engine.store.schema import answers, images, label_history

_HISTORY_COLUMNS = ("image_id", "at", "who", "annotation_id", "before", "after")
_WORDS = [str(answer) for answer in Answer]
_SETTLED = [str(answer) for answer in Answer if answer.is_settled]

# Of a connection's own, in memory: what is to be said.
_wanted = Table(
    "wanted_answers",
    MetaData(),
    Column("image_id", Integer, nullable=False),
    Column("class_id", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    PrimaryKeyConstraint("image_id", "class_id"),
    prefixes=["TEMPORARY"],
    sqlite_with_rowid=False,
)
_CREATE = CreateTable(_wanted, if_not_exists=True)
_WORD = cast(answers.c.answer, Text)
# Words that are none count as nothing.
_BEFORE = case((_WORD.in_(_WORDS), _WORD), else_=str(Answer.UNLABELED))
_WANTED_AND_SAID = _wanted.outerjoin(
    answers,
    and_(answers.c.image_id == _wanted.c.image_id, answers.c.class_id == _wanted.c.class_id),
)


def set_answers(
    connection: Connection, said: Mapping[ImageId, Mapping[ClassId, Answer]], *, who: str
) -> None:
    """Store answers, a history entry for each image that changes, and how far it is labeled now."""
    rows = [(key, *each) for key, answer in said.items() for each in answer.items()]
    if rows:
        _begin(connection)
        # Past SQLAlchemy, which takes longer to prepare so many rows than SQLite to store them.
        connection.exec_driver_sql("INSERT INTO temp.wanted_answers VALUES (?, ?, ?)", rows)
        _store(connection, who=who)


def unsettle(connection: Connection, image_ids: Iterable[ImageId], *, who: str) -> None:
    """Make partial what images are settled for, of the classes in use."""
    listed = func.json_each(json.dumps(list(image_ids))).table_valued("value")
    settled = select(answers.c.image_id, answers.c.class_id, literal(str(Answer.PARTIAL))).where(
        answers.c.image_id.in_(select(listed.c.value)),
        _WORD.in_(_SETTLED),
        answers.c.class_id.in_(IN_USE),
    )
    _begin(connection)
    columns = ["image_id", "class_id", "answer"]
    connection.execute(insert(_wanted).from_select(columns, settled))
    _store(connection, who=who)


def _begin(connection: Connection) -> None:
    connection.execute(_CREATE)
    connection.execute(delete(_wanted))


def _store(connection: Connection, *, who: str) -> None:
    is_new = _wanted.c.answer != _BEFORE
    told = (
        select(
            _wanted.c.image_id,
            literal(time.time()),
            literal(who),
            null(),
            _as_json(_BEFORE),
            _as_json(_wanted.c.answer),
        )
        .select_from(_WANTED_AND_SAID)
        .group_by(_wanted.c.image_id)
        .having(func.max(is_new))
    )
    connection.execute(insert(label_history).from_select(_HISTORY_COLUMNS, told))
    row = upsert(answers).from_select(
        ["image_id", "class_id", "answer"],
        select(_wanted).select_from(_WANTED_AND_SAID).where(is_new),
    )
    again = {"answer": row.excluded.answer}
    connection.execute(
        row.on_conflict_do_update(index_elements=["image_id", "class_id"], set_=again)
    )
    _refresh_progress(connection)


def _as_json(answer: ColumnElement[str]) -> ColumnElement[str]:
    return func.json_group_object(cast(_wanted.c.class_id, Text), answer)


def _refresh_progress(connection: Connection) -> None:
    """Count the settled and the partial classes of the images anew."""
    is_counted = and_(
        answers.c.image_id == images.c.id,
        answers.c.class_id.in_(IN_USE),
    )
    counted = (
        select(
            images.c.id,
            func.count().filter(_WORD.in_(_SETTLED)).label("num_settled"),
            func.count().filter(_WORD.in_([str(Answer.PARTIAL)])).label("num_partial"),
        )
        .select_from(images.outerjoin(answers, is_counted))
        .where(images.c.id.in_(select(_wanted.c.image_id)))
        .group_by(images.c.id)
        .subquery()
    )
    change = update(images).where(images.c.id == counted.c.id)
    connection.execute(
        change.values(num_settled=counted.c.num_settled, num_partial=counted.c.num_partial)
    )
