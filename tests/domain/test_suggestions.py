"""How many right ones a source of suggestions needs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.suggestions import WORTH_SHOWING, Acceptance

COUNTS = st.integers(0, 400)


def test_acceptance_when_all_are_wrong_then_nine_say_so_and_eight_do_not() -> None:
    assert not Acceptance(num_rejected=8).is_too_low
    assert Acceptance(num_rejected=9).is_too_low


def test_acceptance_when_nothing_was_judged_then_is_not_too_low() -> None:
    assert not Acceptance().is_too_low
    assert Acceptance().most_likely_share == 1.0


@given(COUNTS, COUNTS, COUNTS)
def test_bound_when_counted_then_lies_above_the_share(right: int, adjusted: int, wrong: int):
    found = Acceptance(right, adjusted, wrong)
    assert found.share - 1e-12 <= found.most_likely_share <= 1.0
    if found.share >= WORTH_SHOWING:
        assert not found.is_too_low


@given(COUNTS, COUNTS)
def test_bound_when_one_more_is_right_then_rises_and_when_wrong_then_falls(right: int, wrong: int):
    found = Acceptance(right, 0, wrong)
    assert Acceptance(right + 1, 0, wrong).most_likely_share >= found.most_likely_share - 1e-12
    assert Acceptance(right, 0, wrong + 1).most_likely_share <= found.most_likely_share + 1e-12


@given(COUNTS, COUNTS)
def test_acceptance_when_adjusted_then_counts_as_much_as_accepted(right: int, wrong: int):
    assert Acceptance(right, 0, wrong).is_too_low == Acceptance(0, right, wrong).is_too_low


def test_rule_when_asked_after_every_answer_then_seldom_drops_what_is_worth_it() -> None:
    rng = np.random.default_rng(0)
    is_right = rng.random((500, 100)) < 2 * WORTH_SHOWING
    dropped = sum(_is_ever_dropped(row) for row in is_right)
    assert dropped / len(is_right) < 0.02


def test_rule_when_a_source_is_nearly_always_wrong_then_drops_it_soon() -> None:
    rng = np.random.default_rng(0)
    is_right = rng.random((500, 40)) < 0.05
    assert sum(_is_ever_dropped(row) for row in is_right) / len(is_right) > 0.9


def _is_ever_dropped(is_right: np.ndarray) -> bool:
    rights = np.cumsum(is_right)
    return any(
        Acceptance(int(right), 0, number - int(right)).is_too_low
        for number, right in enumerate(rights, start=1)
    )
