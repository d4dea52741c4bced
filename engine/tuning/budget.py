"""What a search may spend, its confirmation included.

The unit is one full training. A search of N trials has N units; the confirmation comes on top.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.domain.errors import UsageError
from engine.tuning.confirmation import MAX_PAIRS, MIN_PAIRS

_CONFIRMATION_SHARE = 0.4
_UNITS_PER_PAIR = 2
_MIN_UNITS = MIN_PAIRS * _UNITS_PER_PAIR
_RUN_OFF_UNITS = 2
_MAX_UNITS = MAX_PAIRS * _UNITS_PER_PAIR + _RUN_OFF_UNITS


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of one search.

    Attributes:
        trials: Trials of the search itself.
        limit_s: Wall-clock seconds, confirmation included; None = no limit.
        slots: Trainings that run at the same time.
        work_s: Seconds of all trainings together, confirmation included; None = no limit.
    """

    trials: int
    limit_s: float | None = None
    slots: int = 1
    work_s: float | None = None

    def __post_init__(self) -> None:
        is_no_time = any(limit is not None and limit <= 0 for limit in (self.limit_s, self.work_s))
        if self.trials < 1 or self.slots < 1 or is_no_time:
            raise UsageError("A search needs at least one trial, one slot and some time.")

    @property
    def confirmation_units(self) -> int:
        """Units of the confirmation: 40 % of the whole, at least three pairs, at most eight."""
        share = self.trials * _CONFIRMATION_SHARE / (1 - _CONFIRMATION_SHARE)
        return min(_MAX_UNITS, max(_MIN_UNITS, int(share)))

    @property
    def max_pairs(self) -> int:
        """Pairs of defaults and challenger that may run, with room left for a run-off."""
        units = max(_MIN_UNITS, self.confirmation_units - _RUN_OFF_UNITS)
        return units // _UNITS_PER_PAIR

    def search_end_s(self, unit_s: float | None) -> float:
        """Return when the confirmation must begin, in seconds since the search began.

        What three pairs take is held back in any case, 40 % of the time where that is more, and
        never more than the confirmation can use. Infinity without a limit.

        Args:
            unit_s: Seconds a full training took so far; None while none is done.
        """
        return _search_end(self.limit_s, None if unit_s is None else self._wall_s(unit_s))

    def search_work_s(self, unit_s: float | None) -> float:
        """Return after how much training the confirmation must begin, held back likewise."""
        return _search_end(self.work_s, unit_s)

    def admits_trial(
        self, *, elapsed_s: float, unit_s: float | None, worked_s: float = 0.0
    ) -> bool:
        """Return whether another full trial ends before the confirmation must begin.

        Args:
            elapsed_s: Seconds since the search began.
            unit_s: Seconds a full training took so far; None while none is done.
            worked_s: Seconds of all trainings so far, and of what those under way will take.
        """
        trial_s = unit_s or 0.0
        return elapsed_s + trial_s <= self.search_end_s(
            unit_s
        ) and worked_s + trial_s <= self.search_work_s(unit_s)

    def admits_run_off(self, *, elapsed_s: float, unit_s: float, worked_s: float = 0.0) -> bool:
        """Return whether the two best may meet first, with three pairs still to follow."""
        units = _RUN_OFF_UNITS + _MIN_UNITS
        return self.confirmation_units >= units and self._fits(units, elapsed_s, unit_s, worked_s)

    def admits_pair(self, *, elapsed_s: float, unit_s: float, worked_s: float = 0.0) -> bool:
        """Return whether another pair ends within the limits."""
        return self._fits(_UNITS_PER_PAIR, elapsed_s, unit_s, worked_s)

    def _fits(self, units: int, elapsed_s: float, unit_s: float, worked_s: float) -> bool:
        is_in_time = (
            self.limit_s is None or elapsed_s + units * self._wall_s(unit_s) <= self.limit_s
        )
        return is_in_time and (self.work_s is None or worked_s + units * unit_s <= self.work_s)

    def _wall_s(self, unit_s: float) -> float:
        """Return what a unit of the confirmation takes on the clock: its runs come in twos."""
        return unit_s / min(self.slots, _UNITS_PER_PAIR)


def _search_end(limit_s: float | None, unit_s: float | None) -> float:
    """Return how much of a limit the search itself may use; infinity without one."""
    if limit_s is None:
        return math.inf
    share_s = _CONFIRMATION_SHARE * limit_s
    if unit_s is None:
        return limit_s - share_s
    return limit_s - max(_MIN_UNITS * unit_s, min(share_s, _MAX_UNITS * unit_s))
