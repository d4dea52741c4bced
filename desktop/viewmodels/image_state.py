"""The labels and suggestions of one image while it is being edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from desktop.viewmodels.edits import (
    AnswerChange,
    Edit,
    ObjectId,
    Suggestion,
    SuggestionId,
    SuggestionMove,
    annotation_id,
)
from engine.domain.annotations import Annotation, AnnotationEdit, ImageLabels
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.shapes import Box, Shape, bounding_box
from engine.domain.suggestions import Judgment


@dataclass(frozen=True, slots=True)
class OpenImage:
    """All that opening an image on the canvas needs; width and height in pixels, upright."""

    width: int
    height: int
    labels: ImageLabels
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def image_id(self) -> ImageId:
        """The image's id."""
        return self.labels.image_id


class ImageState:
    """Annotations, suggestions and answers of one image; changed by `apply` alone. GUI thread."""

    def __init__(self, image: OpenImage) -> None:
        self.image = image
        self.annotations: dict[AnnotationId, Annotation] = {
            annotation.id: annotation for annotation in image.labels.annotations
        }
        self.suggestions: dict[SuggestionId, Suggestion] = {
            suggestion.id: suggestion for suggestion in image.suggestions
        }
        self.answers = _settled_or_partial(image.labels.answers)
        # Keeps what lies on one level in the order in which it was made, through undo and redo.
        self._ranks = {id_: rank for rank, id_ in enumerate(self.annotations)}

    def is_still(self, image: OpenImage) -> bool:
        """Whether an image opened again has the labels and suggestions it was left with."""
        annotations = {annotation.id: annotation for annotation in image.labels.annotations}
        return (
            annotations == self.annotations
            and _settled_or_partial(image.labels.answers) == self.answers
            and {suggestion.id for suggestion in image.suggestions} == set(self.suggestions)
        )

    def answer(self, class_id: ClassId) -> Answer:
        """Return how completely the image is labeled for a class."""
        return self.answers.get(class_id, Answer.UNLABELED)

    def shape(self, object_id: ObjectId) -> Shape:
        """Return the shape of an annotation or a suggestion."""
        annotation = self.annotations.get(AnnotationId(object_id))
        return (annotation or self.suggestions[SuggestionId(object_id)]).shape

    def box(self, object_id: ObjectId) -> Box:
        """Return the box around an annotation or a suggestion."""
        return bounding_box(self.shape(object_id))

    def judgment(self, suggestion_id: SuggestionId) -> Judgment:
        """Return what became of a suggestion so far."""
        suggestion = self.suggestions[suggestion_id]
        return Judgment(
            key=suggestion.id,
            image_id=self.image.image_id,
            suggested_by=suggestion.suggested_by,
            class_id=suggestion.class_id,
            confidence=suggestion.confidence,
            state=suggestion.state,
        )

    def offer(self, suggestions: Iterable[Suggestion]) -> None:
        """Offer these from now on; what was done with those that were offered before stays."""
        known = self.suggestions
        self.suggestions = {
            each.id: replace(each, state=known[each.id].state) if each.id in known else each
            for each in suggestions
        }

    def edit(
        self,
        annotations: Iterable[AnnotationEdit] = (),
        suggestions: Iterable[SuggestionMove] = (),
    ) -> Edit:
        """Return an edit, with what it does to the answers of the classes it touches.

        What was looked at completely stays so; the rest is partial once it has a shape.
        """
        edits = tuple(annotations)
        return Edit(edits, tuple(suggestions), self._implied_answers(edits))

    def apply(self, edit: Edit) -> None:
        """Make an edit that starts from the present state."""
        for change in edit.annotations:
            if change.after is None:
                del self.annotations[annotation_id(change)]
            else:
                self.annotations[change.after.id] = change.after
                self._ranks.setdefault(change.after.id, len(self._ranks))
        if any(_may_move(change) for change in edit.annotations):
            self._sort()
        for move in edit.suggestions:
            # Undo and redo may come to one that is offered no more.
            if move.id not in self.suggestions:
                continue
            self.suggestions[move.id] = replace(self.suggestions[move.id], state=move.after)
        for answer in edit.answers:
            self.answers[answer.class_id] = answer.after
        self.answers = _settled_or_partial(self.answers)

    def _sort(self) -> None:
        """Put the annotations into the order in which they lie over each other."""
        in_order = sorted(self.annotations.values(), key=lambda a: (a.z, self._ranks[a.id]))
        self.annotations = {annotation.id: annotation for annotation in in_order}

    def completion(self, class_ids: Iterable[ClassId]) -> Edit:
        """Return the edit that calls the image complete for classes, empty where none is seen."""
        present = {annotation.class_id for annotation in self.annotations.values()}
        wanted = {id_: Answer.COMPLETE if id_ in present else Answer.EMPTY for id_ in class_ids}
        return Edit(answers=self._changes(wanted))

    def _implied_answers(self, edits: tuple[AnnotationEdit, ...]) -> tuple[AnswerChange, ...]:
        gains: dict[ClassId, int] = {}
        for edit in edits:
            for annotation, gain in ((edit.before, -1), (edit.after, 1)):
                if annotation is not None:
                    gains[annotation.class_id] = gains.get(annotation.class_id, 0) + gain
        counts = dict.fromkeys(gains, 0)
        for annotation in self.annotations.values():
            if annotation.class_id in counts:
                counts[annotation.class_id] += 1
        return self._changes(
            {
                class_id: _answer(self.answer(class_id), has_any=counts[class_id] + gain > 0)
                for class_id, gain in gains.items()
                if gain
            }
        )

    def _changes(self, wanted: dict[ClassId, Answer]) -> tuple[AnswerChange, ...]:
        return tuple(
            AnswerChange(class_id, self.answer(class_id), answer)
            for class_id, answer in wanted.items()
            if answer is not self.answer(class_id)
        )


def _may_move(change: AnnotationEdit) -> bool:
    """Whether a change may put an annotation elsewhere in the order than at its end."""
    if change.after is None:
        return False
    return change.before is None or change.before.z != change.after.z


def _answer(present: Answer, *, has_any: bool) -> Answer:
    if present.is_settled:
        return Answer.COMPLETE if has_any else Answer.EMPTY
    return Answer.PARTIAL if has_any else Answer.UNLABELED


def _settled_or_partial(answers: dict[ClassId, Answer]) -> dict[ClassId, Answer]:
    return {id_: answer for id_, answer in answers.items() if answer is not Answer.UNLABELED}
