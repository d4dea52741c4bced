"""What more labels and more search are likely to bring, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

MIN_POINTS = 4
"""Versions measured alike from which a learning curve says something of what follows."""

WORTH_AN_HOUR = 0.005
"""The gain of the deciding figure for which an hour of the expert is worth spending."""

_SETTLED_SLOPE = 0.01
_SETTLED_STEPS = 3


@dataclass(frozen=True, slots=True)
class Gain:
    """What the figure that decides is likely to gain in an hour, with an interval of 80 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SearchGain:
    """What an hour more of a search like the last one is likely to bring.

    Attributes:
        value: Gain of the figure that decides, chance and size together.
        chance: That a recipe beats the best so far, 0 to 1.
        num_trials: Recipes such an hour tries.
    """

    value: float
    chance: float
    num_trials: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike a version and the one before it see images that nobody labeled.

    Attributes:
        share: Of the boxes that either is fairly sure of, those that both see alike, 0 to 1.
        num_images: Images compared.
    """

    share: float
    num_images: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the versions so far let expect.

    Attributes:
        num_points: Versions measured alike on the same yardstick, for the classes there are now.
        labeling: Of the next hour of labeling; None with fewer than four points.
        is_timed: Whether the curve is over the expert's minutes; else over images, each taken to
            cost as much as labels cost on average.
        search: Of the next hour of search; None before any search.
        agreements: Of consecutive versions, oldest first.
    """

    num_points: int
    labeling: Gain | None = None
    is_timed: bool = False
    search: SearchGain | None = None
    agreements: tuple[Agreement, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether consecutive versions have stopped agreeing more and more with each other."""
        last = self.agreements[-_SETTLED_STEPS - 1 :]
        if len(last) <= _SETTLED_STEPS:
            return False
        return (last[-1].share - last[0].share) / _SETTLED_STEPS < _SETTLED_SLOPE

    @property
    def is_labeling_flat(self) -> bool:
        """Whether an hour of labeling surely gains too little to be spent."""
        return self.labeling is not None and self.labeling.high < WORTH_AN_HOUR
