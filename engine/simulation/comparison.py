"""What cells say together: curves over the price of labeling all, savings, and what is proven."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.domain.metrics import Interval
from engine.simulation.cells import EVERYTHING, CellResult, holdout_share
from engine.simulation.clock import Pace
from engine.simulation.curve_fits import Floats, Reach, cost_to_reach, gain_in_height
from engine.simulation.significance import (
    Draw,
    detectable_effect,
    draw_again,
    holm,
    interval_of_draws,
    sign_flip_p,
)

FULL_SHARE = 0.95
"""Share of the accuracy with all labels at which costs are compared."""

_SIGNIFICANT = 0.05
_GRID = 50


@dataclass(frozen=True, slots=True)
class Pricing:
    """How expert seconds are counted.

    Attributes:
        pace: Another clock than the cells' own; None = as the simulated experts took.
        with_holdout: Whether the holdout images count that a person labels beside the questions.
    """

    pace: Pace | None = None
    with_holdout: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """The learning curve of one cell, drawn over a cost that all cells of its seed share.

    Attributes:
        costs: What each model had cost by then, as a share of the price of labeling everything by
            hand, which takes out how quick the expert of the seed is.
        values: What it reached on test.
        price_s: The price of labeling everything, in seconds.
    """

    dataset: str
    arm: str
    seed: int
    costs: Floats
    values: Floats
    price_s: float
    num_labeled: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Savings:
    """What an arm costs until it is nearly as good as all labels make it, as a share of another's.

    Attributes:
        ratio: Its cost over the other's, the geometric mean over data sets; infinite where it does
            not get there.
        interval: 95 %, by hierarchical bootstrap over data sets and seeds.
        censored: Share of draws in which one of both does not get there.
    """

    ratio: float
    interval: Interval
    censored: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """One arm against another, over pairs of cells with the same seed.

    Attributes:
        gain: By how much its curve runs higher over the costs both know, the mean of the pairs.
        interval: 95 % of the gain, by hierarchical bootstrap over data sets and seeds.
        p: Two-sided, by flipping signs.
        p_adjusted: The same for being one of several contrasts, by Holm.
        savings: None where no reference with all labels was trained.
        worst: By how much it runs lower than the other at worst, at any cost on any data set.
        detectable: The gain that so many pairs would show in 80 % of cases; None for one pair.
    """

    arm: str
    against: str
    num_pairs: int
    gain: float
    interval: Interval
    p: float
    p_adjusted: float
    savings: Savings | None
    worst: float
    detectable: float | None

    @property
    def is_significant(self) -> bool:
        """Whether it is more than luck, in either direction."""
        return self.p_adjusted < _SIGNIFICANT


@dataclass(frozen=True, slots=True)
class ArmCost:
    """Where an arm gets to nearly the accuracy of all labels, on one data set.

    Attributes:
        reach: As a share of the price of labeling everything.
        minutes: The same in expert minutes, of the mean expert.
    """

    dataset: str
    arm: str
    num_seeds: int
    reach: Reach
    minutes: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Cells of one or more data sets, made comparable.

    Attributes:
        runs: The curves, but for those of everything at once.
        full: What everything at once reaches on each data set, the mean over seeds.
    """

    runs: tuple[Run, ...]
    full: Mapping[str, float]

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms in the order in which they came."""
        return tuple(dict.fromkeys(run.arm for run in self.runs))

    @property
    def datasets(self) -> tuple[str, ...]:
        """The data sets in the order in which they came."""
        return tuple(dict.fromkeys(run.dataset for run in self.runs))

    def arms_of(self, dataset: str) -> tuple[str, ...]:
        """The arms that ran on a data set, in the order in which they came."""
        ran = {run.arm for run in self.runs if run.dataset == dataset}
        return tuple(arm for arm in self.arms if arm in ran)

    def mean_curve(
        self, dataset: str, arm: str, *, seeds: Sequence[int] | None = None
    ) -> tuple[Floats, Floats]:
        """Return mean costs and values by round; `seeds` may name one several times."""
        by_seed = {run.seed: run for run in self._of(dataset, arm)}
        chosen = list(by_seed.values()) if seeds is None else [by_seed[seed] for seed in seeds]
        num_points = min(len(run.costs) for run in chosen)
        costs = np.mean([run.costs[:num_points] for run in chosen], axis=0)
        return costs, np.mean([run.values[:num_points] for run in chosen], axis=0)

    def cost(self, dataset: str, arm: str) -> ArmCost | None:
        """Return what an arm costs until it is good enough; None without a reference."""
        runs = self._of(dataset, arm)
        if dataset not in self.full or not runs:
            return None
        reach = self._reach(dataset, arm)
        price_s = float(np.mean([run.price_s for run in runs]))
        return ArmCost(dataset, arm, len(runs), reach, reach.cost * price_s / 60)

    def contrasts(self, pairs: Iterable[tuple[str, str]]) -> tuple[Contrast, ...]:
        """Return arms against others, adjusted for being several; those without pairs are left out.

        Args:
            pairs: Each an arm, and the one it is compared with.
        """
        found = [c for arm, against in pairs if (c := self._contrast(arm, against)) is not None]
        adjusted = holm({f"{each.arm} {each.against}": each.p for each in found})
        return tuple(
            replace(each, p_adjusted=adjusted[f"{each.arm} {each.against}"]) for each in found
        )

    def _contrast(self, arm: str, against: str) -> Contrast | None:
        gains = {
            dataset: kept
            for dataset in self.datasets
            if (kept := self._gains(dataset, arm, against))
        }
        values = [gain for of_dataset in gains.values() for gain in of_dataset.values()]
        if not values:
            return None
        drawn = draw_again({d: len(g) for d, g in gains.items()}, lambda draw: _mean(gains, draw))
        mean = float(np.mean(values))
        p = sign_flip_p(values)
        return Contrast(
            arm=arm,
            against=against,
            num_pairs=len(values),
            gain=mean,
            interval=interval_of_draws(drawn, value=mean),
            p=p,
            p_adjusted=p,
            savings=self._savings({d: list(g) for d, g in gains.items()}, arm, against),
            worst=min(self._worst(dataset, arm, against) for dataset in gains),
            detectable=detectable_effect(values),
        )

    def _gains(self, dataset: str, arm: str, against: str) -> dict[int, float]:
        """Return the gain of each seed that both arms have."""
        others = {run.seed: run for run in self._of(dataset, against)}
        found = {}
        for run in self._of(dataset, arm):
            other = others.get(run.seed)
            if other is None:
                continue
            gain = gain_in_height(
                run.costs, run.values, over_costs=other.costs, over_values=other.values
            )
            if gain is not None:
                found[run.seed] = gain
        return found

    def ratio(self, arm: str, against: str) -> float | None:
        """Return what an arm costs until it is good enough, as a share of another; None if unknown.

        As in `Savings`, but for the interval.
        """
        seeds = {d: list(self._gains(d, arm, against)) for d in self.datasets}
        seeds = {dataset: kept for dataset, kept in seeds.items() if kept}
        if not seeds or not all(dataset in self.full for dataset in seeds):
            return None
        return self._ratio(
            [(d, range(len(kept))) for d, kept in seeds.items()], seeds, arm, against
        )

    def _savings(
        self, seeds: Mapping[str, Sequence[int]], arm: str, against: str
    ) -> Savings | None:
        if not all(dataset in self.full for dataset in seeds):
            return None
        everything = [(dataset, range(len(kept))) for dataset, kept in seeds.items()]
        value = self._ratio(everything, seeds, arm, against)
        num_censored = 0

        def statistic(draw: Draw) -> float:
            nonlocal num_censored
            num_censored += self._is_censored(draw, seeds, (arm, against))
            return self._ratio(draw, seeds, arm, against)

        drawn = draw_again({dataset: len(kept) for dataset, kept in seeds.items()}, statistic)
        interval = interval_of_draws(drawn, value=value)
        return Savings(value, interval, num_censored / len(drawn))

    def _ratio(
        self, draw: Draw, seeds: Mapping[str, Sequence[int]], arm: str, against: str
    ) -> float:
        """Return the geometric mean of the cost ratios of a draw.

        It counts against the arm: what it does not reach costs without end, and what the other one
        does not reach costs that one no more than it spent.
        """
        logs = []
        for dataset, places in draw:
            drawn = [seeds[dataset][place] for place in places]
            one, other = (self._reach(dataset, each, seeds=drawn) for each in (arm, against))
            logs.append(math.log(one.cost / other.cost) if one.is_reached else math.inf)
        return math.exp(sum(logs) / len(logs))

    def _is_censored(
        self, draw: Draw, seeds: Mapping[str, Sequence[int]], arms: Sequence[str]
    ) -> bool:
        return not all(
            self._reach(dataset, arm, seeds=[seeds[dataset][place] for place in places]).is_reached
            for dataset, places in draw
            for arm in arms
        )

    def _reach(self, dataset: str, arm: str, *, seeds: Sequence[int] | None = None) -> Reach:
        costs, values = self.mean_curve(dataset, arm, seeds=seeds)
        return cost_to_reach(costs, values, FULL_SHARE * self.full[dataset])

    def _worst(self, dataset: str, arm: str, against: str) -> float:
        """Return the lowest that the mean curve of one arm runs under that of another, or 0."""
        costs, values = self.mean_curve(dataset, arm)
        other_costs, other_values = self.mean_curve(dataset, against)
        low, high = max(costs[0], other_costs[0]), min(costs[-1], other_costs[-1])
        if high < low:
            return 0.0
        grid = np.linspace(low, high, _GRID)
        apart = np.interp(grid, costs, values) - np.interp(grid, other_costs, other_values)
        return min(float(apart.min()), 0.0)

    def _of(self, dataset: str, arm: str) -> list[Run]:
        return [run for run in self.runs if (run.dataset, run.arm) == (dataset, arm)]


def compare(results: Iterable[CellResult], pricing: Pricing = Pricing()) -> Comparison:
    """Return what cells say together; cells without a test figure are left out.

    Where a seed has no cell with everything labeled, the dearest of its cells gives the price.
    """
    told = [result for result in results if any(p.test is not None for p in result.points)]
    prices: dict[tuple[str, int], float] = {}
    for result in sorted(told, key=lambda result: result.cell.strategy == EVERYTHING):
        key = result.conditions.dataset, result.cell.seed
        last = _costs_s(result, pricing)[-1]
        is_price = result.cell.strategy == EVERYTHING
        prices[key] = last if is_price else max(last, prices.get(key, 0.0))
    runs = tuple(
        _run(result, prices[result.conditions.dataset, result.cell.seed], pricing)
        for result in told
        if result.cell.strategy != EVERYTHING
    )
    return Comparison(runs, _full(told))


def _run(result: CellResult, price_s: float, pricing: Pricing) -> Run:
    measured = [point for point in result.points if point.test is not None]
    values = [point.test.map50_95 for point in measured if point.test is not None]
    return Run(
        dataset=result.conditions.dataset,
        arm=result.cell.arm,
        seed=result.cell.seed,
        costs=_costs_s(result, pricing) / price_s,
        values=np.asarray(values),
        price_s=price_s,
        num_labeled=tuple(point.num_labeled for point in measured),
    )


def _costs_s(result: CellResult, pricing: Pricing) -> Floats:
    """Return what each measured point of a cell had cost by then, in seconds."""
    holdout = result.holdout
    all_of_it = holdout.seconds if pricing.pace is None else holdout.seconds_at(pricing.pace)
    costs = []
    for point in result.points:
        if point.test is None:
            continue
        own = point.work.seconds if pricing.pace is None else point.work.seconds_at(pricing.pace)
        beside = holdout_share(point.num_labeled, holdout) * all_of_it
        costs.append(own + beside if pricing.with_holdout else own)
    return np.asarray(costs, np.float64)


def _full(results: Sequence[CellResult]) -> dict[str, float]:
    reached: dict[str, list[float]] = {}
    for result in results:
        last = result.points[-1].test
        if result.cell.strategy == EVERYTHING and last is not None:
            reached.setdefault(result.conditions.dataset, []).append(last.map50_95)
    # Where all labels teach nothing there is no accuracy to come near.
    return {dataset: float(np.mean(values)) for dataset, values in reached.items() if any(values)}


def _mean(gains: Mapping[str, Mapping[int, float]], draw: Draw) -> float:
    kept = {dataset: list(of_dataset.values()) for dataset, of_dataset in gains.items()}
    return float(np.mean([kept[dataset][place] for dataset, places in draw for place in places]))
