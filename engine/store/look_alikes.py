"""What the database knows of images that look nearly alike: fingerprints, and groups joined."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Integer, Text, bindparam, case, cast, func, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.images import ImageState, Split
from engine.store.schema import images, project_values

SPLITS = (Split.TEST, Split.VAL, Split.TRAIN)
"""What the numbers of `Looks.splits` stand for, the strictest first."""

_REVISION = "groups_revision"
_JOINED = "look_alikes_joined"


@dataclass(frozen=True, slots=True)
class Looks:
    """Images with a fingerprint, a row each, by id.

    Attributes:
        image_ids: Their ids, shape (n,).
        groups: Their groups.
        splits: Places in `SPLITS`, shape (n,).
        is_frozen: Whether that split is for good, shape (n,).
        fingerprints: Perceptual hashes, shape (n,).
    """

    image_ids: NDArray[np.int64]
    groups: tuple[str, ...]
    splits: NDArray[np.int64]
    is_frozen: NDArray[np.bool_]
    fingerprints: NDArray[np.uint64]


class LookAlikesRepository:
    """Near-duplicates share a group: found elsewhere, kept here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def looks(self, *, ready_only: bool = False) -> Looks:
        """Return how the images look, those that cannot be used too unless told otherwise."""
        place = case({split: number for number, split in enumerate(SPLITS)}, value=images.c.split)
        query = (
            select(
                images.c.id,
                images.c.group_name,
                place,
                images.c.split_frozen_at.is_not(None),
                images.c.fingerprint,
            )
            .where(images.c.fingerprint.is_not(None))
            .order_by(images.c.id)
        )
        if ready_only:
            query = query.where(images.c.state == ImageState.READY)
        rows = self._connection.execute(query).all()
        ids, groups, splits, frozen, prints = zip(*rows, strict=True) if rows else ((),) * 5
        return Looks(
            np.array(ids, np.int64),
            groups,
            np.array(splits, np.int64),
            np.array(frozen, np.bool_),
            # SQLite's integers are signed.
            np.array(prints, np.int64).view(np.uint64),
        )

    def regroup(self, moves: Mapping[str, str]) -> int:
        """Put all images of some groups into others; return how many moved.

        Groups with a frozen image stay.
        """
        listed = func.json_each(json.dumps(list(moves))).table_valued("value")
        frozen = set(
            self._connection.scalars(
                select(images.c.group_name)
                .where(images.c.group_name.in_(select(listed.c.value)))
                .where(images.c.split_frozen_at.is_not(None))
            )
        )
        rows = [{"of": old, "to": new} for old, new in moves.items() if old not in frozen]
        if not rows:
            return 0
        move = update(images).where(images.c.group_name == bindparam("of"))
        return self._connection.execute(move.values(group_name=bindparam("to")), rows).rowcount

    def revision(self) -> int:
        """Return a number that changes when images come or change their group by hand."""
        return self._number(_REVISION) or 0

    def are_joined(self) -> bool:
        """Return whether near-duplicates share their group, as far as they may."""
        return self._number(_JOINED) == self.revision()

    def set_joined(self, *, at: int) -> None:
        """Note that all near-duplicates of a revision were joined."""
        row = insert(project_values).values(key=_JOINED, value=str(at))
        again = row.on_conflict_do_update(index_elements=["key"], set_={"value": str(at)})
        self._connection.execute(again)

    def _number(self, key: str) -> int | None:
        query = select(project_values.c.value).where(project_values.c.key == key)
        text = self._connection.scalar(query)
        return None if text is None else int(text)


def note_new_groups(connection: Connection) -> None:
    """Note that groups are not what they were: near-duplicates may stand apart."""
    row = insert(project_values).values(key=_REVISION, value="1")
    counted = cast(cast(project_values.c.value, Integer) + 1, Text)
    again = row.on_conflict_do_update(index_elements=["key"], set_={"value": counted})
    connection.execute(again)
