"""The groups images come in and the splits they are drawn into."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.errors import ConflictError
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageState, Progress, Split
from engine.store.images import set_each
from engine.store.look_alikes import note_new_groups
from engine.store.progress import progress_is
from engine.store.project import HOLDOUT_FROZEN_AT
from engine.store.records import encode, in_chunks
from engine.store.schema import images, project_values


@dataclass(frozen=True, slots=True)
class Group:
    """Images that stay in one split. `split` is None until one of them is frozen."""

    name: str
    num_images: int
    num_frozen: int
    split: Split | None


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where one image stands; its fingerprint is a perceptual hash of 64 bits."""

    image_id: ImageId
    content_hash: str
    group: str
    split: Split
    is_frozen: bool
    fingerprint: int | None
    is_ready: bool


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Images of one group that are not frozen.

    Attributes:
        group: The group.
        num_images: How many they are.
        splits: Where they stand.
        frozen: The split of those of the group that are frozen; None where none is.
    """

    group: str
    num_images: int
    splits: frozenset[Split]
    frozen: Split | None


@dataclass(frozen=True, slots=True)
class Undrawn:
    """An image that is not frozen, and where it stands."""

    image_id: ImageId
    content_hash: str
    group: str
    split: Split


@dataclass(frozen=True, slots=True)
class SplitCount:
    """Ready images of one split: all, labeled for every class, and those begun."""

    num_images: int = 0
    num_complete: int = 0
    num_started: int = 0


class SplitsRepository:
    """Splits are open until `freeze`; from then on nothing changes them or their groups.

    Triggers of the database guard that too. An image that must leave the holdout is quarantined.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holdout_ids(self, split: Split) -> list[ImageId]:
        """Return the ready images of val or test in the stored order in which to label them."""
        query = (
            select(images.c.id)
            .where(images.c.split == split, images.c.state == ImageState.READY)
            .order_by(images.c.holdout_order.nulls_last(), images.c.id)
        )
        return [ImageId(image_id) for image_id in self._connection.scalars(query)]

    def counts(self) -> dict[Split, SplitCount]:
        """Return the ready images of every split, counted by how far they are labeled."""
        complete, started = progress_is(Progress.COMPLETE), progress_is(Progress.STARTED)
        query = (
            select(
                images.c.split,
                func.count(),
                func.count().filter(complete),
                func.count().filter(started),
            )
            .where(images.c.state == ImageState.READY)
            .group_by(images.c.split)
        )
        counted = {
            row[0]: SplitCount(row[1], row[2], row[3]) for row in self._connection.execute(query)
        }
        return {split: counted.get(split, SplitCount()) for split in Split}

    def groups(self) -> list[Group]:
        """Return every group, by name."""
        frozen = images.c.split_frozen_at.is_not(None)
        query = (
            select(
                images.c.group_name,
                func.count(),
                func.count().filter(frozen),
                func.min(images.c.split).filter(frozen),
            )
            .group_by(images.c.group_name)
            .order_by(images.c.group_name)
        )
        return [
            Group(row[0], row[1], row[2], None if row[3] is None else Split(row[3]))
            for row in self._connection.execute(query)
        ]

    def num_groups(self) -> int:
        """Return in how many groups the ready images come."""
        query = select(func.count(images.c.group_name.distinct()))
        return self._connection.scalar(query.where(images.c.state == ImageState.READY)) or 0

    def groupings(self) -> list[Grouping]:
        """Return the group, split and fingerprint of every image, usable or not, by id."""
        query = select(
            images.c.id,
            images.c.content_hash,
            images.c.group_name,
            images.c.split,
            images.c.split_frozen_at.is_not(None).label("is_frozen"),
            images.c.fingerprint,
            (images.c.state == ImageState.READY).label("is_ready"),
        ).order_by(images.c.id)
        return [
            Grouping(
                image_id=ImageId(row.id),
                content_hash=row.content_hash,
                group=row.group_name,
                split=row.split,
                is_frozen=bool(row.is_frozen),
                fingerprint=_unsigned(row.fingerprint),
                is_ready=bool(row.is_ready),
            )
            for row in self._connection.execute(query)
        ]

    def group_sizes(self) -> dict[str, int]:
        """Return how many ready images each group has that has any."""
        query = (
            select(images.c.group_name, func.count())
            .where(images.c.state == ImageState.READY)
            .group_by(images.c.group_name)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def groups_of(self, image_ids: Iterable[ImageId]) -> list[str]:
        """Return the group of each of these images, in any order."""
        listed = func.json_each(json.dumps(list(image_ids))).table_valued("value")
        query = select(images.c.group_name).where(images.c.id.in_(select(listed.c.value)))
        return list(self._connection.scalars(query))

    def newcomers(self) -> list[Newcomers]:
        """Return the groups of images that are not frozen, in the order in which they came."""
        new = (
            select(
                images.c.group_name,
                func.count().label("num_images"),
                func.group_concat(images.c.split.distinct()).label("splits"),
                func.min(images.c.id).label("first"),
            )
            .where(images.c.split_frozen_at.is_(None))
            .group_by(images.c.group_name)
            .subquery()
        )
        # A group has one split once one of its images is frozen.
        frozen = (
            select(func.min(images.c.split))
            .where(images.c.group_name == new.c.group_name, images.c.split_frozen_at.is_not(None))
            .scalar_subquery()
        )
        rows = self._connection.execute(select(new, frozen.label("frozen")).order_by("first"))
        return [
            Newcomers(
                row.group_name,
                row.num_images,
                frozenset(Split(split) for split in row.splits.split(",")),
                row.frozen,
            )
            for row in rows
        ]

    def to_draw(self, groups: Iterable[str]) -> list[Undrawn]:
        """Return the images that are not frozen and of these groups, or outside the pool."""
        listed = func.json_each(json.dumps(list(groups))).table_valued("value")
        is_meant = images.c.group_name.in_(select(listed.c.value)) | (images.c.split != Split.TRAIN)
        query = select(images.c.id, images.c.content_hash, images.c.group_name, images.c.split)
        query = query.where(images.c.split_frozen_at.is_(None), is_meant).order_by(images.c.id)
        return [Undrawn(ImageId(row[0]), *row[1:]) for row in self._connection.execute(query)]

    def set_groups(self, groups: Mapping[ImageId, str]) -> None:
        """Put images that are not frozen into other groups, as a person wants it.

        Raises:
            ConflictError: One of them is frozen in another group.
        """
        self._refuse_frozen(images.c.group_name, groups)
        set_each(self._connection, "group_name", groups)
        if groups:
            note_new_groups(self._connection)

    def assign(self, splits: Mapping[ImageId, Split]) -> None:
        """Assign images that are not frozen to splits.

        Raises:
            ConflictError: One of them is frozen in another split.
        """
        self._refuse_frozen(images.c.split, splits)
        set_each(self._connection, "split", splits)

    def set_holdout_order(self, order: Mapping[ImageId, int]) -> None:
        """Store the random order in which holdout images are labeled."""
        set_each(self._connection, "holdout_order", order)

    def freeze(self, *, at: float) -> int:
        """Freeze the split of every image that is not frozen yet; return how many there were.

        The first call freezes the holdout (`project.holdout_frozen_at`); later ones seal the draw
        of images added since. There is no way back.

        Raises:
            ConflictError: A group would be divided between splits; nothing is frozen then.
        """
        divided = (
            select(images.c.group_name)
            .group_by(images.c.group_name)
            .having(func.count(images.c.split.distinct()) > 1)
        )
        group = self._connection.scalar(divided.limit(1))
        if group is not None:
            raise ConflictError(
                f"The group {group!r} stands in more than one split.",
                hint="Keep all images of a group in one split, or group them differently.",
            )
        frozen = self._connection.execute(
            update(images).where(images.c.split_frozen_at.is_(None)).values(split_frozen_at=at)
        )
        first = insert(project_values).values(key=HOLDOUT_FROZEN_AT, value=encode(at))
        self._connection.execute(first.on_conflict_do_nothing())
        return frozen.rowcount

    def _refuse_frozen(
        self, column: ColumnElement[object], wanted: Mapping[ImageId, object]
    ) -> None:
        for chunk in in_chunks(wanted):
            query = select(images.c.id, images.c.path, column).where(
                images.c.id.in_(chunk), images.c.split_frozen_at.is_not(None)
            )
            for image_id, path, current in self._connection.execute(query):
                if wanted[image_id] != current:
                    raise ConflictError(
                        f"{path} stays in {current}: its split is frozen.",
                        hint="Quarantine the image if it must not be used.",
                    )


def _unsigned(stored: int | None) -> int | None:
    # SQLite's integers are signed.
    return None if stored is None else stored % 2**64
