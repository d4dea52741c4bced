"""Numbers in words, the same everywhere in the window."""

from __future__ import annotations

import time

_MINUTE_S = 60


def duration_text(seconds: float) -> str:
    """Return a duration as one says it: "22 s", "14 min", "1 h 12 min"."""
    whole = max(0, round(seconds))
    if whole < _MINUTE_S:
        return f"{whole} s"
    minutes = round(whole / _MINUTE_S)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def time_left_text(seconds: float | None) -> str:
    """Return how long something still takes: "about 5 min left"; empty while unknown."""
    return "" if seconds is None else f"about {duration_text(seconds)} left"


def moment_text(seconds: float) -> str:
    """Return when something was, on this computer's clock: "2026-11-22 09:20".

    Args:
        seconds: Since the epoch.
    """
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def count_text(count: int, singular: str, plural: str = "") -> str:
    """Return a count with its noun: "1 image", "1,240 images"."""
    noun = singular if count == 1 else plural or f"{singular}s"
    return f"{count:,} {noun}"
