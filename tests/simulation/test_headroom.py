from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.simulation.cells import EVERYTHING, Cell
from engine.simulation.headroom import doubling, measure_headroom, write_headroom
from tests.simulation.results import a_result, everything
from tests.simulation.test_experiment import an_experiment
from tests.simulation.test_race import run


def test_doubling_then_rounds_end_at_an_eighth_a_quarter_a_half_and_all(tmp_path: Path):
    experiment = doubling(an_experiment(tmp_path))

    results = run(experiment, (Cell("random"), Cell(EVERYTHING)))

    labeled = [point.num_labeled for point in results[Cell("random")].points]
    assert labeled == [2, 4, 8, 12]
    found = measure_headroom(list(results.values()))
    assert [step.num_images for step in found.steps] == [2, 4, 8, 12, 12]
    write_headroom(experiment, found)
    told = json.loads((experiment.out_dir / "headroom.json").read_text())
    assert told["sentence"] == found.sentence
    assert doubling(experiment).query_size == experiment.query_size
    assert doubling(experiment, first_size=1).rounds == 4


@pytest.mark.parametrize(
    ("values", "twice", "is_limited", "said"),
    [
        ([0.2, 0.3, 0.4, 0.5], 0.5, True, "strategies can be compared"),
        ([0.2, 0.2, 0.2, 0.22], 0.4, True, "more steps alone bring most of it"),
        ([0.26, 0.26, 0.26, 0.26], 0.27, False, "no strategy can show anything"),
        ([0.0, 0.0, 0.0, 0.0], 0.0, False, "Nothing was learned"),
        ([0.0, 0.1, 0.2, 0.3], 0.3, True, "strategies can be compared"),
    ],
)
def test_headroom_then_says_plainly_whether_strategies_can_be_compared(
    values, twice, is_limited, said
):
    found = measure_headroom([a_result("random", values), everything(twice)])

    assert found.is_limited_by_data is is_limited
    assert said in found.sentence


def test_headroom_of_several_seeds_then_by_their_mean():
    results = [a_result("random", [v, v, v, 2 * v], seed=n) for n, v in enumerate((0.1, 0.3))]

    found = measure_headroom(results)

    assert found.steps[0].values == (0.1, 0.3)
    assert found.steps[0].mean == pytest.approx(0.2)
    assert found.gain == pytest.approx(1.0)
