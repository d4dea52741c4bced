"""Changes of the class list: each is kept, can be undone, and done again."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer


class ClassAct(StrEnum):
    """What was done to the class list."""

    ADD = "add"
    RENAME = "rename"
    RECOLOR = "recolor"
    REORDER = "reorder"
    MERGE = "merge"
    SPLIT = "split"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class FoldedClass:
    """What went over when one class became part of another, enough to take it back.

    Attributes:
        annotations: Numbers of the annotations that changed their class.
        answers: What the images said of the other class before, where that changed.
    """

    annotations: tuple[int, ...] = ()
    answers: tuple[tuple[ImageId, Answer], ...] = ()


@dataclass(frozen=True, slots=True)
class ClassChange:
    """One change of the class list.

    Attributes:
        title: It in words: "Rename RBC to Red cell".
        other_id: MERGE: the class it became part of. SPLIT: the new class.
        before: RENAME, RECOLOR: the name or color.
        after: The same, as it is now.
        order: The classes in use before, in their order.
        order_after: REORDER: the same, as it is now.
        folded: MERGE, and SPLIT once it is undone: what went over.
    """

    act: ClassAct
    class_id: ClassId
    title: str
    other_id: ClassId | None = None
    before: str = ""
    after: str = ""
    order: tuple[ClassId, ...] = ()
    order_after: tuple[ClassId, ...] = ()
    folded: FoldedClass = FoldedClass()


@dataclass(frozen=True, slots=True)
class LoggedClassChange:
    """A change with its number in the log, its time (seconds since 1970) and who made it."""

    number: int
    at: float
    who: str
    change: ClassChange


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """What the labels hold of one class.

    Attributes:
        num_objects: Annotations.
        num_images: Images with at least one.
        num_complete: Images on which all are labeled.
        num_empty: Images confirmed to hold none.
        num_partial: Images on which some may be missing.
        num_unchecked: Images labeled for another class and not for this one: to be checked again.
    """

    num_objects: int = 0
    num_images: int = 0
    num_complete: int = 0
    num_empty: int = 0
    num_partial: int = 0
    num_unchecked: int = 0
