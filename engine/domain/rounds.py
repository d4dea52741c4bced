"""Rounds: ask, label, train, evaluate; and the questions a round asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.identifiers import ImageId, VersionId


class RoundState(StrEnum):
    """Where a round stands."""

    ASKING = "asking"
    LABELING = "labeling"
    TRAINING = "training"
    FINISHED = "finished"

    @property
    def is_open(self) -> bool:
        """Whether the round still has something to do."""
        return self is not RoundState.FINISHED


# ASKING -> ASKING: the query failed and is asked again.
# TRAINING -> LABELING: the training failed or was stopped.
ROUND_TRANSITIONS: dict[RoundState, frozenset[RoundState]] = {
    RoundState.ASKING: frozenset({RoundState.ASKING, RoundState.LABELING, RoundState.FINISHED}),
    RoundState.LABELING: frozenset({RoundState.ASKING, RoundState.TRAINING, RoundState.FINISHED}),
    RoundState.TRAINING: frozenset({RoundState.LABELING, RoundState.FINISHED}),
    RoundState.FINISHED: frozenset(),
}


def check_round_move(current: RoundState, target: RoundState) -> None:
    """Raise ValueError where a round may not move from one state to the other: that is a bug."""
    if target not in ROUND_TRANSITIONS[current]:
        raise ValueError(f"a round cannot go from {current} to {target}")


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of the loop, numbered from 0 (the seed set)."""

    number: int
    state: RoundState
    strategy: str
    query_size: int
    seed: int
    asked_by: VersionId | None = None
    version_id: VersionId | None = None


class QuestionState(StrEnum):
    """What the expert did with a question."""

    OPEN = "open"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    UNSURE = "unsure"
    FLAGGED = "flagged"

    @property
    def is_passed_over(self) -> bool:
        """Whether the expert went on without an answer; flagged ones wait for a second opinion."""
        return self in (QuestionState.SKIPPED, QuestionState.UNSURE, QuestionState.FLAGGED)


class Purpose(StrEnum):
    """What a question is asked for.

    AGAIN and AUDIT ask about an image that is labeled already, its labels hidden: of any such
    image, or of one where suggestions were accepted as they were. CHECK asks to look through labels
    in doubt.
    """

    LEARN = "learn"
    AGAIN = "again"
    AUDIT = "audit"
    CHECK = "check"

    @property
    def is_blind(self) -> bool:
        """Whether the labels there are stay hidden, and what is drawn becomes no label."""
        return self in (Purpose.AGAIN, Purpose.AUDIT)


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a pick's utility, by name, with what it contributed."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Pick:
    """An image a strategy chose, with its utility and the terms that made it up, largest first."""

    image_id: ImageId
    utility: float
    reason: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A pick or a holdout image waiting for the expert; holdout images get no suggestions."""

    round_number: int
    rank: int
    pick: Pick
    is_holdout: bool = False
    state: QuestionState = QuestionState.OPEN
    purpose: Purpose = Purpose.LEARN
