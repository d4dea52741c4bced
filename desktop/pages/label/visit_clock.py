"""The seconds an expert is active on an image."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

# Who does nothing for longer is not there.
MAX_IDLE_S = 60.0


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay on an image: its begin in seconds since 1970, and the active seconds."""

    started_at: float
    active_s: float


class VisitClock:
    """Adds up the time between signs of life, each gap at most 60 s. GUI thread only.

    Args:
        now: Seconds that never go back.
        today: Seconds since 1970.
    """

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], float] = time.time,
    ) -> None:
        self._now = now
        self._today = today
        self._started_at: float | None = None
        self._last_sign = 0.0
        self._active_s = 0.0

    @property
    def is_running(self) -> bool:
        """Whether a stay is on."""
        return self._started_at is not None

    def start(self) -> None:
        """Begin a stay."""
        self._started_at = self._today()
        self._last_sign = self._now()
        self._active_s = 0.0

    def note_sign(self) -> None:
        """Count the time up to now: the expert moved, clicked or typed."""
        now = self._now()
        self._active_s += min(now - self._last_sign, MAX_IDLE_S)
        self._last_sign = now

    def stop(self) -> Stay | None:
        """End the stay and return it; None where none was on."""
        if self._started_at is None:
            return None
        self.note_sign()
        stay = Stay(self._started_at, self._active_s)
        self._started_at = None
        return stay
