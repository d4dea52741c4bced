from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tuning.rungs import (
    MIN_FULL_TRIALS,
    is_promoted,
    misleads,
    rank_correlation,
    rungs_for,
)

values = st.floats(0.0, 1.0)


@pytest.mark.parametrize(
    ("epochs", "rungs"),
    [
        (1, (1,)),
        (3, (3,)),
        (12, (12,)),
        (18, (6, 18)),
        (27, (9, 27)),
        (45, (15, 45)),
        (54, (6, 18, 54)),
        (100, (11, 33, 100)),
    ],
)
def test_rungs_when_epochs_are_given_then_short_rungs_are_left_out(
    epochs: int, rungs: tuple[int, ...]
) -> None:
    assert rungs_for(epochs) == rungs


@given(st.integers(1, 2000))
def test_rungs_then_they_rise_and_end_with_the_last_epoch(epochs: int) -> None:
    rungs = rungs_for(epochs)
    assert list(rungs) == sorted(set(rungs))
    assert rungs[-1] == epochs


def test_promotion_when_first_at_a_rung_then_it_goes_on() -> None:
    assert is_promoted(0.0, rivals=[])


def test_promotion_when_fewer_than_three_competed_then_only_the_best_goes_on() -> None:
    assert is_promoted(0.5, rivals=[0.4])
    assert not is_promoted(0.3, rivals=[0.4])


def test_promotion_when_six_competed_then_the_second_goes_on() -> None:
    assert is_promoted(0.5, rivals=[0.6, 0.4, 0.3, 0.2, 0.1])
    assert not is_promoted(0.4, rivals=[0.6, 0.5, 0.3, 0.2, 0.1])


def test_promotion_when_the_value_is_not_a_number_then_it_ends() -> None:
    assert not is_promoted(math.nan, rivals=[])


@given(st.lists(values, min_size=1, max_size=40))
def test_promotion_when_all_are_asked_then_the_best_goes_on(reached: list[float]) -> None:
    best = max(range(len(reached)), key=reached.__getitem__)
    assert is_promoted(reached[best], rivals=reached[:best] + reached[best + 1 :])


@given(st.lists(values, min_size=3, max_size=40, unique=True))
def test_promotion_when_all_are_asked_then_a_third_goes_on(reached: list[float]) -> None:
    promoted = [
        value for i, value in enumerate(reached)
        if is_promoted(value, rivals=reached[:i] + reached[i + 1 :])
    ]  # fmt: skip
    assert len(promoted) == len(reached) // 3


@given(st.lists(st.tuples(values, values), min_size=3, max_size=30))
def test_correlation_then_it_is_that_of_scipy(pairs: list[tuple[float, float]]) -> None:
    first, second = zip(*pairs, strict=True)
    found = rank_correlation(first, second)
    assert -1 - 1e-9 <= found <= 1 + 1e-9
    assert rank_correlation(second, first) == pytest.approx(found)
    if len(set(first)) > 1 and len(set(second)) > 1:
        from scipy.stats import spearmanr

        assert found == pytest.approx(float(spearmanr(first, second).statistic))


@given(st.lists(values, min_size=2, max_size=30, unique=True))
def test_correlation_when_the_order_is_kept_then_it_is_one(course: list[float]) -> None:
    assert rank_correlation(course, [value**3 + 1 for value in course]) <= 1 + 1e-9
    assert rank_correlation(course, course) == pytest.approx(1.0)
    assert rank_correlation(course, [-value for value in course]) == pytest.approx(-1.0)


def test_misleading_when_the_order_is_another_then_nine_trials_say_so() -> None:
    turned = [(place / 10, 1 - place / 10) for place in range(MIN_FULL_TRIALS)]
    assert misleads(turned)
    assert not misleads(turned[1:])
    assert not misleads([(early, early) for early, _ in turned])
    # What is equal early contradicts nothing: nobody is pruned by it either.
    assert not misleads([(0.0, final) for _, final in turned])
