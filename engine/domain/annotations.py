"""Annotations: shapes with a class that a person confirmed, and the edits that make them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.domain.identifiers import AnnotationId, ClassId, ImageId, SuggestedBy
from engine.domain.images import Answer
from engine.domain.shapes import Shape


class Source(StrEnum):
    """How an annotation came to be."""

    EXPERT = "expert"
    ACCEPTED = "accepted"
    BULK_ACCEPTED = "bulk_accepted"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Attributes:
    """What else an expert says of an object."""

    difficult: bool = False
    truncated: bool = False
    occluded: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One confirmed shape. `suggested_by` and `confidence` are set where a source proposed it.

    `z` says what lies over what: the higher lies in front, the later made among equals.
    """

    id: AnnotationId
    image_id: ImageId
    class_id: ClassId
    shape: Shape
    source: Source = Source.EXPERT
    attributes: Attributes = field(default_factory=Attributes)
    suggested_by: SuggestedBy | None = None
    confidence: float | None = None
    z: int = 0


@dataclass(frozen=True, slots=True)
class AnnotationEdit:
    """One change of one annotation: added (no before), removed (no after) or changed."""

    before: Annotation | None
    after: Annotation | None

    def __post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise ValueError("an edit needs a before or an after")

    @property
    def image_id(self) -> ImageId:
        """The image it happens on."""
        annotation = self.after or self.before
        assert annotation is not None
        return annotation.image_id

    def inverse(self) -> AnnotationEdit:
        """Return the edit that undoes this one."""
        return AnnotationEdit(before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class ImageLabels:
    """All that is known of one image's labels: annotations, and the answer for each class.

    What is damaged stays in the project as it is.

    Attributes:
        unreadable: What is wrong with each annotation that cannot be read.
        unknown_answers: The answers that are none.
    """

    image_id: ImageId
    annotations: tuple[Annotation, ...]
    answers: dict[ClassId, Answer]
    unreadable: tuple[str, ...] = ()
    unknown_answers: tuple[str, ...] = ()

    @property
    def num_unreadable(self) -> int:
        """How many annotations there are that cannot be read."""
        return len(self.unreadable)

    @property
    def is_damaged(self) -> bool:
        """Whether there is more than can be read."""
        return bool(self.unreadable or self.unknown_answers)

    def answer(self, class_id: ClassId) -> Answer:
        """Return how completely the image is labeled for a class."""
        return self.answers.get(class_id, Answer.UNLABELED)


@dataclass(frozen=True, slots=True)
class AnswersEdit:
    """A change of one image's answers; both sides name the same classes."""

    image_id: ImageId
    before: dict[ClassId, Answer]
    after: dict[ClassId, Answer]

    def inverse(self) -> AnswersEdit:
        """Return the edit that undoes this one."""
        return AnswersEdit(self.image_id, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of an image's labels: when (seconds since 1970), by whom, what.

    `edit` is None where what the project says of it is damaged.
    """

    at: float
    who: str
    edit: AnnotationEdit | AnswersEdit | None


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay on one image: active seconds (idle beyond 60 s clipped) and what was done."""

    image_id: ImageId
    started_at: float
    active_s: float
    num_drawn: int = 0
    num_adjusted: int = 0
    num_accepted: int = 0
    num_rejected: int = 0
    num_class_changes: int = 0
