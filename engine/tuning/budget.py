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
    """

    trials: int
    limit_s: float | None = None
    slots: int = 1

    def __post_init__(self) -> None:
        if self.trials < 1 or self.slots < 1 or (self.limit_s is not None and self.limit_s <= 0):
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
        if self.limit_s is None:
            return math.inf
        share_s = _CONFIRMATION_SHARE * self.limit_s
        if unit_s is None:
            return self.limit_s - share_s
        wall_s = self._wall_s(unit_s)
        return self.limit_s - max(_MIN_UNITS * wall_s, min(share_s, _MAX_UNITS * wall_s))

    def admits_trial(self, *, elapsed_s: float, unit_s: float | None) -> bool:
        """Return whether another full trial ends before the confirmation must begin."""
        return elapsed_s + (unit_s or 0.0) <= self.search_end_s(unit_s)

    def admits_run_off(self, *, elapsed_s: float, unit_s: float) -> bool:
        """Return whether the two best may meet first, with three pairs still to follow."""
        units = _RUN_OFF_UNITS + _MIN_UNITS
        return self.confirmation_units >= units and self._fits(units, elapsed_s, unit_s)

    def admits_pair(self, *, elapsed_s: float, unit_s: float) -> bool:
        """Return whether another pair ends within the time limit."""
        return self._fits(_UNITS_PER_PAIR, elapsed_s, unit_s)

    def _fits(self, units: int, elapsed_s: float, unit_s: float) -> bool:
        return self.limit_s is None or elapsed_s + units * self._wall_s(unit_s) <= self.limit_s

    def _wall_s(self, unit_s: float) -> float:
        """Return what a unit of the confirmation takes on the clock: its runs come in twos."""
        return unit_s / min(self.slots, _UNITS_PER_PAIR)
