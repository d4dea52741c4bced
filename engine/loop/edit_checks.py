"""What edits of labels and answers must fulfil to be stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.domain.annotations import AnnotationEdit, ImageLabels
from engine.domain.clipping import may_lie_in
from engine.domain.errors import ConflictError, NotFoundError, UsageError
from engine.domain.identifiers import ImageId
from engine.domain.project import ProjectSettings, Task
from engine.domain.shapes import shape_in_words
from engine.domain.tasks import is_enough, too_poor
from engine.store.transaction import Transaction


def check_inside(tx: Transaction, edits: Sequence[AnnotationEdit]) -> None:
    """Refuse shapes outside their image, which no trainer would read.

    Raises:
        NotFoundError: There is no such image.
        UsageError: A shape reaches beyond its image.
    """
    sizes = {r.id: r for r in tx.images.get_many({edit.image_id for edit in edits})}
    for edit in edits:
        if edit.image_id not in sizes:
            raise NotFoundError(f"The project has no image with the number {edit.image_id}.")
        if edit.after is None:
            continue
        image = sizes[edit.image_id]
        if not may_lie_in(edit.after.shape, image.width, image.height):
            raise UsageError(f"A shape reaches beyond the image {image.name}.")


def check_classes(tx: Transaction, edits: Sequence[AnnotationEdit]) -> None:
    """Refuse shapes of classes that went out of use while they were drawn: nobody would see them.

    Raises:
        ConflictError: A class was removed or merged.
    """
    in_use = {c.id for c in tx.classes.all()}
    if any(edit.after is not None and edit.after.class_id not in in_use for edit in edits):
        raise ConflictError(
            "The class of this shape was removed or merged meanwhile.",
            hint="Draw it with another class, or undo that on the page Classes.",
        )


def check_says_enough(tx: Transaction, image_ids: Iterable[ImageId]) -> None:
    """Refuse that images are complete which no model could learn from.

    Who says that all is labeled has seen the image without its damaged annotations: they no longer
    stand in the way.

    Raises:
        UsageError: One is complete, and its labels say too little for the project's task.
    """
    settings, class_ids = tx.project.settings(), [c.id for c in tx.classes.all()]
    for labels in tx.labels.stream(image_ids):
        if not all(labels.answer(class_id).is_settled for class_id in class_ids):
            continue
        if labels.num_unreadable:
            tx.labels.put_unreadable_aside(labels.image_id)
        if not is_enough(settings, labels.annotations):
            raise _too_little(settings, labels)


def _too_little(settings: ProjectSettings, labels: ImageLabels) -> UsageError:
    if settings.task is Task.CLASSIFY:
        text = "The image has no class yet, or several."
        return UsageError(text, hint="Choose one class for it.")
    poor = too_poor(settings, labels.annotations)
    kind = shape_in_words(poor[0].shape)
    return UsageError(
        f"{len(poor)} of the image's annotations say too little for the task {settings.task}: "
        f"the first is a {kind}.",
        hint="Draw them again with a tool of this task, or delete them.",
    )
