"""Learning curves as figures to compare: isotonic fits, where a level is reached, areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a learning curve comes to a level.

    Attributes:
        cost: Where, in the unit of the curve; the curve's end where it never gets there.
        is_reached: Whether it gets there; if not, the true cost is larger (right-censored).
        is_at_start: Whether the first point is there already; the true cost may be smaller.
    """

    cost: float
    is_reached: bool = True
    is_at_start: bool = False


def isotonic(values: Sequence[float] | Floats) -> Floats:
    """Return the nearest sequence, by least squares, that never falls.

    Pool-adjacent-violators: neighbors that fall are replaced by their mean until none do.
    """
    means: list[float] = []
    sizes: list[int] = []
    for value in values:
        means.append(float(value))
        sizes.append(1)
        while len(means) > 1 and means[-2] > means[-1]:
            mean, size = means.pop(), sizes.pop()
            total = sizes[-1] + size
            means[-1] = (means[-1] * sizes[-1] + mean * size) / total
            sizes[-1] = total
    return np.repeat(np.asarray(means, np.float64), sizes)


def cost_to_reach(
    costs: Sequence[float] | Floats, values: Sequence[float] | Floats, level: float
) -> Reach:
    """Return where the isotonic fit of a curve reaches a level, with straight lines between.

    Args:
        costs: What each point cost, ascending; at least one.
        values: What it reached.
        level: The value wanted.
    """
    spent, fitted = np.asarray(costs, np.float64), isotonic(values)
    at_or_above = np.flatnonzero(fitted >= level)
    if not len(at_or_above):
        return Reach(float(spent[-1]), is_reached=False)
    after = int(at_or_above[0])
    if not after:
        return Reach(float(spent[0]), is_at_start=True)
    rise = fitted[after] - fitted[after - 1]
    part = (level - fitted[after - 1]) / rise
    return Reach(float(spent[after - 1] + part * (spent[after] - spent[after - 1])))


def mean_height(
    costs: Sequence[float] | Floats,
    values: Sequence[float] | Floats,
    low: float,
    high: float,
) -> float:
    """Return the area under a curve between two costs, by trapezoids, over their distance.

    Where the range has no width it is the height there.
    """
    spent = np.asarray(costs, np.float64)
    if high <= low:
        return float(np.interp(low, spent, values))
    inside = spent[(spent > low) & (spent < high)]
    grid = np.concatenate([[low], inside, [high]])
    heights = np.interp(grid, spent, np.asarray(values, np.float64))
    return float(np.trapezoid(heights, grid) / (high - low))


def gain_in_height(
    costs: Sequence[float] | Floats,
    values: Sequence[float] | Floats,
    *,
    over_costs: Sequence[float] | Floats,
    over_values: Sequence[float] | Floats,
) -> float | None:
    """Return how much higher one curve runs than another, over the costs that both know.

    None where they have no cost in common.
    """
    low = max(float(costs[0]), float(over_costs[0]))
    high = min(float(costs[-1]), float(over_costs[-1]))
    if high < low:
        return None
    first = mean_height(costs, values, low, high)
    return first - mean_height(over_costs, over_values, low, high)
