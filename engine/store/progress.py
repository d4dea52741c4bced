"""How many classes of each image are answered, kept beside the answers."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, ScalarSelect, func, select, update

from engine.domain.identifiers import ImageId
from engine.domain.images import Answer, Progress
from engine.store.records import in_chunks
from engine.store.schema import answers, classes, images

IN_USE = select(classes.c.id).where(classes.c.removed_at.is_(None))


def refresh_progress(connection: Connection, image_ids: Iterable[ImageId] | None = None) -> None:
    """Count the settled and partial classes of some images anew, of all by default."""
    settled = [answer for answer in Answer if answer.is_settled]
    counts = {"num_settled": _count(settled), "num_partial": _count([Answer.PARTIAL])}
    if image_ids is None:
        connection.execute(update(images).values(counts))
        return
    for chunk in in_chunks(image_ids):
        connection.execute(update(images).where(images.c.id.in_(chunk)).values(counts))


def progress_is(progress: Progress) -> ColumnElement[bool]:
    """Return the condition that an image is labeled so far over all classes in use."""
    num_classes = select(func.count()).select_from(IN_USE.subquery()).scalar_subquery()
    is_complete = (images.c.num_settled == num_classes) & (num_classes > 0)
    is_untouched = (images.c.num_settled == 0) & (images.c.num_partial == 0)
    match progress:
        case Progress.COMPLETE:
            return is_complete
        case Progress.UNLABELED:
            return is_untouched
        case Progress.STARTED:
            return ~is_complete & ~is_untouched


def _count(kinds: list[Answer]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(answers)
        .where(
            answers.c.image_id == images.c.id,
            answers.c.answer.in_(kinds),
            answers.c.class_id.in_(IN_USE),
        )
        .scalar_subquery()
    )
