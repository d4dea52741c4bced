"""What a chart shows, apart from how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Tone(Enum):
    """How much a series matters."""

    MAIN = auto()
    PLAIN = auto()
    QUIET = auto()


@dataclass(frozen=True, slots=True)
class Series:
    """A line through points.

    Attributes:
        name: Written beside its end; empty = no name.
        xs: Ascending.
        ys: One for each x.
        lows: Lower ends of the intervals, one for each x; empty = none.
        highs: Upper ends.
        has_points: Whether each point is drawn, where there are not too many.
    """

    name: str
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    tone: Tone = Tone.PLAIN
    is_dashed: bool = False
    lows: tuple[float, ...] = ()
    highs: tuple[float, ...] = ()
    has_points: bool = True

    def __post_init__(self) -> None:
        if len(self.xs) != len(self.ys):
            raise ValueError(f"{self.name}: {len(self.xs)} xs and {len(self.ys)} ys")
        if len(self.lows) != len(self.highs) or len(self.lows) not in (0, len(self.xs)):
            raise ValueError(f"{self.name}: an interval is missing")


@dataclass(frozen=True, slots=True)
class Level:
    """A value to compare with, such as the target, as a dashed line across."""

    value: float
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a point, said above the curves."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class ChartData:
    """All that one chart shows.

    Attributes:
        x_name: What x is, with its unit.
        ticks: Where x is labeled and how; empty = round numbers.
        counts: Whether x counts, so that there is nothing between whole numbers.
        starts_at_zero: Whether y begins at 0, as every accuracy does.
    """

    series: tuple[Series, ...] = ()
    x_name: str = ""
    ticks: tuple[tuple[float, str], ...] = ()
    counts: bool = False
    levels: tuple[Level, ...] = ()
    marks: tuple[Mark, ...] = ()
    starts_at_zero: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there is no point to draw."""
        return not any(series.xs for series in self.series)

    def x_range(self) -> tuple[float, float]:
        """Return the first and last x; they differ."""
        xs = [x for series in self.series for x in series.xs]
        low, high = min(xs), max(xs)
        return (low, high) if high > low else (low - 0.5, high + 0.5)

    def y_range(self) -> tuple[float, float]:
        """Return the lowest and highest y with intervals, levels and some room; they differ."""
        ys = [y for series in self.series for y in (*series.ys, *series.lows, *series.highs)]
        ys += [level.value for level in self.levels]
        low, high = min(ys), max(ys)
        low = min(0.0, low) if self.starts_at_zero else low
        room = (high - low) * 0.08 or 0.05
        top = high + room * (2.0 if self.marks else 1.0)
        return (low if self.starts_at_zero else low - room, top)


def spread(positions: Sequence[float], *, gap: float) -> list[float]:
    """Return positions at least a gap apart, in the same order, as near to the given as may be.

    Neighbors that come too close form a block around their mean; blocks merge until all fit.
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    blocks: list[list[int]] = []
    for index in order:
        blocks.append([index])
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1], positions, gap):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    result = [0.0] * len(positions)
    for block in blocks:
        for index, position in zip(block, _places(block, positions, gap), strict=True):
            result[index] = position
    return result


def _places(block: Sequence[int], positions: Sequence[float], gap: float) -> list[float]:
    center = sum(positions[index] for index in block) / len(block)
    first = center - gap * (len(block) - 1) / 2
    return [first + gap * number for number in range(len(block))]


def _overlap(
    lower: Sequence[int], upper: Sequence[int], positions: Sequence[float], gap: float
) -> bool:
    last = _places(lower, positions, gap)[-1]
    # A hair of tolerance, so that rounding does not merge blocks that just fit.
    return _places(upper, positions, gap)[0] - last < gap * (1 - 1e-9)
