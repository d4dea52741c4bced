"""Grids whose cells nobody played, with known answers."""

from __future__ import annotations

from dataclasses import replace

from engine.simulation.cells import EVERYTHING, Cell, CellResult
from engine.simulation.evidence.grids import EvidenceSet, Grid, Places, experiment_of
from engine.simulation.headroom import Headroom, Step
from tests.simulation.results import a_result

SMALL = Grid(
    "cpu",
    (EvidenceSet("bccd"), EvidenceSet("nuclei")),
    num_seeds=5,
    imgsz=64,
    updates=10,
    batch=4,
    first_size=4,
    rounds=3,
    start_updates=10,
)
HELPS = Headroom((Step("2%", 4, (0.2,)), Step("100%", 205, (0.6,))), 2.0, True, "More labels help.")
HELPS_NOT = replace(HELPS, gain=0.1, is_limited_by_data=False, sentence="They do not.")

VALUES = {False: [0.2, 0.3, 0.4, 0.5, 0.5], True: [0.2, 0.4, 0.5, 0.5, 0.5]}


def played(grid: Grid, *, num_seeds: int | None = None, places: Places | None = None):
    """Return results in which selection gains and suggestions halve the time."""
    return [
        _result(grid, each, cell, places)
        for each, cell in grid.all_cells()
        if cell.seed < (grid.num_seeds if num_seeds is None else num_seeds)
    ]


def _result(grid: Grid, each: EvidenceSet, cell: Cell, places: Places | None) -> CellResult:
    if cell.strategy == EVERYTHING:
        values, minutes = [0.5], [10.0]
    else:
        known = VALUES[cell.strategy == "hybrid"][: grid.rounds + 1]
        values = [value + 0.001 * cell.seed for value in known]
        factor = 0.5 if cell.shows_suggestions else 1.0
        minutes = [factor * (n + 1) for n in range(len(values))]
    made_up = a_result(cell.strategy, values, minutes=minutes, dataset=each.name)
    result = replace(made_up, cell=cell, commit="abc", device="cpu")
    if places is None:
        return result
    experiment = experiment_of(grid, each, places, commit="")
    return replace(result, conditions=experiment.conditions)
