"""`--until 07:00`: the next moment at which the clock says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import typer

Until = Annotated[
    str | None,
    typer.Option(
        metavar="HH:MM",
        help="When all must have ended, confirmation included: the next 07:00, say.",
    ),
]


def next_moment(until: str | None, *, now: datetime | None = None) -> float | None:
    """Return the next moment at which the local clock says `until`, in seconds since 1970.

    Args:
        until: Hours and minutes, as 07:00; None = none.
        now: The local time now, without a zone; the machine's by default.

    Raises:
        BadParameter: It is no time of day.
    """
    if until is None:
        return None
    try:
        hour = datetime.strptime(until, "%H:%M")  # noqa: DTZ007  # local, as a person says it
    except ValueError as error:
        raise typer.BadParameter(f"--until {until} is no time of day; say 07:00.") from error
    now = now or datetime.now()  # noqa: DTZ005  # local; its timestamp knows of summer time
    moment = now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return (moment if moment > now else moment + timedelta(days=1)).timestamp()
