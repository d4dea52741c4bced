"""Images the expert answers twice: how alike both answers are is the most a model can reach."""

from __future__ import annotations

from dataclasses import dataclass

from engine.domain.annotations import Annotation
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.images import Answer
from engine.domain.metrics import Interval
from engine.domain.operating_points import Estimate
from engine.domain.rounds import Purpose

MIN_LOOKS = 5
"""Images answered twice from which the expert's consistency is told."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """One image asked about again with its labels hidden. What is drawn becomes no label.

    Attributes:
        first: The labels when it was asked.
        accepted: Those of them that were suggested and accepted as they were.
        second: What was drawn at the second look.
        answers: How completely the second look covers each class.
        answered_at: When it was complete; None before.
    """

    round_number: int
    image_id: ImageId
    purpose: Purpose
    first: tuple[Annotation, ...]
    accepted: frozenset[AnnotationId]
    second: tuple[Annotation, ...] = ()
    answers: dict[ClassId, Answer] | None = None
    answered_at: float | None = None


@dataclass(frozen=True, slots=True)
class Consistency:
    """How alike the expert answers twice.

    Attributes:
        num_images: Images answered twice that were drawn from all labeled ones.
        num_objects: Objects of their first answers.
        num_found_again: Of these, drawn again with the same class and an overlap of half or more.
        ceiling: How alike both answers are over the overlaps 0.50 to 0.95 that the figure that
            decides goes by, 0 to 1: objects found both times per object of either answer. None
            with fewer than five images.
        num_accepted: Suggestions accepted as they were on all images answered twice.
        num_accepted_wrong: Of these, not drawn at the second look.
        accepted_wrong: Their share, 95 % (Wilson).
    """

    num_images: int = 0
    num_objects: int = 0
    num_found_again: int = 0
    ceiling: Estimate | None = None
    num_accepted: int = 0
    num_accepted_wrong: int = 0
    accepted_wrong: Interval | None = None
