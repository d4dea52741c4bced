"""What bulk acts do to images: whole, reversible, and kept to be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.domain.annotations import AnnotationEdit, AnswersEdit
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageState
from engine.domain.suggestions import Judgment, SuggestionState

_TOGGLED = {
    SuggestionState.ACCEPTED: SuggestionState.OPEN,
    SuggestionState.OPEN: SuggestionState.ACCEPTED,
}


@dataclass(frozen=True, slots=True)
class StateEdit:
    """A change of whether an image is used; the reason goes with `after` where it is not."""

    image_id: ImageId
    before: ImageState
    after: ImageState

    def inverse(self) -> StateEdit:
        """Return the edit that undoes this one."""
        return StateEdit(self.image_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class GroupEdit:
    """A change of the group an image comes in."""

    image_id: ImageId
    before: str
    after: str

    def inverse(self) -> GroupEdit:
        """Return the edit that undoes this one."""
        return GroupEdit(self.image_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class BulkEdit:
    """What an act did to some images, whole and reversible."""

    annotations: tuple[AnnotationEdit, ...] = ()
    answers: tuple[AnswersEdit, ...] = ()
    judged: tuple[Judgment, ...] = ()
    states: tuple[StateEdit, ...] = ()
    groups: tuple[GroupEdit, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.annotations or self.answers or self.states or self.groups)

    @property
    def image_ids(self) -> frozenset[ImageId]:
        """The images it touches."""
        touched = {each.image_id for each in self.annotations}
        touched |= {each.image_id for each in self.answers}
        touched |= {each.image_id for each in self.states}
        return frozenset(touched | {each.image_id for each in self.groups})

    def inverse(self) -> BulkEdit:
        """Return the edit that undoes this one."""
        return BulkEdit(
            tuple(edit.inverse() for edit in reversed(self.annotations)),
            tuple(edit.inverse() for edit in self.answers),
            tuple(replace(each, state=_TOGGLED[each.state]) for each in self.judged),
            tuple(edit.inverse() for edit in self.states),
            tuple(edit.inverse() for edit in self.groups),
        )


def joined(first: BulkEdit, second: BulkEdit) -> BulkEdit:
    """Return what two acts did together."""
    return BulkEdit(
        first.annotations + second.annotations,
        first.answers + second.answers,
        first.judged + second.judged,
        first.states + second.states,
        first.groups + second.groups,
    )
