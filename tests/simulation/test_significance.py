from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.simulation.significance import (
    detectable_effect,
    draw_again,
    holm,
    interval_of_draws,
    pairs_needed,
    sign_flip_p,
    smallest_p,
)

differences = st.lists(st.floats(-1, 1), min_size=1, max_size=9)


class TestSignFlip:
    def test_p_when_all_pairs_agree_then_the_smallest_there_is(self):
        assert sign_flip_p([0.1, 0.2, 0.3]) == 2 / 8
        assert sign_flip_p([0.01] * 9) == 2 / 512 == smallest_p(9)

    def test_p_when_known_by_hand(self):
        # The sums of +-1 +-2 +-3 are 6, 4, 2, 0 and their opposites; 4 was seen.
        assert sign_flip_p([-1, 2, 3]) == 4 / 8

    def test_p_when_there_is_no_pair_or_no_difference_then_one(self):
        assert sign_flip_p([]) == 1.0
        assert sign_flip_p([0.0, 0.0]) == 1.0

    @given(differences)
    def test_p_when_signs_or_scale_change_then_the_same(self, given_differences):
        p = sign_flip_p(given_differences)

        assert sign_flip_p([-d for d in given_differences]) == p
        assert smallest_p(len(given_differences)) <= p <= 1

    def test_p_when_pairs_are_many_then_near_the_exact_one_and_never_zero(self):
        rng = np.random.default_rng(4)
        many = rng.normal(0.3, 1.0, 20).tolist()
        z = abs(sum(many)) / math.sqrt(sum(d * d for d in many))

        assert sign_flip_p(many) == pytest.approx(math.erfc(z / math.sqrt(2)), abs=0.03)
        assert sign_flip_p([1.0] * 30) > 0

    def test_p_when_nothing_differs_then_small_as_often_as_it_says(self):
        rng = np.random.default_rng(0)
        found = [sign_flip_p(rng.normal(0, 1, 8).tolist()) for _ in range(600)]

        assert np.mean(np.array(found) <= 0.05) == pytest.approx(0.05, abs=0.025)

    def test_pairs_needed_then_fewer_cannot_be_significant(self):
        assert pairs_needed() == 6
        assert smallest_p(pairs_needed()) <= 0.05 < smallest_p(pairs_needed() - 1)
        assert 4 * smallest_p(pairs_needed(4)) <= 0.05 < 4 * smallest_p(pairs_needed(4) - 1)


class TestHolm:
    def test_holm_when_known_by_hand(self):
        assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
            {"a": 0.03, "b": 0.06, "c": 0.06}
        )

    @given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=6))
    def test_holm_then_never_smaller_than_before_and_in_the_same_order(self, p_values):
        adjusted = holm(p_values)

        assert list(adjusted) == list(p_values)
        assert all(p_values[name] <= adjusted[name] <= 1 for name in p_values)
        ranked = sorted(p_values, key=lambda name: p_values[name])
        assert all(adjusted[a] <= adjusted[b] for a, b in itertools.pairwise(ranked))


class TestBootstrap:
    def test_draws_then_data_sets_and_their_pairs_come_again(self):
        seen = []
        draw_again({"a": 3, "b": 2}, lambda draw: seen.append(draw) or 0.0, num_draws=200)

        assert all(len(draw) == 2 for draw in seen)
        assert {tuple(name for name, _ in draw) for draw in seen} == {
            ("a", "a"),
            ("a", "b"),
            ("b", "a"),
            ("b", "b"),
        }
        assert all(len(pairs) == {"a": 3, "b": 2}[name] for draw in seen for name, pairs in draw)

    def test_interval_of_the_mean_of_one_data_set_then_holds_it_about_19_times_in_20(self):
        rng = np.random.default_rng(1)
        held = 0
        for _ in range(200):
            values = rng.normal(0.2, 1, 25)
            drawn = draw_again(
                {"a": 25}, lambda draw, v=values: float(v[draw[0][1]].mean()), num_draws=200
            )
            interval = interval_of_draws(drawn, value=float(values.mean()))
            held += interval.low <= 0.2 <= interval.high

        assert 0.88 <= held / 200 <= 0.99

    def test_interval_when_some_draws_are_infinite_then_its_end_is(self):
        interval = interval_of_draws([0.5] * 90 + [math.inf] * 10, value=0.5)

        assert (interval.low, interval.high) == (0.5, math.inf)


def test_detectable_effect_of_nine_pairs_then_about_one_standard_deviation():
    spread = [-1.0, 1.0] * 4 + [0.0]

    effect = detectable_effect(spread)

    assert effect is not None
    assert effect / np.std(spread, ddof=1) == pytest.approx(1.07, abs=0.03)
    assert detectable_effect([0.1]) is None
