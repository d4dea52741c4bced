"""What became of the suggestions: each judged by the expert, and how often a source was right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from engine.domain.identifiers import ClassId, ImageId, SuggestedBy

BY_EXAMPLE: Final[SuggestedBy] = "by example"
"""The source that looks for what is alike to what the expert drew."""

WORTH_SHOWING = 0.24
"""Share of acceptances from which a look at a suggestion (1.7 s) pays for drawing (7 s) itself."""

EXAMPLES_SHOWN_FROM = WORTH_SHOWING
"""Confidence from which what is alike to an example is shown at first; it is a likely share too."""

# One-sided, 95 %: nine rejections in a row are enough to say so, eight are not.
_Z = 1.645


class SuggestionState(StrEnum):
    """What the expert did with a suggestion; what was adjusted was accepted in another form."""

    OPEN = "open"
    ACCEPTED = "accepted"
    ADJUSTED = "adjusted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Judgment:
    """What the expert did with one suggestion; OPEN takes an earlier judgment back.

    Attributes:
        key: Names the suggestion for good, as its source numbers what it saw in an image.
        image_id: Where it was seen.
        suggested_by: The model version, or another source of suggestions.
        class_id: The class it was offered as.
        confidence: How sure the source was, 0 to 1.
        state: What became of it. One that was reshaped or got another class was adjusted.
    """

    key: str
    image_id: ImageId
    suggested_by: SuggestedBy
    class_id: ClassId
    confidence: float
    state: SuggestionState


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of the judged suggestions of one source and class."""

    num_accepted: int = 0
    num_adjusted: int = 0
    num_rejected: int = 0

    @property
    def num_right(self) -> int:
        """How many became labels, as they were or adjusted."""
        return self.num_accepted + self.num_adjusted

    @property
    def num_judged(self) -> int:
        """How many were judged."""
        return self.num_right + self.num_rejected

    @property
    def share(self) -> float:
        """Share that became labels, 0 to 1; 1 before any was judged."""
        return self.num_right / self.num_judged if self.num_judged else 1.0

    @property
    def most_likely_share(self) -> float:
        """The highest share that the judgments leave likely: Wilson's upper bound, 95 %."""
        n, p = self.num_judged, self.share
        if not n:
            return 1.0
        spread = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return min((p + _Z**2 / (2 * n) + spread) / (1 + _Z**2 / n), 1.0)

    @property
    def is_too_low(self) -> bool:
        """Whether looking at more of them surely costs more time than it saves."""
        return self.most_likely_share < WORTH_SHOWING


@dataclass(frozen=True, slots=True)
class Silence:
    """A source suggests a class no more, as too few of its suggestions were right."""

    suggested_by: SuggestedBy
    class_id: ClassId
    acceptance: Acceptance
