"""Groups and splits: open until frozen, then for good."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from engine.domain.errors import ConflictError
from engine.domain.images import Answer, ImageFilter, ImageState, Split
from engine.store.database import Store
from engine.store.splits import Group, SplitCount
from tests.store.builders import CELL, NUCLEUS, add_images, new_image


def test_assign_when_open_then_it_moves(store: Store) -> None:
    ids = add_images(store, 3)
    with store.write() as tx:
        tx.splits.assign({ids[0]: Split.TEST, ids[1]: Split.VAL})
        assert [r.split for r in tx.images.get_many(ids)] == [Split.TEST, Split.VAL, Split.TRAIN]


def test_assign_when_frozen_then_refused_and_nothing_moves(store: Store) -> None:
    ids = add_images(store, 2)
    with store.write() as tx:
        tx.splits.assign({ids[0]: Split.TEST})
        assert tx.splits.freeze(at=5.0) == 2
        assert tx.project.holdout_frozen_at() == 5.0
    with pytest.raises(ConflictError, match="frozen"), store.write() as tx:
        tx.splits.assign({ids[1]: Split.TRAIN, ids[0]: Split.TRAIN})
    with store.read() as tx:
        assert tx.images.get(ids[0]).split is Split.TEST


@pytest.mark.parametrize("column", ["split = 'train'", "group_name = 'x'", "split_frozen_at = 9"])
def test_frozen_image_when_changed_by_sql_then_the_database_refuses(
    store: Store, column: str
) -> None:
    add_images(store, 1, split=Split.TEST)
    with store.write() as tx:
        tx.splits.freeze(at=1.0)
    with pytest.raises(IntegrityError, match="frozen"), store.write() as tx:
        tx.images._connection.exec_driver_sql(f"UPDATE images SET {column}")


def test_freeze_when_images_came_later_then_they_are_sealed_and_the_first_time_stays(
    store: Store,
) -> None:
    add_images(store, 2)
    with store.write() as tx:
        tx.splits.freeze(at=1.0)
    later = add_images(store, 3)
    with store.write() as tx:
        assert tx.images.ids(where=ImageFilter(drawn=False)) == later
        tx.splits.assign({later[0]: Split.VAL})
        assert tx.splits.freeze(at=2.0) == 3
        assert tx.project.holdout_frozen_at() == 1.0


def test_set_groups_when_frozen_then_refused(store: Store) -> None:
    ids = add_images(store, 2)
    with store.write() as tx:
        tx.splits.set_groups({ids[0]: "patient"})
        assert tx.images.get(ids[0]).group == "patient"
        tx.splits.freeze(at=1.0)
        with pytest.raises(ConflictError, match="frozen"):
            tx.splits.set_groups({ids[0]: "other"})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(Split)), min_size=1))
def test_freeze_when_a_group_is_divided_then_refused(
    store: Store, drawn: list[tuple[str, Split]]
) -> None:
    splits_of: dict[str, set[Split]] = {}
    for group, split in drawn:
        splits_of.setdefault(group, set()).add(split)
    is_divided = any(len(splits) > 1 for splits in splits_of.values())

    class RollBack(Exception):  # noqa: N818 - no error, it only ends the transaction
        pass

    with suppress(RollBack), store.write() as tx:
        tx.images.add([new_image(i, group=g, split=s) for i, (g, s) in enumerate(drawn)])
        if is_divided:
            with pytest.raises(ConflictError, match="more than one split"):
                tx.splits.freeze(at=1.0)
            assert tx.project.holdout_frozen_at() is None
        else:
            assert tx.splits.freeze(at=1.0) == len(drawn)
        raise RollBack


def test_groups_when_listed_then_tell_size_and_frozen_split(store: Store) -> None:
    with store.write() as tx:
        tx.images.add([new_image(1, group="a", split=Split.TEST), new_image(2, group="b")])
        tx.splits.freeze(at=1.0)
        tx.images.add([new_image(3, group="a"), new_image(4, group="c")])
        assert tx.splits.groups() == [
            Group("a", 2, 1, Split.TEST),
            Group("b", 1, 1, Split.TRAIN),
            Group("c", 1, 0, None),
        ]


def test_holdout_ids_when_ordered_then_ready_ones_in_the_stored_order(store: Store) -> None:
    ids = add_images(store, 4, split=Split.TEST)
    with store.write() as tx:
        tx.splits.set_holdout_order({ids[0]: 9, ids[2]: 1, ids[3]: 4})
        tx.images.set_state([ids[3]], state=ImageState.QUARANTINED, reason="truncated")
        assert tx.splits.holdout_ids(Split.TEST) == [ids[2], ids[0], ids[1]]
        assert tx.splits.holdout_ids(Split.VAL) == []


def test_counts_when_labeled_then_tell_how_far_each_split_is(store: Store) -> None:
    train = add_images(store, 3)
    add_images(store, 2, split=Split.TEST)
    with store.write() as tx:
        both = {CELL: Answer.EMPTY, NUCLEUS: Answer.EMPTY}
        tx.labels.set_answers(train[0], both, who="expert")
        tx.labels.set_answers(train[1], {CELL: Answer.PARTIAL}, who="expert")
        assert tx.splits.counts() == {
            Split.TRAIN: SplitCount(3, 1, 1),
            Split.VAL: SplitCount(),
            Split.TEST: SplitCount(2, 0, 0),
        }
