from __future__ import annotations

from pathlib import Path

import pytest

from engine.domain.errors import ResourceError
from engine.domain.jobs import JobKind
from engine.simulation.cells import EVERYTHING, Cell, CellResult
from engine.simulation.experiment import Experiment
from engine.simulation.race import Race
from tests.simulation.builders import Inline
from tests.simulation.test_experiment import an_experiment

CELLS = (Cell("random"), Cell("entropy"), Cell(EVERYTHING))


def run(experiment: Experiment, cells=CELLS, **wishes) -> dict[Cell, CellResult]:
    with Race(experiment, cells, **({"make_executor": Inline} | wishes)) as race:
        for _ in race.turns(interval_s=0):
            pass
        return race.results


def test_race_when_run_has_a_result_and_a_file_for_each_cell(tmp_path: Path):
    experiment = an_experiment(tmp_path, rounds=1)

    results = run(experiment, slots=2)

    assert set(results) == set(CELLS)
    assert {len(result.points) for result in results.values()} == {1, 2}
    assert all(experiment.cell_path(cell).is_file() for cell in CELLS)
    assert all(experiment.project_dir(cell).is_dir() for cell in CELLS)


def test_race_when_run_again_plays_nothing_anew(tmp_path: Path):
    experiment = an_experiment(tmp_path, rounds=1)
    first = run(experiment)

    def refuse() -> Inline:
        raise AssertionError("nothing is left to do")

    assert run(experiment, make_executor=refuse) == first


def test_race_when_left_in_the_middle_goes_on_there(tmp_path: Path):
    experiment = an_experiment(tmp_path, rounds=1)
    with Race(experiment, CELLS, slots=1, make_executor=Inline) as race:
        for _ in race.turns(interval_s=0):
            if race.results and race.open:
                break
    done = set(race.results)

    results = run(experiment)

    assert len(done) == 1
    assert set(results) == set(CELLS)


def test_race_when_projects_are_not_kept_has_their_results_alone(tmp_path: Path):
    experiment = an_experiment(tmp_path, rounds=0)

    run(experiment, keeps_projects=False)

    assert list((experiment.out_dir / "projects").iterdir()) == []
    assert len(list((experiment.out_dir / "cells").iterdir())) == 3


def test_race_when_a_cell_fails_finishes_the_others_and_says_why(tmp_path: Path):
    experiment = an_experiment(tmp_path, rounds=0)
    executors = iter([Inline(fails={JobKind.TRAIN: 1}), Inline(), Inline()])

    with pytest.raises(ResourceError, match=r"random, seed 0: .*No train today"):
        run(experiment, make_executor=lambda: next(executors))

    done = {path.name for path in (experiment.out_dir / "cells").iterdir()}
    assert done == {"entropy-seed0.json", "everything-seed0.json"}
    assert set(run(experiment)) == set(CELLS)
