"""The labels of the images: annotations, answers and the history of both."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.sqlite import insert

from engine.domain.annotations import (
    Annotation,
    AnnotationEdit,
    AnswersEdit,
    HistoryEntry,
    ImageLabels,
    Source,
)
from engine.domain.errors import ConflictError
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.images import Answer, ImageFilter, ImageState, Progress, Split
from engine.store.answers import set_answers, unsettle
from engine.store.images import ImagesRepository
from engine.store.label_rows import (
    AnnotationRow,
    entry_of,
    history_text,
    readable,
    row_of,
    what_is_wrong,
)
from engine.store.progress import IN_USE, progress_is
from engine.store.records import in_chunks
from engine.store.schema import annotations_table, answers, classes, images, label_history

_CHANGEABLE = (
    "class_id",
    "shape",
    "source",
    "attributes",
    "suggested_by",
    "confidence",
    "z",
    "is_deleted",
)
_HistoryRow: TypeAlias = tuple[ImageId, str, AnnotationId | None, str | None, str | None]
_LIVE = annotations_table.c.is_deleted.is_(False) & annotations_table.c.class_id.in_(IN_USE)


class LabelsRepository:
    """What the expert said of the images.

    Every change leaves a history entry that nothing can alter; annotations are deleted softly.
    Annotations and answers of removed classes are hidden.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, image_id: ImageId) -> ImageLabels:
        """Return the annotations of an image, those behind others first, and its answers."""
        return next(self.stream([image_id]))

    def stream(self, image_ids: Iterable[ImageId]) -> Iterator[ImageLabels]:
        """Yield the labels of many images in the order asked for, in bounded memory.

        What is wrong with damaged ones is told, and they are left alone.
        """
        in_use = set(self._connection.scalars(IN_USE))
        for chunk in in_chunks(image_ids):
            shapes: dict[ImageId, list[Annotation]] = {image_id: [] for image_id in chunk}
            unreadable: defaultdict[ImageId, list[str]] = defaultdict(list)
            for row, annotation in self._read(chunk):
                if annotation is None:
                    unreadable[row["image_id"]].append(what_is_wrong(row))
                else:
                    shapes[annotation.image_id].append(annotation)
            words = self._words_of(chunk)
            for image_id in chunk:
                said = {key: word for key, word in words[image_id].items() if key in in_use}
                answered = {key: word for key, word in said.items() if isinstance(word, Answer)}
                yield ImageLabels(
                    image_id,
                    tuple(shapes[image_id]),
                    answered,
                    tuple(unreadable[image_id]),
                    tuple(said[key] for key in said.keys() - answered.keys()),
                )

    def apply(self, edits: Sequence[AnnotationEdit], *, who: str) -> None:
        """Do edits in order, all or none, each with a history entry.

        Raises:
            ConflictError: An annotation is not as the edit says it was before.
        """
        current = self._find(_id_of(edit) for edit in edits)
        for edit in edits:
            if current.get(_id_of(edit)) != edit.before:
                raise _changed_meanwhile(edit.image_id)
            current[_id_of(edit)] = edit.after
        self._store([a for a in current.values() if a is not None])
        self._delete([key for key, annotation in current.items() if annotation is None])
        self._record(
            (edit.image_id, who, _id_of(edit), history_text(edit.before), history_text(edit.after))
            for edit in edits
        )

    def put_unreadable_aside(self, image_id: ImageId) -> None:
        """Count the damaged annotations of an image as deleted; what they hold stays as it is."""
        read = self._read([image_id])
        self._delete([AnnotationId(row["id"]) for row, annotation in read if annotation is None])

    def set_answers(
        self, image_id: ImageId, said: Mapping[ClassId, Answer], *, who: str
    ) -> AnswersEdit:
        """Say how completely an image is labeled for some classes; return the change made."""
        known = self._words_of([image_id])[image_id]
        words = {class_id: known.get(class_id) for class_id in said}
        before = {c: w if isinstance(w, Answer) else Answer.UNLABELED for c, w in words.items()}
        self.set_many_answers({image_id: said}, who=who)
        return AnswersEdit(image_id, before, dict(said))

    def set_many_answers(
        self, said: Mapping[ImageId, Mapping[ClassId, Answer]], *, who: str
    ) -> None:
        """Say for many images how completely they are labeled; the same few statements for all."""
        set_answers(self._connection, said, who=who)

    def unsettle(self, image_ids: Iterable[ImageId], *, who: str) -> None:
        """Make partial what images are settled for: they need review."""
        unsettle(self._connection, image_ids, who=who)

    def complete_ids(self, split: Split | None = None) -> list[ImageId]:
        """Return the ready images settled for every class in use, ascending."""
        return self._ids(Progress.COMPLETE, split)

    def partial_ids(self, split: Split | None = None) -> list[ImageId]:
        """Return the ready images with some answer, but not all settled, ascending."""
        return self._ids(Progress.STARTED, split)

    def class_counts(self, split: Split | None = None) -> dict[ClassId, int]:
        """Return how many annotations each class in use has, on images of one split if asked."""
        counts = select(annotations_table.c.class_id, func.count()).where(_LIVE)
        if split is not None:
            counts = counts.join(images).where(images.c.split == split)
        rows = self._connection.execute(counts.group_by(annotations_table.c.class_id))
        found = {row[0]: row[1] for row in rows}
        return {ClassId(key): found.get(key, 0) for key in self._connection.scalars(IN_USE)}

    def classes_seen(self, split: Split) -> set[ClassId]:
        """Return the classes in use that the completely labeled, ready images of a split show."""
        is_complete = (images.c.state == ImageState.READY) & progress_is(Progress.COMPLETE)
        rows = self._connection.scalars(
            select(annotations_table.c.class_id)
            .distinct()
            .select_from(annotations_table.join(images))
            .where(is_complete, images.c.split == split, _LIVE)
        )
        return {ClassId(key) for key in rows} & set(self._connection.scalars(IN_USE))

    def mean_boxes_per_labeled_image(self) -> float:
        """Return the annotations a completely labeled, ready image has on average; 0 before any."""
        is_complete = (images.c.state == ImageState.READY) & progress_is(Progress.COMPLETE)
        num_images = self._connection.scalar(
            select(func.count()).select_from(images).where(is_complete)
        )
        num_boxes = self._connection.scalar(
            select(func.count())
            .select_from(annotations_table.join(images))
            .where(is_complete, _LIVE)
        )
        return (num_boxes or 0) / num_images if num_images else 0.0

    def accepted_as_they_were(
        self, image_ids: Iterable[ImageId]
    ) -> dict[ImageId, frozenset[AnnotationId]]:
        """Return the accepted suggestions that were never changed since, of images with any."""
        found: defaultdict[ImageId, set[AnnotationId]] = defaultdict(set)
        num_changes = (
            select(func.count())
            .where(
                label_history.c.image_id == annotations_table.c.image_id,
                label_history.c.annotation_id == annotations_table.c.id,
            )
            .scalar_subquery()
        )
        for chunk in in_chunks(image_ids):
            is_meant = annotations_table.c.image_id.in_(chunk) & _IS_ACCEPTED & (num_changes == 1)
            query = select(annotations_table.c.image_id, annotations_table.c.id).where(is_meant)
            for image_id, annotation_id in self._connection.execute(query):
                found[ImageId(image_id)].add(AnnotationId(annotation_id))
        return {image_id: frozenset(ids) for image_id, ids in found.items()}

    def history(self, image_id: ImageId) -> list[HistoryEntry]:
        """Return every change of an image's labels, oldest first, damaged ones too."""
        query = (
            select(label_history)
            .where(label_history.c.image_id == image_id)
            .order_by(label_history.c.number)
        )
        return [entry_of(row) for row in self._connection.execute(query)]

    def _ids(self, progress: Progress, split: Split | None) -> list[ImageId]:
        where = ImageFilter(split=split, state=ImageState.READY, progress=progress)
        return ImagesRepository(self._connection).ids(where=where)

    def _read(
        self, image_ids: Sequence[ImageId]
    ) -> Iterator[tuple[AnnotationRow, Annotation | None]]:
        """Yield the rows of annotations with what they hold; None where a row is damaged."""
        # Hidden classes are sifted out here: asked to do it, SQLite walks whole classes instead of
        # looking up the images.
        is_in_use = {
            row.id: row.removed_at is None
            for row in self._connection.execute(select(classes.c.id, classes.c.removed_at))
        }
        is_there = annotations_table.c.is_deleted.is_(False)
        query = select(annotations_table).where(annotations_table.c.image_id.in_(image_ids))
        order = (annotations_table.c.z, annotations_table.c.number)
        rows = self._connection.execute(query.where(is_there).order_by(*order))
        for row in rows.mappings().all():
            if row["class_id"] not in is_in_use:
                yield row, None
            elif is_in_use[row["class_id"]]:
                yield row, readable(row)

    def _words_of(self, image_ids: Sequence[ImageId]) -> dict[ImageId, dict[ClassId, Answer | str]]:
        said: dict[ImageId, dict[ClassId, Answer | str]] = {image_id: {} for image_id in image_ids}
        for row in self._connection.execute(
            select(answers).where(answers.c.image_id.in_(image_ids))
        ):
            said[ImageId(row.image_id)][ClassId(row.class_id)] = row.answer
        return said

    def _find(self, ids: Iterable[AnnotationId]) -> dict[AnnotationId, Annotation | None]:
        """Return the annotations with these ids that are not deleted.

        Raises:
            ConflictError: One is damaged by now.
        """
        found: dict[AnnotationId, Annotation | None] = {}
        for chunk in in_chunks(ids):
            is_there = annotations_table.c.id.in_(chunk) & annotations_table.c.is_deleted.is_(False)
            rows = self._connection.execute(select(annotations_table).where(is_there))
            for row in rows.mappings():
                annotation = readable(row)
                if annotation is None:
                    raise _changed_meanwhile(row["image_id"])
                found[annotation.id] = annotation
        return found

    def _store(self, changed: list[Annotation]) -> None:
        row = insert(annotations_table)
        upsert = row.on_conflict_do_update(
            index_elements=["id"],
            set_={column: row.excluded[column] for column in _CHANGEABLE},
        )
        for chunk in in_chunks(changed):
            self._connection.execute(upsert, [row_of(annotation) for annotation in chunk])

    def _delete(self, ids: list[AnnotationId]) -> None:
        for chunk in in_chunks(ids):
            gone = update(annotations_table).where(annotations_table.c.id.in_(chunk))
            self._connection.execute(gone.values(is_deleted=True))

    def _record(self, entries: Iterable[_HistoryRow]) -> None:
        at = time.time()
        columns = ("image_id", "who", "annotation_id", "before", "after")
        for chunk in in_chunks(entries):
            rows = [{"at": at, **dict(zip(columns, entry, strict=True))} for entry in chunk]
            self._connection.execute(insert(label_history), rows)


_IS_ACCEPTED = annotations_table.c.source.in_(
    [Source.ACCEPTED, Source.BULK_ACCEPTED]
) & annotations_table.c.is_deleted.is_(False)


def _id_of(edit: AnnotationEdit) -> AnnotationId:
    known = {(a.id, a.image_id) for a in (edit.before, edit.after) if a is not None}
    if len(known) > 1:
        raise ValueError("an edit changes one annotation of one image")
    return known.pop()[0]


def _changed_meanwhile(image_id: ImageId) -> ConflictError:
    return ConflictError(
        f"An annotation of image {image_id} has changed meanwhile.",
        hint="Reload the image and try again.",
    )
