from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import ConflictError, DataError
from engine.loop.training import TrainingWish
from engine.simulation.cells import (
    Cell,
    Conditions,
    Effort,
    finished_cell,
    holdout_share,
    read_cell,
    write_cell,
)
from engine.simulation.clock import Pace
from tests.simulation.results import a_result

RESULT = a_result("random", [0.1, 0.2, 0.3])


def test_result_when_written_and_read_then_the_same(tmp_path: Path):
    write_cell(tmp_path / "cell.json", RESULT)

    assert read_cell(tmp_path / "cell.json") == RESULT
    assert read_cell(tmp_path / "none.json") is None


def test_result_when_damaged_then_says_what_to_do(tmp_path: Path):
    (tmp_path / "cell.json").write_text("{")

    with pytest.raises(DataError, match="Delete it"):
        read_cell(tmp_path / "cell.json")


def test_finished_when_more_rounds_are_wanted_then_not_done_else_cut(tmp_path: Path):
    path = tmp_path / "cell.json"
    write_cell(path, RESULT)

    assert finished_cell(path, RESULT.conditions, RESULT.cell, rounds=3) is None
    cut = finished_cell(path, RESULT.conditions, RESULT.cell, rounds=1)
    assert cut is not None
    assert [point.round_number for point in cut.points] == [0, 1]


def test_finished_when_the_pool_was_labeled_sooner_then_done(tmp_path: Path):
    path = tmp_path / "cell.json"
    write_cell(path, replace(RESULT, num_pool=30))

    assert finished_cell(path, RESULT.conditions, RESULT.cell, rounds=9) is not None


@pytest.mark.parametrize(
    "others",
    [
        replace(RESULT.conditions, query_size=7),
        replace(RESULT.conditions, training=replace(RESULT.conditions.training, seed=7)),
    ],
    ids=["size", "seed"],
)
def test_finished_when_the_settings_differ_then_refused(tmp_path: Path, others: Conditions):
    path = tmp_path / "cell.json"
    write_cell(path, RESULT)

    with pytest.raises(ConflictError, match="other settings"):
        finished_cell(path, others, RESULT.cell, rounds=1)


def test_finished_when_only_the_place_of_the_weights_and_the_device_differ_then_done(
    tmp_path: Path,
):
    path = tmp_path / "cell.json"
    here, there = (
        replace(RESULT.conditions, training=TrainingWish(f"/{place}/start.pt", device=device))
        for place, device in (("here", "cpu"), ("there", "0"))
    )
    write_cell(path, replace(RESULT, conditions=here))

    assert finished_cell(path, there, RESULT.cell, rounds=1) is not None


def test_effort_at_another_pace_then_counts_what_was_done():
    effort = Effort(
        num_images=2, num_drawn=3, num_adjusted=1, num_accepted=4, num_rejected=1, seconds=99.0
    )

    assert effort.seconds_at(Pace()) == pytest.approx(2 * 5 + 3 * 7 + 3.5 + 5 * 1.7 + 1.0)


@given(st.integers(0, 200), st.integers(0, 60))
def test_holdout_share_then_one_in_four_questions_until_all_are_labeled(labeled, num_holdout):
    share = holdout_share(labeled, Effort(num_images=num_holdout))

    assert 0 <= share <= 1
    assert share * num_holdout == pytest.approx(min(labeled // 3, num_holdout))


def test_names_of_cells_then_each_has_a_file_of_its_own():
    cells = [
        Cell(s, seed, shows_suggestions=shown)
        for s in ("a", "b")
        for seed in (0, 1)
        for shown in (False, True)
    ]

    assert len({cell.name for cell in cells}) == len(cells)
    assert {cell.arm for cell in cells} == {"a", "a + suggestions", "b", "b + suggestions"}
