from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.simulation.curve_fits import (
    Reach,
    cost_to_reach,
    gain_in_height,
    isotonic,
    mean_height,
)

values = st.lists(st.floats(0, 1), min_size=1, max_size=12)


class TestIsotonic:
    def test_isotonic_when_values_fall_then_neighbors_share_their_mean(self):
        assert isotonic([1.0, 3.0, 2.0, 4.0]).tolist() == [1.0, 2.5, 2.5, 4.0]
        assert isotonic([3.0, 2.0, 1.0]).tolist() == [2.0, 2.0, 2.0]

    def test_isotonic_when_a_late_fall_reaches_back_then_all_of_it_is_pooled(self):
        assert isotonic([1.0, 2.0, 0.0]).tolist() == [1.0, 1.0, 1.0]

    @given(values)
    def test_isotonic_then_never_falls_and_keeps_the_mean(self, given_values):
        fitted = isotonic(given_values)

        assert (np.diff(fitted) >= -1e-12).all()
        assert fitted.mean() == pytest.approx(np.mean(given_values))

    @given(values)
    def test_isotonic_of_a_rising_sequence_then_the_sequence(self, given_values):
        rising = sorted(given_values)

        assert isotonic(rising).tolist() == pytest.approx(rising)

    @given(st.lists(st.integers(0, 4), min_size=1, max_size=5))
    def test_isotonic_then_no_rising_sequence_on_a_grid_is_nearer(self, given_values):
        fitted = isotonic([float(v) for v in given_values])
        off = ((fitted - given_values) ** 2).sum()

        grid = itertools.combinations_with_replacement(np.arange(0, 4.5, 0.5), len(given_values))
        best = min(((np.array(other) - given_values) ** 2).sum() for other in grid)
        assert off <= best + 1e-9


class TestCostToReach:
    def test_cost_when_between_two_points_then_on_the_line_between(self):
        assert cost_to_reach([10, 20, 40], [0.2, 0.4, 0.6], 0.5) == Reach(30.0)

    def test_cost_when_the_curve_falls_back_then_the_fit_counts(self):
        # 0.6 is touched once, but the fit of 0.6 and 0.4 is 0.5.
        assert not cost_to_reach([1, 2, 3], [0.2, 0.6, 0.4], 0.55).is_reached

    def test_cost_when_never_reached_then_censored_at_the_end(self):
        assert cost_to_reach([1, 5], [0.1, 0.2], 0.9) == Reach(5.0, is_reached=False)

    def test_cost_when_the_first_point_is_there_then_says_so(self):
        assert cost_to_reach([3, 5], [0.5, 0.7], 0.4) == Reach(3.0, is_at_start=True)

    @given(values, st.floats(0, 1), st.floats(0.1, 100))
    def test_cost_when_the_unit_changes_then_scales_with_it(self, given_values, level, factor):
        costs = np.arange(1.0, len(given_values) + 1)
        one = cost_to_reach(costs, given_values, level)
        other = cost_to_reach(costs * factor, given_values, level)

        assert other.cost == pytest.approx(one.cost * factor)
        assert other.is_reached == one.is_reached

    @given(values, st.floats(0, 1), st.floats(0, 1))
    def test_cost_when_more_is_wanted_then_not_less(self, given_values, one, two):
        costs = np.arange(1.0, len(given_values) + 1)
        low, high = sorted((one, two))

        assert (
            cost_to_reach(costs, given_values, low).cost
            <= cost_to_reach(costs, given_values, high).cost + 1e-9
        )


class TestHeights:
    def test_mean_height_of_a_straight_line_then_its_middle(self):
        assert mean_height([0, 10], [0.0, 1.0], 2, 6) == pytest.approx(0.4)

    def test_mean_height_when_the_range_has_no_width_then_the_height_there(self):
        assert mean_height([0, 10], [0.0, 1.0], 4, 4) == pytest.approx(0.4)

    def test_gain_when_one_curve_is_higher_everywhere_then_the_difference(self):
        # Both rise by 0.1 a unit, one begins later: over the common range, 1 to 4, 0.2 apart.
        gain = gain_in_height(
            [1, 2, 4], [0.3, 0.4, 0.6], over_costs=[0, 2, 6], over_values=[0.0, 0.2, 0.6]
        )

        assert gain == pytest.approx(0.2)

    def test_gain_when_nothing_is_common_then_none(self):
        assert gain_in_height([1, 2], [0, 1], over_costs=[3, 4], over_values=[0, 1]) is None

    @given(values, values)
    def test_gain_when_swapped_then_the_opposite(self, one, two):
        costs, others = np.arange(1.0, len(one) + 1), np.arange(1.0, len(two) + 1)

        gain = gain_in_height(costs, one, over_costs=others, over_values=two)
        loss = gain_in_height(others, two, over_costs=costs, over_values=one)
        assert gain is not None
        assert loss is not None
        assert gain == pytest.approx(-loss)
