"""The actions of a page whose work runs as a job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from desktop.actions.action import Action, Availability
from desktop.qtkit.translation import tr


class Steered(Protocol):
    """What the presenter of such a page lets one do."""

    @property
    def can_start(self) -> Availability:
        """Whether the work can start now."""

    @property
    def can_pause(self) -> Availability:
        """Whether it can be paused now."""

    @property
    def can_stop(self) -> Availability:
        """Whether it can be stopped now."""

    @property
    def can_resume(self) -> Availability:
        """Whether it can go on now."""

    def start(self) -> None:
        """Start the work."""

    def pause(self) -> None:
        """Have it save what it has and end."""

    def stop(self) -> None:
        """End it now."""

    def resume(self) -> None:
        """Have it go on where it ended."""


@dataclass(frozen=True, slots=True)
class SteeringWords:
    """What the actions are called, and the key that starts the work."""

    start: str
    start_hint: str
    start_key: str
    pause: str
    stop: str
    resume: str


def steering_actions(page_id: str, words: SteeringWords, steered: Steered) -> Iterable[Action]:
    """Yield how the work of a page is started, paused, stopped and resumed."""
    for name, text, run, key, hint, can in (
        (
            "begin",
            words.start,
            steered.start,
            words.start_key,
            words.start_hint,
            lambda: steered.can_start,
        ),
        ("pause", words.pause, steered.pause, "P", tr("pause"), lambda: steered.can_pause),
        ("stop", words.stop, steered.stop, "Ctrl+.", "", lambda: steered.can_stop),
        ("resume", words.resume, steered.resume, "R", tr("resume"), lambda: steered.can_resume),
    ):
        yield Action(
            f"{page_id}.{name}",
            text,
            run,
            keys=(key,),
            page_id=page_id,
            hint=hint,
            availability=can,
        )
