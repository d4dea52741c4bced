from __future__ import annotations

from pathlib import Path

import pytest

from engine.query.registry import STRATEGIES
from engine.simulation.cells import EVERYTHING, Cell
from engine.simulation.evidence.grids import (
    DEFAULT,
    GRIDS,
    Places,
    baseline,
    contrasts_of,
    experiment_of,
)


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_grid_has_the_four_arms_and_all_labels_in_every_seed(grid):
    cells = list(grid.all_cells())

    assert len(set(cells)) == len(cells)
    for each in grid.sets:
        for seed in range(grid.num_seeds):
            of_seed = {cell for one, cell in cells if one == each and cell.seed == seed}
            assert Cell(EVERYTHING, seed) in of_seed
            assert {
                Cell(strategy, seed, shows_suggestions=shown)
                for strategy in (baseline(), DEFAULT)
                for shown in (False, True)
            } <= of_seed


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_grid_compares_each_of_its_other_strategies_and_knows_all(grid):
    assert {strategy for strategy, _ in grid.arms} <= set(STRATEGIES)
    assert not set(grid.others) & {baseline(), DEFAULT}
    assert len(contrasts_of(grid)) == 3 + len(grid.others)


def test_evidence_is_taken_from_no_data_that_something_was_tuned_on():
    for grid in GRIDS.values():
        has_sandbox = any(each.data == "sandbox" for each in grid.sets)
        assert grid.is_evidence is not has_sandbox


def test_experiments_of_a_grid_keep_results_and_projects_apart():
    grid = GRIDS["cpu"]
    places = Places(grid.name, Path("docs"), Path("work"))

    experiment = experiment_of(grid, grid.sets[0], places, commit="abc")

    cell = Cell("random")
    assert experiment.cell_path(cell).is_relative_to("docs/active-learning/cpu/bccd")
    assert experiment.project_dir(cell).is_relative_to("work/cpu")
    assert experiment.truth_path.is_relative_to("work/cpu")
    assert places.document == Path("docs/active-learning.md")
