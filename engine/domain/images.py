"""Images of a project, the groups they come in and the splits they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.domain.identifiers import ClassId, ImageId


class Split(StrEnum):
    """Where an image belongs for good. TRAIN is the pool that strategies may ask about."""

    TRAIN = "train"
    VAL = "val"
    TEST = "test"


class ImageState(StrEnum):
    """Whether an image can be used."""

    READY = "ready"
    QUARANTINED = "quarantined"
    MISSING = "missing"


class Answer(StrEnum):
    """How completely an image is labeled for one class."""

    UNLABELED = "unlabeled"
    PARTIAL = "partial"
    COMPLETE = "complete"
    EMPTY = "empty"

    @property
    def is_settled(self) -> bool:
        """Whether a model may learn from the image for this class."""
        return self in (Answer.COMPLETE, Answer.EMPTY)


class Progress(StrEnum):
    """How far an image is labeled over all classes together."""

    UNLABELED = "unlabeled"
    STARTED = "started"
    COMPLETE = "complete"


class ImageOrder(StrEnum):
    """In which order images are shown; those that the model did not look at come last."""

    ADDED = "added"
    NAME = "name"
    NEWEST = "newest"
    LEAST_SURE = "least_sure"
    SUREST = "surest"


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What reading a file tells: upright size in pixels, hash, time, and a perceptual hash."""

    path: Path
    content_hash: str
    width: int
    height: int
    size_bytes: int
    modified_ns: int
    fingerprint: int


@dataclass(frozen=True, slots=True)
class ImageRecord:
    """One picture known to the project; width and height in pixels of the upright image."""

    id: ImageId
    path: Path
    content_hash: str
    width: int
    height: int
    group: str
    split: Split = Split.TRAIN
    state: ImageState = ImageState.READY
    reason: str = ""

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class RejectedFile:
    """A file that was kept out of the project, and why, in words."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ImageFilter:
    """Which images are meant; every part that is set must hold.

    Attributes:
        progress: How far labeled over all classes.
        with_class: At least one annotation of this class.
        unsettled_for: Not yet complete or confirmed empty for this class.
        group: The group's whole name.
        group_part: Part of the group's name, without regard to case.
        text: Part of the path, without regard to case.
        drawn: Whether the split is frozen.
        min_score: The current model is at least so sure of what it is surest of here, 0 to 1.
        max_score: It is at most so sure.
        among: One of these images.
    """

    split: Split | None = None
    state: ImageState | None = None
    progress: Progress | None = None
    with_class: ClassId | None = None
    unsettled_for: ClassId | None = None
    group: str | None = None
    group_part: str = ""
    text: str = ""
    drawn: bool | None = None
    min_score: float | None = None
    max_score: float | None = None
    among: tuple[ImageId, ...] | None = None
