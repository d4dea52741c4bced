"""Labels: edits, answers, and a history that cannot be altered."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engine.domain.annotations import AnnotationEdit, AnswersEdit, Attributes, Source
from engine.domain.errors import ConflictError
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, VersionId
from engine.domain.images import Answer, ImageState, Split
from engine.domain.shapes import Box, KeypointSet, OrientedBox, Polygon, Visibility
from engine.store import schema
from engine.store.database import Store
from tests.store.builders import CELL, NUCLEUS, add_images, added, annotation

SHAPES = [
    Box(0.1, 0.2, 30.3, 40.4),
    OrientedBox(10.0, 20.0, 5.0, 6.0, 0.3),
    Polygon(((0.0, 0.0), (9.0, 0.0), (9.0, 9.0)), (((1.0, 1.0), (2.0, 1.0), (2.0, 2.0)),)),
    KeypointSet(((1.0, 2.0, Visibility.VISIBLE),), Box(0.0, 0.0, 5.0, 5.0)),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_apply_when_added_then_all_of_it_comes_back(store: Store, shape: object) -> None:
    (image_id,) = add_images(store, 1)
    drawn = replace(
        annotation(image_id),
        shape=shape,
        source=Source.ACCEPTED,
        attributes=Attributes(difficult=True, note="blurred, 3 µm"),
        suggested_by=VersionId("v1"),
        confidence=0.1 + 0.2,
    )
    with store.write() as tx:
        tx.labels.apply(added(drawn), who="expert")
    with store.read() as tx:
        assert tx.labels.get(image_id).annotations == (drawn,)


def test_apply_when_changed_removed_and_undone_then_order_and_history_are_kept(
    store: Store,
) -> None:
    (image_id,) = add_images(store, 1)
    first, second = annotation(image_id), annotation(image_id, x1=50.0)
    moved = replace(first, shape=Box(5.0, 5.0, 9.0, 9.0))
    change, removal = AnnotationEdit(first, moved), AnnotationEdit(moved, None)
    with store.write() as tx:
        tx.labels.apply(added(first, second), who="expert")
        tx.labels.apply([change, removal], who="expert")
        assert tx.labels.get(image_id).annotations == (second,)
        tx.labels.apply([removal.inverse(), change.inverse()], who="expert")
        assert tx.labels.get(image_id).annotations == (first, second)
        edits = [entry.edit for entry in tx.labels.history(image_id)]
    assert edits == [
        *added(first, second),
        change,
        removal,
        removal.inverse(),
        change.inverse(),
    ]


@pytest.mark.parametrize("kind", ["added twice", "changed meanwhile", "removed meanwhile"])
def test_apply_when_not_as_before_then_refused_and_nothing_is_stored(
    store: Store, kind: str
) -> None:
    (image_id,) = add_images(store, 1)
    stored, other = annotation(image_id), annotation(image_id)
    stale = {
        "added twice": AnnotationEdit(None, stored),
        "changed meanwhile": AnnotationEdit(replace(stored, class_id=NUCLEUS), None),
        "removed meanwhile": AnnotationEdit(other, replace(other, class_id=NUCLEUS)),
    }[kind]
    with store.write() as tx:
        tx.labels.apply(added(stored), who="expert")
    with pytest.raises(ConflictError, match="meanwhile"), store.write() as tx:
        tx.labels.apply([*added(annotation(image_id)), stale], who="expert")
    with store.read() as tx:
        assert tx.labels.get(image_id).annotations == (stored,)
        assert len(tx.labels.history(image_id)) == 1


def test_apply_when_an_edit_moves_to_another_image_then_it_is_a_bug(store: Store) -> None:
    ids = add_images(store, 2)
    drawn = annotation(ids[0])
    with store.write() as tx, pytest.raises(ValueError, match="one image"):
        tx.labels.apply([AnnotationEdit(drawn, replace(drawn, image_id=ids[1]))], who="expert")


@pytest.mark.parametrize(
    "statement", ["UPDATE label_history SET who = 'x'", "DELETE FROM label_history"]
)
def test_history_when_altered_by_sql_then_the_database_refuses(
    store: Store, statement: str
) -> None:
    (image_id,) = add_images(store, 1)
    with store.write() as tx:
        tx.labels.apply(added(annotation(image_id)), who="expert")
    with pytest.raises(IntegrityError, match="append-only"), store.write() as tx:
        tx.labels._connection.exec_driver_sql(statement)


def test_delete_when_removed_then_the_row_stays(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    drawn = annotation(image_id)
    with store.write() as tx:
        tx.labels.apply(added(drawn), who="expert")
        tx.labels.apply([AnnotationEdit(drawn, None)], who="expert")
        rows = tx.labels._connection.execute(select(schema.annotations_table)).all()
    assert [(row.id, row.is_deleted) for row in rows] == [(drawn.id, True)]


def test_set_answers_when_changed_then_stored_with_history(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    with store.write() as tx:
        tx.labels.set_answers(image_id, {CELL: Answer.COMPLETE}, who="expert")
        edit = tx.labels.set_answers(
            image_id, {CELL: Answer.UNLABELED, NUCLEUS: Answer.EMPTY}, who="import"
        )
        tx.labels.set_answers(image_id, {NUCLEUS: Answer.EMPTY}, who="expert")
        labels, history = tx.labels.get(image_id), tx.labels.history(image_id)
    assert edit == AnswersEdit(
        image_id,
        {CELL: Answer.COMPLETE, NUCLEUS: Answer.UNLABELED},
        {CELL: Answer.UNLABELED, NUCLEUS: Answer.EMPTY},
    )
    assert edit.inverse().inverse() == edit
    assert labels.answer(CELL) is Answer.UNLABELED
    assert labels.answer(NUCLEUS) is Answer.EMPTY
    assert [entry.who for entry in history] == ["expert", "import"]
    assert history[1].edit == edit


def test_complete_ids_when_a_class_is_added_then_earlier_answers_are_not_checked_for_it(
    store: Store,
) -> None:
    ids = add_images(store, 3)
    val = add_images(store, 1, split=Split.VAL)
    with store.write() as tx:
        settled = {CELL: Answer.COMPLETE, NUCLEUS: Answer.EMPTY}
        tx.labels.set_many_answers({ids[0]: settled, val[0]: settled}, who="import")
        tx.labels.set_answers(ids[1], {CELL: Answer.PARTIAL, NUCLEUS: Answer.EMPTY}, who="x")
        assert tx.labels.complete_ids() == [ids[0], *val]
        assert tx.labels.complete_ids(Split.VAL) == val
        assert tx.labels.partial_ids() == [ids[1]]
        platelet = tx.classes.add("platelet").id
        assert tx.labels.complete_ids() == []
        assert tx.labels.partial_ids(Split.TRAIN) == ids[:2]
        tx.labels.set_answers(ids[0], {platelet: Answer.EMPTY}, who="expert")
        assert tx.labels.complete_ids() == [ids[0]]


def test_complete_ids_when_an_image_cannot_be_used_then_it_is_left_out(store: Store) -> None:
    ids = add_images(store, 2)
    settled = {CELL: Answer.EMPTY, NUCLEUS: Answer.EMPTY}
    with store.write() as tx:
        tx.labels.set_many_answers(dict.fromkeys(ids, settled), who="expert")
        tx.images.set_state(ids[:1], state=ImageState.QUARANTINED, reason="truncated")
        assert tx.labels.complete_ids() == ids[1:]


def test_removed_class_when_hidden_then_its_labels_are_too_and_come_back_with_it(
    store: Store,
) -> None:
    (image_id,) = add_images(store, 1)
    cell, nucleus = annotation(image_id), annotation(image_id, class_id=NUCLEUS)
    with store.write() as tx:
        tx.labels.apply(added(cell, nucleus), who="expert")
        tx.labels.set_answers(image_id, {CELL: Answer.COMPLETE}, who="expert")
        tx.classes.remove(NUCLEUS)
        assert tx.labels.get(image_id).annotations == (cell,)
        assert tx.labels.class_counts() == {CELL: 1}
        assert tx.labels.complete_ids() == [image_id]
        tx.classes.restore(NUCLEUS)
        assert tx.labels.get(image_id).annotations == (cell, nucleus)
        assert tx.labels.complete_ids() == []


def test_class_counts_when_on_one_split_then_only_there(store: Store) -> None:
    (train,), (val,) = add_images(store, 1), add_images(store, 1, split=Split.VAL)
    with store.write() as tx:
        tx.labels.apply(added(annotation(train), annotation(train), annotation(val)), who="x")
        assert tx.labels.class_counts() == {CELL: 3, NUCLEUS: 0}
        assert tx.labels.class_counts(Split.VAL) == {CELL: 1, NUCLEUS: 0}


def test_mean_boxes_when_some_images_are_complete_then_only_these_count(store: Store) -> None:
    ids = add_images(store, 3)
    settled = {CELL: Answer.COMPLETE, NUCLEUS: Answer.EMPTY}
    with store.write() as tx:
        assert tx.labels.mean_boxes_per_labeled_image() == 0.0
        boxes = [annotation(ids[0]) for _ in range(3)] + [annotation(ids[2]) for _ in range(9)]
        tx.labels.apply(added(*boxes), who="expert")
        tx.labels.set_many_answers(dict.fromkeys(ids[:2], settled), who="expert")
        assert tx.labels.mean_boxes_per_labeled_image() == 1.5


def test_stream_when_many_images_then_in_the_order_asked_for(store: Store) -> None:
    ids = add_images(store, 1100)
    boxes = [annotation(image_id) for image_id in ids]
    with store.write() as tx:
        tx.labels.apply(added(*boxes), who="import")
    wanted = list(reversed(ids))
    with store.read() as tx:
        streamed = list(tx.labels.stream(wanted))
    assert [labels.image_id for labels in streamed] == wanted
    assert [labels.annotations for labels in streamed] == [(box,) for box in reversed(boxes)]


_ANSWERS = st.dictionaries(st.sampled_from([CELL, NUCLEUS, ClassId(3)]), st.sampled_from(Answer))
_STEPS = st.lists(st.one_of(st.tuples(st.integers(0, 2), _ANSWERS), st.sampled_from("-+")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(_STEPS)
def test_progress_when_anything_happens_then_agrees_with_the_answers(
    store: Store, steps: list[tuple[int, dict[ClassId, Answer]] | str]
) -> None:
    with store.write() as tx:
        if len(tx.classes.all()) == 2:
            tx.classes.add("platelet")
    ids = add_images(store, 3)
    with store.write() as tx:
        for step in steps:
            in_use = {c.id for c in tx.classes.all()}
            if step == "-":
                tx.classes.remove(CELL) if CELL in in_use else None
            elif step == "+":
                tx.classes.restore(CELL) if CELL not in in_use else None
            else:
                tx.labels.set_answers(ids[step[0]], step[1], who="expert")
        in_use = {c.id for c in tx.classes.all()}
        complete, started = set(), set()
        for labels in tx.labels.stream(ids):
            said = [labels.answer(class_id) for class_id in in_use]
            if all(answer.is_settled for answer in said):
                complete.add(labels.image_id)
            elif any(answer is not Answer.UNLABELED for answer in said):
                started.add(labels.image_id)
        assert complete == set(tx.labels.complete_ids()) & set(ids)
        assert started == set(tx.labels.partial_ids()) & set(ids)
        if CELL not in in_use:
            tx.classes.restore(CELL)


def test_apply_when_the_image_is_unknown_then_nothing_is_stored(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as tx:
        tx.labels.apply(added(annotation(ImageId(77))), who="expert")


def test_apply_when_called_often_then_costs_the_same_few_statements(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    boxes = [replace(annotation(image_id), id=AnnotationId(f"a{i}")) for i in range(400)]
    statements: list[str] = []
    with store.write() as tx:
        driver = tx.labels._connection.connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(statements.append)
        tx.labels.apply(added(*boxes), who="import")
        driver.set_trace_callback(None)
    assert sum(statement.startswith("SELECT") for statement in statements) == 1


DAMAGES = {
    "shape = '{\"kind\":'": "damaged shape",
    "shape = '[1, 2]'": "damaged shape",
    "source = 'robot'": "unknown source “robot”",
    "class_id = 99": "unknown class 99",
    "attributes = '{\"note\": 7}'": "damaged attributes",
    "confidence = 'high'": "damaged numbers",
    "z = 'front'": "damaged numbers",
}


def spoil(store: Store, statement: str) -> None:
    """Change the database as a bad disk or another program would."""
    connection = sqlite3.connect(store.path / "project.db")
    with connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("damage", DAMAGES)
def test_get_when_an_annotation_is_damaged_then_the_rest_is_there_and_the_row_stays(
    store: Store, damage: str
) -> None:
    (image_id,) = add_images(store, 1)
    first, second = annotation(image_id), annotation(image_id, x1=50.0)
    with store.write() as tx:
        tx.labels.apply(added(first, second), who="expert")
    spoil(store, f"UPDATE annotations SET {damage} WHERE number = 1")
    with store.write() as tx:
        labels = tx.labels.get(image_id)
        assert (labels.annotations, labels.unreadable) == ((second,), (DAMAGES[damage],))
        with pytest.raises(ConflictError, match="changed meanwhile"):
            tx.labels.apply([AnnotationEdit(first, None)], who="expert")
    with store.write() as tx:
        tx.labels.put_unreadable_aside(image_id)
        assert not tx.labels.get(image_id).is_damaged
    with store.read() as tx:
        table = schema.annotations_table
        kept = tx.labels._connection.execute(select(table.c.id).where(table.c.is_deleted))
        assert kept.scalars().all() == [first.id]


def test_get_when_an_answer_is_no_answer_then_it_is_told_and_can_be_given_again(
    store: Store,
) -> None:
    (image_id,) = add_images(store, 1)
    said = {CELL: Answer.COMPLETE, NUCLEUS: Answer.EMPTY}
    with store.write() as tx:
        tx.labels.set_answers(image_id, said, who="expert")
    spoil(store, f"UPDATE answers SET answer = 'perhaps' WHERE class_id = {NUCLEUS}")
    with store.write() as tx:
        labels = tx.labels.get(image_id)
        assert labels.answers == {CELL: Answer.COMPLETE}
        assert labels.unknown_answers == ("perhaps",)
        assert tx.class_labels.answers(NUCLEUS) == {}
        assert tx.class_labels.counts()[NUCLEUS].num_empty == 0
        tx.labels.set_answers(image_id, said, who="expert")
        labels = tx.labels.get(image_id)
        assert (labels.answers, labels.is_damaged) == (said, False)


def test_history_when_rows_are_damaged_then_it_says_when_and_by_whom_and_the_rest(
    store: Store,
) -> None:
    (image_id,) = add_images(store, 1)
    drawn = annotation(image_id)
    with store.write() as tx:
        tx.labels.apply(added(drawn), who="expert")
    for values in (
        "'a', 'x', '{\"shape\":'",
        "'a', '[]', NULL",
        "NULL, '{\"1\": \"perhaps\"}', '{}'",
    ):
        spoil(
            store,
            "INSERT INTO label_history (image_id, at, who, annotation_id, before, after)"
            f" VALUES ({image_id}, 7.0, 'someone', {values})",
        )
    with store.read() as tx:
        first, *damaged = tx.labels.history(image_id)
        assert first.edit == AnnotationEdit(None, drawn)
        assert [(each.at, each.who, each.edit) for each in damaged] == [(7.0, "someone", None)] * 3
        assert tx.sufficiency.last_changed_by("someone") == {}


def test_accepted_when_some_were_changed_or_drawn_then_those_as_they_were_are_told(
    store: Store,
) -> None:
    ids = add_images(store, 3)
    as_it_was, mended, other, drawn = (
        replace(annotation(image_id), source=source)
        for image_id, source in zip(
            (ids[0], ids[0], ids[1], ids[2]),
            (Source.ACCEPTED, Source.ACCEPTED, Source.BULK_ACCEPTED, Source.EXPERT),
            strict=True,
        )
    )
    changes = [
        AnnotationEdit(each, replace(each, shape=Box(5.0, 5.0, 9.0, 9.0)))
        for each in (mended, other)
    ]
    with store.write() as tx:
        tx.labels.apply(added(as_it_was, mended, other, drawn), who="expert")
        tx.labels.apply(changes, who="expert")
        assert tx.labels.accepted_as_they_were(ids) == {ids[0]: frozenset({as_it_was.id})}
