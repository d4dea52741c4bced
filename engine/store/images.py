"""The project's images."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert

from engine.domain.errors import NotFoundError
from engine.domain.identifiers import ImageId
from engine.domain.images import (
    Answer,
    ImageFilter,
    ImageOrder,
    ImageRecord,
    ImageState,
    RejectedFile,
)
from engine.store.additions import AddedImages, NewImage, add_images
from engine.store.look_alikes import note_new_groups
from engine.store.progress import progress_is
from engine.store.records import in_chunks
from engine.store.schema import (
    annotations_table,
    answers,
    duplicate_files,
    image_scores,
    images,
    rejected_files,
)

_ANY_IMAGE = ImageFilter()
_COLUMNS: Sequence[ColumnElement[Any]] = (
    images.c.id,
    images.c.path,
    images.c.content_hash,
    images.c.width,
    images.c.height,
    images.c.group_name,
    images.c.split,
    images.c.state,
    images.c.reason,
)


class ImagesRepository:
    """The images, each once by content; none is ever deleted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Sequence[NewImage]) -> AddedImages:
        """Add images whose content is not in the project; call it with some hundreds at a time.

        A file with known content is remembered as a duplicate. If its split takes precedence (test
        before val before train) and the image's is not frozen, the image moves to the duplicate's
        split and group. A missing image found at another path gets that path. An image whose file
        now has other content is marked missing.
        """
        added = add_images(self._connection, new)
        if added.added or added.duplicates:
            note_new_groups(self._connection)
        return added

    def known_among(self, files: Sequence[tuple[Path, int, int]]) -> set[Path]:
        """Return which files need not be read again, as a resumed import asks.

        Args:
            files: Path, size in bytes and modification time in nanoseconds of each.
        """
        known: set[tuple[Path, int, int]] = set()
        for chunk in in_chunks(path for path, _, _ in files):
            for table in (images, duplicate_files):
                query = select(table.c.path, table.c.size_bytes, table.c.modified_ns).where(
                    table.c.path.in_(chunk)
                )
                if table is images:
                    query = query.where(images.c.state == ImageState.READY)
                known.update(
                    (r.path, r.size_bytes, r.modified_ns) for r in self._connection.execute(query)
                )
        return {file[0] for file in files if file in known}

    def get(self, image_id: ImageId) -> ImageRecord:
        """Return an image.

        Raises:
            NotFoundError: There is none with this id.
        """
        for record in self.get_many([image_id]):
            return record
        raise NotFoundError(f"The project has no image with the number {image_id}.")

    def get_many(self, image_ids: Iterable[ImageId]) -> list[ImageRecord]:
        """Return the images that exist, in the order asked for."""
        wanted = list(image_ids)
        found: dict[ImageId, ImageRecord] = {}
        for chunk in in_chunks(wanted):
            rows = self._connection.execute(select(*_COLUMNS).where(images.c.id.in_(chunk)))
            found.update((record.id, record) for record in map(_record, rows))
        return [found[image_id] for image_id in wanted if image_id in found]

    def by_content(self, hashes: Iterable[str]) -> dict[str, ImageRecord]:
        """Return the images of these contents that the project has."""
        found: dict[str, ImageRecord] = {}
        for chunk in in_chunks(hashes):
            query = select(*_COLUMNS).where(images.c.content_hash.in_(chunk))
            records = map(_record, self._connection.execute(query))
            found.update((record.content_hash, record) for record in records)
        return found

    def file_sizes(self, image_ids: Iterable[ImageId]) -> dict[ImageId, int]:
        """Return the bytes of each image's file."""
        sizes: dict[ImageId, int] = {}
        for chunk in in_chunks(image_ids):
            query = select(images.c.id, images.c.size_bytes).where(images.c.id.in_(chunk))
            rows = self._connection.execute(query)
            sizes.update((ImageId(row.id), row.size_bytes) for row in rows)
        return sizes

    def page(
        self,
        offset: int,
        limit: int,
        *,
        where: ImageFilter = _ANY_IMAGE,
        order: ImageOrder = ImageOrder.ADDED,
    ) -> list[ImageRecord]:
        """Return some of the images meant, in an order; equals by id."""
        # Sorting ids alone is several times faster than sorting whole rows.
        query = _in_order(where, order).offset(offset).limit(limit)
        return self.get_many(ImageId(image_id) for image_id in self._connection.scalars(query))

    def count(self, *, where: ImageFilter = _ANY_IMAGE) -> int:
        """Return how many images are meant."""
        query = select(func.count()).select_from(images).where(*_conditions(where))
        return self._connection.scalar(query) or 0

    def ids(
        self, *, where: ImageFilter = _ANY_IMAGE, order: ImageOrder = ImageOrder.ADDED
    ) -> list[ImageId]:
        """Return the ids of the images meant, in an order; equals ascending."""
        listed = _in_order(where, order).subquery()
        # As one text: a row for each of many images takes four times as long. SQLite keeps the
        # order of a subquery for such a function.
        query = select(func.json_group_array(listed.c.id))
        found: list[ImageId] = json.loads(self._connection.scalar(query) or "[]")
        return found

    def set_state(
        self, image_ids: Iterable[ImageId], *, state: ImageState, reason: str = ""
    ) -> None:
        """Mark images as ready, quarantined or missing, with the reason in words."""
        for chunk in in_chunks(image_ids):
            self._connection.execute(
                update(images).where(images.c.id.in_(chunk)).values(state=state, reason=reason)
            )

    def set_path(self, image_id: ImageId, *, path: Path) -> None:
        """Say where an image's file stands now."""
        set_each(self._connection, "path", {image_id: path})

    def set_scores(self, scores: Mapping[ImageId, float]) -> None:
        """Say how sure the current model is of what it is surest of, for these images alone."""
        self._connection.execute(delete(image_scores))
        for chunk in in_chunks(scores.items()):
            rows = [{"image_id": key, "top_score": value} for key, value in chunk]
            self._connection.execute(insert(image_scores), rows)

    def reject(self, files: Iterable[RejectedFile]) -> None:
        """Remember files that were kept out; the last reason stands."""
        for chunk in in_chunks(files):
            row = insert(rejected_files)
            self._connection.execute(
                row.on_conflict_do_update(
                    index_elements=["path"], set_={"reason": row.excluded.reason}
                ),
                [{"path": file.path, "reason": file.reason} for file in chunk],
            )

    def rejected(self) -> list[RejectedFile]:
        """Return the files that were kept out, by path."""
        rows = self._connection.execute(select(rejected_files).order_by(rejected_files.c.path))
        return [RejectedFile(row.path, row.reason) for row in rows]


def set_each(connection: Connection, column: str, values: Mapping[ImageId, object]) -> None:
    """Set one column of many images, each to a value of its own."""
    change = update(images).where(images.c.id == bindparam("of")).values({column: bindparam("to")})
    for chunk in in_chunks(values.items()):
        connection.execute(change, [{"of": key, "to": value} for key, value in chunk])


def _record(row: Row[Any]) -> ImageRecord:
    return ImageRecord(
        id=ImageId(row.id),
        path=row.path,
        content_hash=row.content_hash,
        width=row.width,
        height=row.height,
        group=row.group_name,
        split=row.split,
        state=row.state,
        reason=row.reason,
    )


def _in_order(where: ImageFilter, order: ImageOrder) -> Select[Any]:
    query = select(images.c.id).where(*_conditions(where))
    score = image_scores.c.top_score
    by: Mapping[ImageOrder, ColumnElement[Any]] = {
        ImageOrder.NAME: images.c.path,
        ImageOrder.NEWEST: images.c.modified_ns.desc(),
        ImageOrder.LEAST_SURE: score.asc().nulls_last(),
        ImageOrder.SUREST: score.desc().nulls_last(),
    }
    if order in (ImageOrder.LEAST_SURE, ImageOrder.SUREST):
        query = query.outerjoin(image_scores, image_scores.c.image_id == images.c.id)
    return query.order_by(*(by[order],) if order in by else (), images.c.id)


def _conditions(where: ImageFilter) -> list[ColumnElement[bool]]:
    """Return what must hold of an image, one condition for each part that is set."""
    conditions: list[ColumnElement[bool]] = []
    if where.split is not None:
        conditions.append(images.c.split == where.split)
    if where.state is not None:
        conditions.append(images.c.state == where.state)
    if where.progress is not None:
        conditions.append(progress_is(where.progress))
    if where.group is not None:
        conditions.append(images.c.group_name == where.group)
    if where.group_part:
        conditions.append(images.c.group_name.icontains(where.group_part, autoescape=True))
    if where.text:
        conditions.append(images.c.path.icontains(where.text, autoescape=True))
    if where.drawn is not None:
        conditions.append(images.c.split_frozen_at.is_not(None) == where.drawn)
    if where.among is not None:
        # As JSON, since SQLite binds no more than some thousand values.
        listed = func.json_each(json.dumps(where.among)).table_valued("value")
        conditions.append(images.c.id.in_(select(listed.c.value)))
    return conditions + _score_conditions(where) + _label_conditions(where)


def _score_conditions(where: ImageFilter) -> list[ColumnElement[bool]]:
    if where.min_score is None and where.max_score is None:
        return []
    scored = select(image_scores.c.image_id)
    if where.min_score is not None:
        scored = scored.where(image_scores.c.top_score >= where.min_score)
    if where.max_score is not None:
        scored = scored.where(image_scores.c.top_score <= where.max_score)
    return [images.c.id.in_(scored)]


def _label_conditions(where: ImageFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if where.with_class is not None:
        holding = select(annotations_table.c.image_id).where(
            annotations_table.c.class_id == where.with_class,
            annotations_table.c.is_deleted.is_(False),
        )
        conditions.append(images.c.id.in_(holding))
    if where.unsettled_for is not None:
        settled = select(answers.c.image_id).where(
            answers.c.class_id == where.unsettled_for,
            answers.c.answer.in_([answer for answer in Answer if answer.is_settled]),
        )
        conditions.append(images.c.id.not_in(settled))
    return conditions
