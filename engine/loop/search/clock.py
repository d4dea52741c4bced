"""How long a search has run, pauses left out."""

from __future__ import annotations

import time
from collections.abc import Callable

Now = Callable[[], float]


class SearchClock:
    """Counts wall-clock seconds on from what earlier controllers of the search have used.

    Args:
        elapsed_s: What they have used.
        now: Seconds from any fixed moment.
    """

    def __init__(self, elapsed_s: float, *, now: Now = time.monotonic) -> None:
        self._now = now
        self._began_s = now() - elapsed_s

    @property
    def elapsed_s(self) -> float:
        """Seconds so far."""
        return self._now() - self._began_s
