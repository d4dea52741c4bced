"""Numbers in words, the same everywhere in the window."""

from __future__ import annotations

import time

from desktop.qtkit.translation import tr

_MINUTE_S = 60


def duration_text(seconds: float) -> str:
    """Return a duration as one says it: "22 s", "14 min", "1 h 12 min"."""
    whole = max(0, round(seconds))
    if whole < _MINUTE_S:
        return tr("{seconds} s").format(seconds=whole)
    minutes = round(whole / _MINUTE_S)
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return tr("{minutes} min").format(minutes=minutes)
    if not minutes:
        return tr("{hours} h").format(hours=hours)
    return tr("{hours} h {minutes} min").format(hours=hours, minutes=minutes)


def time_left_text(seconds: float | None) -> str:
    """Return how long something still takes: "about 5 min left"; empty while unknown."""
    if seconds is None:
        return ""
    return tr("about {time} left").format(time=duration_text(seconds))


def moment_text(seconds: float) -> str:
    """Return when something was, on this computer's clock: "2026-11-22 09:20".

    Args:
        seconds: Since the epoch.
    """
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
