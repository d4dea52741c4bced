from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.errors import UsageError
from engine.tuning.budget import Budget


@pytest.mark.parametrize(
    ("trials", "run_off", "pairs"),
    [(1, False, 3), (6, False, 3), (12, True, 3), (20, True, 5), (41, True, 8)],
)
def test_confirmation_when_trials_are_given_then_it_has_its_share(
    trials: int, run_off: bool, pairs: int
) -> None:
    budget = Budget(trials)
    assert budget.admits_run_off(elapsed_s=0.0, unit_s=1.0) == run_off
    assert budget.max_pairs == pairs


@given(st.integers(1, 500))
def test_confirmation_then_it_takes_three_pairs_or_at_most_two_fifths(trials: int) -> None:
    budget = Budget(trials)
    units = budget.confirmation_units
    assert units == 6 or units / (units + trials) <= 0.4
    assert 3 <= budget.max_pairs <= 8


def test_minutes_when_no_trial_is_done_then_two_fifths_are_held_back() -> None:
    assert Budget(20, limit_s=100).search_end_s(None) == pytest.approx(60)


def test_minutes_when_trials_are_quick_then_no_more_is_held_back_than_can_be_used() -> None:
    assert Budget(20, limit_s=1000).search_end_s(1.0) == pytest.approx(1000 - 18)


def test_minutes_when_trials_are_slow_then_three_pairs_are_held_back() -> None:
    assert Budget(20, limit_s=100).search_end_s(10.0) == pytest.approx(40)


def test_minutes_when_two_run_at_once_then_a_pair_takes_half() -> None:
    assert Budget(20, limit_s=100, slots=2).search_end_s(20.0) == pytest.approx(40)


def test_trial_when_it_would_end_too_late_then_it_is_not_begun() -> None:
    budget = Budget(20, limit_s=100)
    assert budget.admits_trial(elapsed_s=0.0, unit_s=None)
    assert budget.admits_trial(elapsed_s=29.0, unit_s=10.0)
    assert not budget.admits_trial(elapsed_s=31.0, unit_s=10.0)


def test_pair_when_it_would_pass_the_limit_then_it_is_not_begun() -> None:
    budget = Budget(20, limit_s=100)
    assert budget.admits_pair(elapsed_s=80.0, unit_s=10.0)
    assert not budget.admits_pair(elapsed_s=81.0, unit_s=10.0)


def test_run_off_when_three_pairs_would_not_follow_then_it_is_left_out() -> None:
    budget = Budget(20, limit_s=100)
    assert budget.admits_run_off(elapsed_s=20.0, unit_s=10.0)
    assert not budget.admits_run_off(elapsed_s=21.0, unit_s=10.0)


def test_limits_when_there_is_no_time_limit_then_all_is_admitted() -> None:
    assert Budget(20).admits_trial(elapsed_s=1e9, unit_s=1e9)
    assert Budget(20).admits_pair(elapsed_s=1e9, unit_s=1e9)


def test_work_when_it_is_limited_then_the_confirmation_is_inside_whatever_the_slots() -> None:
    budget = Budget(20, work_s=100, slots=2)
    assert budget.search_work_s(None) == pytest.approx(60)
    assert budget.search_work_s(10.0) == pytest.approx(40)
    assert budget.search_end_s(10.0) == float("inf")
    assert budget.admits_trial(elapsed_s=1e9, unit_s=10.0, worked_s=30.0)
    assert not budget.admits_trial(elapsed_s=0.0, unit_s=10.0, worked_s=31.0)
    assert budget.admits_pair(elapsed_s=1e9, unit_s=10.0, worked_s=80.0)
    assert not budget.admits_pair(elapsed_s=0.0, unit_s=10.0, worked_s=81.0)
    assert not budget.admits_run_off(elapsed_s=0.0, unit_s=10.0, worked_s=21.0)


@pytest.mark.parametrize(
    "limits",
    [{"trials": 0}, {"trials": 1, "limit_s": 0.0}, {"trials": 1, "work_s": -1.0}],
)
def test_budget_when_nothing_may_be_spent_then_it_is_refused(limits: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        Budget(**limits)
