"""What the cells of a grid amount to; nothing in it that was not measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from engine.simulation.cells import CellResult, Effort
from engine.simulation.clock import Pace
from engine.simulation.comparison import Comparison, Contrast, Pricing, compare
from engine.simulation.evidence.grids import Grid, contrasts_of
from engine.simulation.evidence.preparing import StartNote
from engine.simulation.foresight import Foresight, score_forecasts
from engine.simulation.headroom import Headroom

# A box drawn by its extremes takes 7 s, in the interface of a large crowd project 25.5 s.
_CLOCKS: tuple[tuple[str, Pricing], ...] = (
    ("each expert's own clock", Pricing()),
    ("the same, without the holdout", Pricing(with_holdout=False)),
    ("a box takes 3.5 s", Pricing(Pace(draw_s=3.5))),
    ("a box takes 7 s", Pricing(Pace())),
    ("a box takes 25.5 s", Pricing(Pace(draw_s=25.5))),
)
# Seconds a box takes, from quick to slow, at which arms are weighed against each other.
_DRAW_S = tuple(7.0 * 2 ** (step / 4) for step in range(-16, 13))


@dataclass(frozen=True, slots=True)
class Compared:
    """One contrast of a grid: what it is called, and how it stands."""

    what: str
    contrast: Contrast


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a grid amounts to.

    Attributes:
        grid: What was to be run.
        num_cells: Cells that the grid has.
        results: Those that are done.
        headrooms: Whether labels help, by data set; those not measured are missing.
        starts: The weights that trainings began from.
        comparison: The curves of data sets whose labels help.
        compared: The contrasts that can be told.
        by_clock: Cost ratios by clock, then by what is compared; None where unknown.
        break_even_s: Seconds a box takes from which on an arm pays, by what is compared; None
            where it pays at no such time.
        foresight: How often forecasts of more labels held; None where none could be made.
    """

    grid: Grid
    num_cells: int
    results: tuple[CellResult, ...]
    headrooms: Mapping[str, Headroom]
    starts: tuple[StartNote, ...]
    comparison: Comparison
    compared: tuple[Compared, ...]
    by_clock: Mapping[str, Mapping[str, float | None]]
    break_even_s: Mapping[str, float | None]
    foresight: Foresight | None

    @property
    def is_complete(self) -> bool:
        """Whether every cell is done."""
        return len(self.results) >= self.num_cells

    def found(self, what: str) -> Contrast | None:
        """Return a contrast by what it is called."""
        return next((each.contrast for each in self.compared if each.what == what), None)


def find(
    grid: Grid,
    results: Sequence[CellResult],
    headrooms: Mapping[str, Headroom],
    starts: Sequence[StartNote],
) -> Findings:
    """Return what cells amount to.

    In evidence, data sets on which labels do not help are left out: nothing can show there.
    """
    told = [r for r in results if not grid.is_evidence or _is_limited_by_data(r, headrooms)]
    comparison = compare(told)
    named = {(arm, against): what for what, arm, against in contrasts_of(grid)}
    contrasts = comparison.contrasts(named)
    return Findings(
        grid=grid,
        num_cells=sum(1 for _ in grid.all_cells()),
        results=tuple(results),
        headrooms=headrooms,
        starts=tuple(starts),
        comparison=comparison,
        compared=tuple(Compared(named[c.arm, c.against], c) for c in contrasts),
        by_clock={name: _ratios(grid, told, pricing) for name, pricing in _CLOCKS},
        break_even_s=_break_even(grid, told),
        foresight=score_forecasts(told),
    )


def chosen_otherwise(results: Sequence[CellResult]) -> dict[str, int]:
    """Return in how many rounds another strategy had to choose, by arm and the one that did."""
    seen: dict[str, int] = {}
    for result in results:
        for point in result.points[1:]:
            if point.chosen_by != result.cell.strategy:
                key = f"{result.cell.strategy}: {point.chosen_by} chose"
                seen[key] = seen.get(key, 0) + 1
    return seen


def total_effort(results: Sequence[CellResult]) -> dict[str, Effort]:
    """Return what experts did on the pool in all cells of an arm together."""
    ordered = sorted((r for r in results if r.points), key=lambda r: r.cell.arm)
    return {
        arm: _sum([result.points[-1].work for result in group])
        for arm, group in groupby(ordered, key=lambda r: r.cell.arm)
    }


def _sum(efforts: Sequence[Effort]) -> Effort:
    total = Effort()
    for each in efforts:
        total = replace(
            total,
            num_images=total.num_images + each.num_images,
            num_drawn=total.num_drawn + each.num_drawn,
            num_adjusted=total.num_adjusted + each.num_adjusted,
            num_accepted=total.num_accepted + each.num_accepted,
            num_rejected=total.num_rejected + each.num_rejected,
            num_class_changes=total.num_class_changes + each.num_class_changes,
            seconds=total.seconds + each.seconds,
        )
    return total


def _is_limited_by_data(result: CellResult, headrooms: Mapping[str, Headroom]) -> bool:
    headroom = headrooms.get(result.conditions.dataset)
    return headroom is not None and headroom.is_limited_by_data


def _ratios(grid: Grid, results: Sequence[CellResult], pricing: Pricing) -> dict[str, float | None]:
    comparison = compare(results, pricing)
    return {what: comparison.ratio(arm, against) for what, arm, against in contrasts_of(grid)}


def _break_even(grid: Grid, results: Sequence[CellResult]) -> dict[str, float | None]:
    """Return the quickest drawing at which an arm is no dearer; ascending, so the first is it."""
    found: dict[str, float | None] = dict.fromkeys(what for what, _, _ in contrasts_of(grid))
    for draw_s in _DRAW_S:
        for what, ratio in _ratios(grid, results, Pricing(Pace(draw_s=draw_s))).items():
            if found[what] is None and ratio is not None and ratio <= 1:
                found[what] = draw_s
    return found
