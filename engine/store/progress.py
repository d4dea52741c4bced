"""How many classes of each image are answered, kept beside the answers."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, func, select, update

from engine.domain.identifiers import ClassId
from engine.domain.images import Answer, Progress
from engine.store.schema import answers, classes, images

_SETTLED = [answer for answer in Answer if answer.is_settled]
_PARTIAL = [Answer.PARTIAL]
IN_USE = select(classes.c.id).where(classes.c.removed_at.is_(None))


def shift_progress(connection: Connection, class_id: ClassId, *, by: int) -> None:
    """Count one class more (+1) or less (-1) on every image that has an answer for it."""
    for column, kinds in ((images.c.num_settled, _SETTLED), (images.c.num_partial, _PARTIAL)):
        answered = select(answers.c.image_id).where(
            answers.c.class_id == class_id, answers.c.answer.in_(kinds)
        )
        shift = update(images).where(images.c.id.in_(answered)).values({column: column + by})
        connection.execute(shift)


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
