from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.searches import PairedRun
from engine.tuning.confirmation import MAX_PAIRS, Decision, judge, pair_schedule, summarize

NUM_FOLDS = 5
TEST_SHARE = 1 / NUM_FOLDS


def pairs_of(differences: list[float]) -> list[PairedRun]:
    return [
        PairedRun(fold=i % NUM_FOLDS, seed=i, defaults=0.5, challenger=0.5 + difference)
        for i, difference in enumerate(differences)
    ]


def decide(differences: list[float], *, is_last: bool = False) -> Decision:
    return judge(pairs_of(differences), test_share=TEST_SHARE, is_last=is_last).decision


def run_confirmation(differences: list[float]) -> Decision:
    for n in range(1, len(differences) + 1):
        decision = decide(differences[:n], is_last=n == len(differences))
        if decision is not Decision.UNDECIDED:
            break
    return decision


def test_summary_when_computed_by_hand_then_it_agrees() -> None:
    # Mean 0.03, sd 0.01, t(0.9, 2) = 1.8856, sqrt(1/3 + 0.25) = 0.76376.
    confirmation = summarize(pairs_of([0.02, 0.03, 0.04]), test_share=0.2)
    assert confirmation.mean_difference == pytest.approx(0.03)
    assert confirmation.lower_bound == pytest.approx(0.03 - 1.8856 * 0.01 * 0.76376, abs=1e-6)
    assert confirmation.interval.low == confirmation.lower_bound
    assert confirmation.interval.high == pytest.approx(0.03 + 1.8856 * 0.01 * 0.76376, abs=1e-6)


def test_summary_when_there_is_one_pair_then_it_tells_nothing() -> None:
    confirmation = summarize(pairs_of([0.03]), test_share=0.2)
    assert (confirmation.interval.low, confirmation.interval.high) == (-1.0, 1.0)


@given(st.lists(st.floats(-0.5, 0.5), min_size=1, max_size=8), st.floats(0.05, 0.5))
def test_summary_then_the_mean_lies_in_its_interval(
    differences: list[float], test_share: float
) -> None:
    confirmation = summarize(pairs_of(differences), test_share=test_share)
    interval = confirmation.interval
    assert -1 <= interval.low <= confirmation.mean_difference <= interval.high <= 1


def test_judge_when_fewer_than_three_pairs_are_known_then_it_is_undecided() -> None:
    assert decide([0.2, 0.2], is_last=True) is Decision.UNDECIDED


def test_judge_when_the_gain_is_clear_then_it_is_adopted_at_once() -> None:
    assert decide([0.05, 0.055, 0.06]) is Decision.ADOPT


def test_judge_when_more_pairs_may_follow_then_it_asks_for_more() -> None:
    differences = [0.03, 0.06, 0.09]
    assert decide(differences) is Decision.UNDECIDED
    assert decide(differences, is_last=True) is Decision.ADOPT


@pytest.mark.parametrize("differences", [[0.0, 0.0, 0.0], [-0.01, -0.02, 0.01]])
def test_judge_when_the_challenger_is_no_better_then_the_defaults_are_kept(
    differences: list[float],
) -> None:
    assert decide(differences) is Decision.KEEP


def test_judge_when_the_budget_ends_unproven_then_it_is_undecided() -> None:
    assert decide([0.05, -0.04, 0.03, 0.0], is_last=True) is Decision.UNDECIDED


def test_schedule_when_there_are_more_pairs_than_folds_then_a_new_seed_begins() -> None:
    schedule = pair_schedule(3, num_pairs=5, first_seed=1000)
    assert schedule == [(0, 1000), (1, 1000), (2, 1000), (0, 1001), (1, 1001)]


def test_confirmation_when_all_recipes_are_equal_then_few_are_adopted() -> None:
    # Ten times 400 searches gave 2.5 to 5.5 %, 4.0 % together.
    differences = np.random.default_rng(7).normal(0.0, 0.02, size=(400, MAX_PAIRS))
    adopted = sum(run_confirmation(list(row)) is Decision.ADOPT for row in differences)
    assert adopted / 400 <= 0.06


def test_confirmation_when_the_gain_is_twice_the_noise_then_nearly_all_are_adopted() -> None:
    differences = np.random.default_rng(7).normal(0.04, 0.02, size=(100, MAX_PAIRS))
    adopted = sum(run_confirmation(list(row)) is Decision.ADOPT for row in differences)
    assert adopted >= 95


def test_import_when_only_pure_parts_are_used_then_nothing_heavy_is_loaded() -> None:
    script = (
        "import sys, engine.tuning.facts, engine.tuning.confirmation, engine.tuning.budget,"
        " engine.tuning.rungs, engine.tuning.space\n"
        "print([name for name in ('optuna', 'scipy', 'numpy', 'torch') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
