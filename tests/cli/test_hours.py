from __future__ import annotations

from datetime import datetime

import pytest
import typer

from engine.cli.hours import next_moment

EVENING = datetime(2026, 11, 22, 20, 30)  # noqa: DTZ001  # local, as the command has it


@pytest.mark.parametrize(
    ("until", "day", "hour"), [("07:00", 23, 7), ("21:00", 22, 21), ("20:30", 23, 20)]
)
def test_until_when_a_time_is_named_then_the_next_such_moment_is_meant(
    until: str, day: int, hour: int
) -> None:
    moment = next_moment(until, now=EVENING)
    assert moment is not None
    local = datetime.fromtimestamp(moment)  # noqa: DTZ006  # local again
    assert (local.day, local.hour) == (day, hour)


def test_until_when_none_is_named_then_there_is_none() -> None:
    assert next_moment(None) is None


@pytest.mark.parametrize("until", ["7", "25:00", "morning", ""])
def test_until_when_it_is_no_time_then_say_so(until: str) -> None:
    with pytest.raises(typer.BadParameter, match="is no time of day"):
        next_moment(until)
