"""Events a worker writes while it works. Each job's are numbered from 1 without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from engine.domain.examples import Alike
from engine.domain.identifiers import ImageId
from engine.domain.searches import Confirmation, TrialRecord


@dataclass(frozen=True, slots=True)
class Started:
    """The worker has begun; `device` in words ("cpu, 2 threads")."""

    device: str = ""


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the work is; `seconds_left` None while unknown."""

    done: int
    total: int
    text: str = ""
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class EpochFinished:
    """One epoch of a training, counted from 1. `map50_95` is None where it was not validated."""

    epoch: int
    epochs: int
    losses: dict[str, float]
    map50: float | None
    map50_95: float | None
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class RungReached:
    """A trial validated at a rung and waits up to 10 s for a verdict, then goes on."""

    epoch: int
    value: float


@dataclass(frozen=True, slots=True)
class TrialChanged:
    """A search's trial began, reached a rung or ended."""

    trial: TrialRecord


@dataclass(frozen=True, slots=True)
class ConfirmationAdvanced:
    """One more pair of the confirmation is known."""

    confirmation: Confirmation


@dataclass(frozen=True, slots=True)
class AnsweredBox:
    """One object of a simulated answer; corners of its box in pixels.

    `shape` is what `shape_to_json` makes of its shape, where that is more than the box.
    """

    class_name: str
    xyxy_px: tuple[float, float, float, float]
    shape: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ImageAnswered:
    """A simulated expert labeled one image completely; no boxes means confirmed empty.

    The counts say what was done, as those of a visit do.
    """

    image_id: ImageId
    boxes: tuple[AnsweredBox, ...]
    expert_s: float
    num_drawn: int = 0
    num_adjusted: int = 0
    num_accepted: int = 0
    num_rejected: int = 0
    num_class_changes: int = 0


@dataclass(frozen=True, slots=True)
class RestFound:
    """What is alike to examples in one image, the surest first."""

    image_id: ImageId
    found: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know: a smaller batch, mended images, a fallback."""

    text: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The job ended without a result; one sentence, what to do, and whether it may be resumed."""

    message: str
    hint: str = ""
    kind: str = "error"


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """An event of a later version: kept, not understood."""

    name: str


JobEvent: TypeAlias = (
    Started
    | Progressed
    | EpochFinished
    | RungReached
    | TrialChanged
    | ConfirmationAdvanced
    | ImageAnswered
    | RestFound
    | Notice
    | Failed
    | UnknownEvent
)
