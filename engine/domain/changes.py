"""What a use case changed, told to everything that shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Flag, auto

from engine.domain.identifiers import ImageId


class Changed(Flag):
    """Kinds of data that can change."""

    NOTHING = 0
    PROJECT = auto()
    IMAGES = auto()
    SPLITS = auto()
    CLASSES = auto()
    LABELS = auto()
    QUESTIONS = auto()
    ROUNDS = auto()
    JOBS = auto()
    SEARCHES = auto()
    VERSIONS = auto()
    SCORES = auto()
    SUGGESTIONS = auto()


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds changed, the images touched (empty = unknown or many), and sentences to show."""

    kinds: Changed = Changed.NOTHING
    image_ids: frozenset[ImageId] = field(default_factory=frozenset)
    notices: tuple[str, ...] = ()

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.kinds | other.kinds, self.image_ids | other.image_ids, self.notices + other.notices
        )

    def __bool__(self) -> bool:
        return bool(self.kinds) or bool(self.notices)
