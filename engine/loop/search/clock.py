"""How long a search has run, pauses left out, and how long until the hour it must end."""

from __future__ import annotations

import time
from collections.abc import Callable

Now = Callable[[], float]


class SearchClock:
    """Counts seconds on from what earlier controllers of the search have used.

    Where the search must end at an hour, it counts so that `deadline_s` is reached at that hour:
    at the latest then by the time that passes, whatever becomes of the machine's clock, and sooner
    where the clock says so, as after a sleep of the machine. A clock that was set back while the
    search was paused does not give it more time either.

    Args:
        elapsed_s: What they have used.
        now: Seconds from any fixed moment.
        until: When it must end, in seconds of the machine's clock; None = at no hour.
        deadline_s: What an earlier controller took `until` to be in elapsed seconds.
        wall: The machine's clock, in seconds since 1970.
    """

    def __init__(
        self,
        elapsed_s: float,
        *,
        now: Now = time.monotonic,
        until: float | None = None,
        deadline_s: float | None = None,
        wall: Now = time.time,
    ) -> None:
        self._now = now
        self._began_s = now() - elapsed_s
        self._until = until
        self._wall = wall
        self.deadline_s: float | None = None
        if until is not None:
            by_clock_s = elapsed_s + until - wall()
            self.deadline_s = min(by_clock_s, by_clock_s if deadline_s is None else deadline_s)

    @property
    def elapsed_s(self) -> float:
        """Seconds so far."""
        elapsed_s = self._now() - self._began_s
        if self._until is None or self.deadline_s is None:
            return elapsed_s
        return max(elapsed_s, self.deadline_s - (self._until - self._wall()))
