"""What became of the suggestions: each judged by the expert, and how often a source was right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.identifiers import ClassId, ImageId


class SuggestionState(StrEnum):
    """What the expert did with a suggestion."""

    OPEN = "open"
    ACCEPTED = "accepted"
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
        state: What became of it. One that was reshaped or got another class was accepted.
    """

    key: str
    image_id: ImageId
    suggested_by: str
    class_id: ClassId
    confidence: float
    state: SuggestionState


@dataclass(frozen=True, slots=True)
class Acceptance:
    """How many suggestions of a source and class were judged, and how many of those accepted."""

    num_accepted: int
    num_judged: int

    @property
    def share(self) -> float:
        """Share that was accepted, 0 to 1; 1 before any was judged."""
        return self.num_accepted / self.num_judged if self.num_judged else 1.0
