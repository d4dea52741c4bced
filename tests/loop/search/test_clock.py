"""The clock of a search: time that passes, and an hour to end at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.loop.search.clock import SearchClock


class World:
    """Seconds that pass, and what the machine's clock says."""

    def __init__(self) -> None:
        self.passed, self.shift = 0.0, 0.0

    def now(self) -> float:
        return 50.0 + self.passed

    def wall(self) -> float:
        return 1e9 + self.passed + self.shift

    def clock(
        self, elapsed_s: float, *, until: float | None = None, deadline_s: float | None = None
    ) -> SearchClock:
        return SearchClock(
            elapsed_s, now=self.now, until=until, deadline_s=deadline_s, wall=self.wall
        )


def test_clock_when_there_is_no_hour_then_it_counts_on() -> None:
    world = World()
    clock = world.clock(7.0)
    world.passed, world.shift = 5.0, 999.0
    assert (clock.elapsed_s, clock.deadline_s) == (12.0, None)


def test_clock_when_there_is_an_hour_then_it_is_so_far_away() -> None:
    world = World()
    clock = world.clock(7.0, until=1e9 + 100)
    assert (clock.elapsed_s, clock.deadline_s) == (7.0, 107.0)
    world.passed = 40.0
    assert clock.elapsed_s == 47.0


@given(st.floats(0, 1000), st.floats(-1e6, 0))
def test_clock_when_set_back_then_the_time_that_passed_counts(passed: float, shift: float) -> None:
    world = World()
    clock = world.clock(0.0, until=1e9 + 100)
    world.passed, world.shift = passed, shift
    assert clock.elapsed_s >= passed - 1e-6


def test_clock_when_the_machine_slept_then_the_hour_counts() -> None:
    world = World()
    clock = world.clock(0.0, until=1e9 + 100)
    world.shift = 3600.0
    assert clock.deadline_s is not None
    assert clock.elapsed_s > clock.deadline_s


def test_clock_when_set_back_during_a_pause_then_no_time_is_won() -> None:
    world = World()
    first = world.clock(0.0, until=1e9 + 100)
    world.passed, world.shift = 30.0, -3600.0
    again = world.clock(30.0, until=1e9 + 100, deadline_s=first.deadline_s)
    assert again.deadline_s == 100.0
    assert again.elapsed_s == 30.0
