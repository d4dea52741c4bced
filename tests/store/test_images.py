"""Images: added once by content, found again, listed in pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.domain.errors import NotFoundError
from engine.domain.identifiers import ImageId
from engine.domain.images import (
    Answer,
    ImageFilter,
    ImageState,
    Progress,
    RejectedFile,
    Split,
)
from engine.store.database import Store
from tests.store.builders import CELL, NUCLEUS, add_images, added, annotation, new_image


def test_add_when_new_then_all_facts_are_kept(store: Store) -> None:
    with store.write() as tx:
        result = tx.images.add([new_image(5, group="slide", split=Split.VAL, holdout_order=3)])
    with store.read() as tx:
        record = tx.images.get(result.added[0])
    assert (record.path, record.content_hash) == (Path("/pictures/000005.jpg"), "hash-5")
    assert (record.width, record.height, record.group) == (640, 480, "slide")
    assert (record.split, record.state) == (Split.VAL, ImageState.READY)
    assert result.ids == {"hash-5": record.id}


def test_add_when_content_is_known_then_it_is_counted_once(store: Store) -> None:
    first = add_images(store, 2)
    with store.write() as tx:
        again = tx.images.add(
            [
                new_image(0, path="/copies/a.jpg"),
                new_image(9),
                new_image(10, content="hash-9"),
            ]
        )
        assert tx.images.count() == 3
        tx.images.add([new_image(0, path="/copies/a.jpg")] * 2)
        assert tx.images.count() == 3
    assert len(again.added) == 1
    assert again.duplicates == (
        (Path("/copies/a.jpg"), first[0]),
        (Path("/pictures/000010.jpg"), again.added[0]),
    )


def test_add_when_the_same_file_comes_again_then_it_is_no_duplicate(store: Store) -> None:
    add_images(store, 1)
    with store.write() as tx:
        again = tx.images.add([new_image(0)])
    assert (again.added, again.duplicates) == ((), ())
    assert again.ids == {"hash-0": ImageId(1)}


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (Split.TRAIN, Split.TEST, Split.TEST),
        (Split.TEST, Split.TRAIN, Split.TEST),
        (Split.VAL, Split.TEST, Split.TEST),
        (Split.VAL, Split.TRAIN, Split.VAL),
    ],
)
def test_add_when_a_duplicate_is_in_another_split_then_test_goes_before_val_before_train(
    store: Store, first: Split, second: Split, kept: Split
) -> None:
    both = [
        new_image(1, split=first, group=first),
        new_image(2, content="hash-1", split=second, group=second),
    ]
    with store.write() as tx:
        (image_id,) = tx.images.add(both).added
        record = tx.images.get(image_id)
    assert (record.split, record.group) == (kept, kept)


def test_add_when_the_split_is_frozen_then_a_duplicate_moves_nothing(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    with store.write() as tx:
        tx.splits.freeze(at=1.0)
        tx.images.add([new_image(0, path="/copies/a.jpg", split=Split.TEST)])
        assert tx.images.get(image_id).split is Split.TRAIN


def test_add_when_a_missing_image_stands_elsewhere_then_it_is_found_again(store: Store) -> None:
    (image_id,) = add_images(store, 1)
    with store.write() as tx:
        tx.images.set_state([image_id], state=ImageState.MISSING, reason="gone")
        result = tx.images.add([new_image(0, path="/moved/a.jpg")])
        record = tx.images.get(image_id)
    assert result.found_again == (image_id,)
    assert (record.path, record.state, record.reason) == (
        Path("/moved/a.jpg"),
        ImageState.READY,
        "",
    )


def test_add_when_the_file_holds_another_picture_then_the_old_image_is_missing(
    store: Store,
) -> None:
    (image_id,) = add_images(store, 1)
    with store.write() as tx:
        result = tx.images.add([new_image(0, content="other")])
        assert tx.images.get(image_id).state is ImageState.MISSING
        assert tx.images.get(result.added[0]).path == Path("/pictures/000000.jpg")


def test_known_among_when_resumed_then_only_unchanged_files_are_known(store: Store) -> None:
    with store.write() as tx:
        tx.images.add([new_image(1), new_image(2), new_image(3, content="hash-1")])
        files = [
            (Path("/pictures/000001.jpg"), 1001, 1),
            (Path("/pictures/000002.jpg"), 1002, 999),
            (Path("/pictures/000003.jpg"), 1003, 3),
            (Path("/pictures/000004.jpg"), 1004, 4),
        ]
        known = tx.images.known_among(files)
    assert known == {Path("/pictures/000001.jpg"), Path("/pictures/000003.jpg")}


def test_path_when_its_name_is_no_valid_text_then_it_comes_back(store: Store) -> None:
    path = os.fsdecode(b"/pictures/caf\xe9.jpg")
    with store.write() as tx:
        (image_id,) = tx.images.add([new_image(1, path=path)]).added
        tx.images.reject([RejectedFile(Path(path), "unreadable")])
    with store.read() as tx:
        assert tx.images.get(image_id).path == Path(path)
        assert tx.images.rejected() == [RejectedFile(Path(path), "unreadable")]


def test_reject_when_the_file_is_added_later_then_it_leaves_the_list(store: Store) -> None:
    path = Path("/pictures/000001.jpg")
    with store.write() as tx:
        tx.images.reject([RejectedFile(path, "truncated"), RejectedFile(path, "zero bytes")])
        assert tx.images.rejected() == [RejectedFile(path, "zero bytes")]
        tx.images.add([new_image(1)])
        assert tx.images.rejected() == []


def test_get_when_unknown_then_says_so(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFoundError, match="number 17"):
        tx.images.get(ImageId(17))


def test_get_many_when_more_than_a_statement_holds_then_order_is_kept(store: Store) -> None:
    ids = add_images(store, 1201)
    wanted = list(reversed(ids))
    with store.read() as tx:
        assert [record.id for record in tx.images.get_many([*wanted, ImageId(99999)])] == wanted


def test_page_when_filtered_then_holds_and_counts_what_is_meant(store: Store) -> None:
    train = add_images(store, 5)
    test = add_images(store, 3, split=Split.TEST)
    with store.write() as tx:
        tx.labels.apply(added(annotation(train[1], class_id=NUCLEUS)), who="expert")
        tx.labels.set_answers(
            train[1], {CELL: Answer.EMPTY, NUCLEUS: Answer.COMPLETE}, who="expert"
        )
        tx.labels.set_answers(train[2], {CELL: Answer.PARTIAL}, who="expert")
        tx.images.set_state([train[4]], state=ImageState.QUARANTINED, reason="truncated")

    def ids(**parts: object) -> list[ImageId]:
        where = ImageFilter(**parts)
        with store.read() as tx:
            found = tx.images.ids(where=where)
            assert [r.id for r in tx.images.page(0, 100, where=where)] == found
            assert tx.images.count(where=where) == len(found)
        return found

    assert ids(split=Split.TEST) == test
    assert ids(state=ImageState.QUARANTINED) == [train[4]]
    assert ids(progress=Progress.COMPLETE) == [train[1]]
    assert ids(progress=Progress.STARTED) == [train[2]]
    assert ids(progress=Progress.UNLABELED, split=Split.TRAIN) == [train[0], train[3], train[4]]
    assert ids(with_class=NUCLEUS) == [train[1]]
    assert train[1] not in ids(unsettled_for=CELL)
    assert train[2] in ids(unsettled_for=CELL)
    assert ids(text="000002.JPG") == [train[2]]
    assert ids(text="100%") == []
    assert ids(group="group-3") == [train[3]]
    assert ids(drawn=True) == []


def test_page_when_offset_then_goes_on_there(store: Store) -> None:
    ids = add_images(store, 7)
    with store.read() as tx:
        assert [record.id for record in tx.images.page(5, 5)] == ids[5:]


def test_groupings_return_the_fingerprints_that_were_added(store: Store) -> None:
    add_images(store, 2)
    with store.read() as tx:
        found = [image.fingerprint for image in tx.splits.groupings()]
    assert found == [2**64 - 1, 2**64 - 2]
