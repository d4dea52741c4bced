"""Edits of an open image as plain data: what changed, from what to what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NewType, TypeAlias

from engine.domain.annotations import AnnotationEdit
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, SuggestedBy
from engine.domain.images import Answer
from engine.domain.shapes import Shape
from engine.domain.suggestions import Judgment, SuggestionState

SuggestionId = NewType("SuggestionId", str)
ObjectId: TypeAlias = AnnotationId | SuggestionId


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A shape offered on the canvas by a source, in pixels of the upright image.

    `question` is what the round asks about it ("Platelets or background?"), empty for most.
    """

    id: SuggestionId
    class_id: ClassId
    confidence: float
    shape: Shape
    question: str = ""
    state: SuggestionState = SuggestionState.OPEN
    suggested_by: SuggestedBy = field(kw_only=True)


@dataclass(frozen=True, slots=True)
class SuggestionMove:
    """A suggestion's change of state."""

    id: SuggestionId
    before: SuggestionState
    after: SuggestionState


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A change of how completely the image is labeled for a class."""

    class_id: ClassId
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one image, whole and reversible."""

    annotations: tuple[AnnotationEdit, ...] = ()
    suggestions: tuple[SuggestionMove, ...] = ()
    answers: tuple[AnswerChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.annotations or self.suggestions or self.answers)

    def inverse(self) -> Edit:
        """Return the edit that undoes this one."""
        return Edit(
            tuple(edit.inverse() for edit in reversed(self.annotations)),
            tuple(SuggestionMove(move.id, move.after, move.before) for move in self.suggestions),
            tuple(AnswerChange(c.class_id, c.after, c.before) for c in self.answers),
        )

    def then(self, later: Edit) -> Edit:
        """Return one edit that does this one and then a later one; what cancels out is left out."""
        return Edit(
            _joined_annotations((*self.annotations, *later.annotations)),
            _joined_suggestions((*self.suggestions, *later.suggestions)),
            _joined_answers((*self.answers, *later.answers)),
        )


@dataclass(frozen=True, slots=True)
class EditCommitted:
    """One edit done, undone or redone, to be saved as it is; `text` names it for the history.

    `judged` is what became of the suggestions it moved.
    """

    image_id: ImageId
    text: str
    edit: Edit
    judged: tuple[Judgment, ...] = ()

    @property
    def answers(self) -> dict[ClassId, Answer]:
        """The answers that changed, as they are now."""
        return {change.class_id: change.after for change in self.edit.answers}


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """What was done in one visit; undoing takes nothing back, as the time was spent."""

    num_drawn: int = 0
    num_adjusted: int = 0
    num_accepted: int = 0
    num_rejected: int = 0
    num_class_changes: int = 0

    def __add__(self, other: VisitCounts) -> VisitCounts:
        return VisitCounts(
            self.num_drawn + other.num_drawn,
            self.num_adjusted + other.num_adjusted,
            self.num_accepted + other.num_accepted,
            self.num_rejected + other.num_rejected,
            self.num_class_changes + other.num_class_changes,
        )


def annotation_id(edit: AnnotationEdit) -> AnnotationId:
    """Return the id of the annotation that an edit is about."""
    annotation = edit.after or edit.before
    assert annotation is not None
    return annotation.id


def _joined_annotations(edits: Iterable[AnnotationEdit]) -> tuple[AnnotationEdit, ...]:
    ends: dict[AnnotationId, list[AnnotationEdit]] = {}
    for edit in edits:
        ends.setdefault(annotation_id(edit), []).append(edit)
    pairs = ((chain[0].before, chain[-1].after) for chain in ends.values())
    return tuple(AnnotationEdit(before, after) for before, after in pairs if before != after)


def _joined_suggestions(moves: Iterable[SuggestionMove]) -> tuple[SuggestionMove, ...]:
    ends: dict[SuggestionId, list[SuggestionMove]] = {}
    for move in moves:
        ends.setdefault(move.id, []).append(move)
    joined = (SuggestionMove(id_, c[0].before, c[-1].after) for id_, c in ends.items())
    return tuple(move for move in joined if move.before != move.after)


def _joined_answers(changes: Iterable[AnswerChange]) -> tuple[AnswerChange, ...]:
    ends: dict[ClassId, list[AnswerChange]] = {}
    for change in changes:
        ends.setdefault(change.class_id, []).append(change)
    joined = (AnswerChange(id_, c[0].before, c[-1].after) for id_, c in ends.items())
    return tuple(change for change in joined if change.before != change.after)
