"""Adding images to a project: once by content."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFacts, ImageState, Split
from engine.store.records import in_chunks
from engine.store.schema import duplicate_files, images, rejected_files

# A duplicate belongs to test before val before train.
_PRECEDENCE = (Split.TRAIN, Split.VAL, Split.TEST)


@dataclass(frozen=True, slots=True)
class NewImage:
    """An image to add. `holdout_order` is its place in the random order of the holdout."""

    facts: ImageFacts
    group: str
    split: Split = Split.TRAIN
    holdout_order: int | None = None


@dataclass(frozen=True, slots=True)
class AddedImages:
    """What became of images to add.

    Attributes:
        added: New to the project, in the order given.
        duplicates: Further files with the content of an image, and that image.
        found_again: Images that were missing and now stand at a new path.
        ids: The image of every content hash given.
    """

    added: tuple[ImageId, ...]
    duplicates: tuple[tuple[Path, ImageId], ...]
    found_again: tuple[ImageId, ...]
    ids: dict[str, ImageId]


def add_images(connection: Connection, new: Sequence[NewImage]) -> AddedImages:
    """Add images; `ImagesRepository.add` tells the rules."""
    _miss_changed_files(connection, new)
    stored = _stored(connection, [image.facts.content_hash for image in new])
    first_id = (connection.scalar(select(func.max(images.c.id))) or 0) + 1
    fresh: dict[str, NewImage] = {}
    known: list[NewImage] = []
    for image in new:
        content_hash = image.facts.content_hash
        if content_hash in stored or content_hash in fresh:
            known.append(image)
        else:
            fresh[content_hash] = image
    _insert(connection, list(fresh.values()), first_id=first_id)
    _accept(connection, [image.facts.path for image in new])
    ids = {content_hash: ImageId(row.id) for content_hash, row in stored.items()}
    ids |= {content_hash: ImageId(first_id + i) for i, content_hash in enumerate(fresh)}
    found_again, duplicates = _take_known(connection, known)
    return AddedImages(
        tuple(ids[content_hash] for content_hash in fresh), duplicates, found_again, ids
    )


def _miss_changed_files(connection: Connection, new: Sequence[NewImage]) -> None:
    """Mark images missing whose file now has other content: their labels belong to the old."""
    hash_at = {image.facts.path: image.facts.content_hash for image in new}
    for chunk in in_chunks(hash_at):
        at_path = select(images.c.id, images.c.path, images.c.content_hash).where(
            images.c.path.in_(chunk)
        )
        changed = [
            row.id for row in connection.execute(at_path) if row.content_hash != hash_at[row.path]
        ]
        if changed:
            lost = update(images).where(images.c.id.in_(changed))
            reason = "The file now holds another picture."
            connection.execute(lost.values(state=ImageState.MISSING, reason=reason))
        # A duplicate's file may hold something else by now, too.
        connection.execute(delete(duplicate_files).where(duplicate_files.c.path.in_(chunk)))


def _stored(connection: Connection, hashes: Sequence[str]) -> dict[str, Row[Any]]:
    found: dict[str, Row[Any]] = {}
    for chunk in in_chunks(hashes):
        rows = connection.execute(select(images).where(images.c.content_hash.in_(chunk)))
        found.update((row.content_hash, row) for row in rows)
    return found


def _insert(connection: Connection, fresh: Sequence[NewImage], *, first_id: int) -> None:
    added_at = time.time()
    rows = [
        {
            "id": image_id,
            "path": image.facts.path,
            "content_hash": image.facts.content_hash,
            "width": image.facts.width,
            "height": image.facts.height,
            "size_bytes": image.facts.size_bytes,
            "modified_ns": image.facts.modified_ns,
            "group_name": image.group,
            "split": image.split,
            "state": ImageState.READY,
            "reason": "",
            "added_at": added_at,
            "holdout_order": image.holdout_order,
            "fingerprint": _signed(image.facts.fingerprint),
        }
        for image_id, image in enumerate(fresh, start=first_id)
    ]
    if rows:
        connection.execute(insert(images), rows)


def _signed(fingerprint: int) -> int:
    # SQLite's integers are signed.
    return fingerprint - 2**64 if fingerprint >= 2**63 else fingerprint


def _accept(connection: Connection, paths: Sequence[Path]) -> None:
    """Take files off the list of those kept out."""
    for chunk in in_chunks(paths):
        connection.execute(delete(rejected_files).where(rejected_files.c.path.in_(chunk)))


def _take_known(
    connection: Connection, known: Sequence[NewImage]
) -> tuple[tuple[ImageId, ...], tuple[tuple[Path, ImageId], ...]]:
    """Note files with known content; return images found again, and the duplicates."""
    found_again: list[ImageId] = []
    duplicates: list[tuple[Path, ImageId]] = []
    for image in known:
        # Read anew each time: a file before this one may have changed the row.
        row = _stored(connection, [image.facts.content_hash])[image.facts.content_hash]
        if row.state is ImageState.MISSING:
            _restore(connection, row.id, image.facts)
            found_again.append(ImageId(row.id))
        elif row.path == image.facts.path:
            continue
        else:
            _note_duplicate(connection, row, image)
            duplicates.append((image.facts.path, ImageId(row.id)))
    return tuple(found_again), tuple(duplicates)


def _restore(connection: Connection, image_id: int, facts: ImageFacts) -> None:
    connection.execute(
        update(images)
        .where(images.c.id == image_id)
        .values(
            path=facts.path,
            modified_ns=facts.modified_ns,
            state=ImageState.READY,
            reason="",
        )
    )


def _note_duplicate(connection: Connection, row: Row[Any], image: NewImage) -> None:
    facts = image.facts
    note = insert(duplicate_files).values(
        path=facts.path,
        image_id=row.id,
        size_bytes=facts.size_bytes,
        modified_ns=facts.modified_ns,
    )
    connection.execute(note.on_conflict_do_nothing())
    takes_precedence = _PRECEDENCE.index(image.split) > _PRECEDENCE.index(row.split)
    if takes_precedence and row.split_frozen_at is None:
        move = update(images).where(images.c.id == row.id)
        connection.execute(move.values(split=image.split, group_name=image.group))
