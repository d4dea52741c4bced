from __future__ import annotations

import math

import numpy as np
import pytest

from engine.simulation.cells import CellResult, Effort
from engine.simulation.clock import Pace
from engine.simulation.comparison import Comparison, Pricing, compare
from engine.simulation.verdict import judge
from tests.simulation.results import a_result, everything

SLOW = [0.2, 0.3, 0.4, 0.5]
FAST = [0.2, 0.4, 0.5, 0.5]


def pairs(num_seeds: int, *, fast: str = "hybrid", noise: float = 0.0) -> list[CellResult]:
    rng = np.random.default_rng(0)
    results = []
    for seed in range(num_seeds):
        off = rng.normal(0, noise, 8) if noise else np.zeros(8)
        results += [
            a_result("random", [float(v + o) for v, o in zip(SLOW, off, strict=False)], seed=seed),
            a_result(fast, [float(v + o) for v, o in zip(FAST, off[4:], strict=True)], seed=seed),
            everything(0.5, seed=seed),
        ]
    return results


def test_costs_are_shares_of_what_all_labels_cost_the_expert_of_the_seed():
    quick = [a_result("random", SLOW, seed=1, minutes=[0.5, 1, 1.5, 2])]
    quick[0:0] = [a_result("everything", [0.5], seed=1, minutes=[5.0])]

    comparison = compare([*pairs(1), *quick])

    assert [run.costs.tolist() for run in comparison.runs if run.arm == "random"] == [
        pytest.approx([0.1, 0.2, 0.3, 0.4])
    ] * 2


def test_cost_to_nearly_all_then_on_the_line_between_two_rounds():
    comparison = compare(pairs(1))

    slow, fast = (comparison.cost("cells", arm) for arm in ("random", "hybrid"))

    assert comparison.full == {"cells": 0.5}
    assert slow is not None
    assert fast is not None
    assert slow.minutes == pytest.approx(3.75)
    assert fast.minutes == pytest.approx(2.75)


def test_contrast_of_known_curves_then_gain_ratio_and_p():
    (contrast,) = compare(pairs(6)).contrasts([("hybrid", "random")])

    assert contrast.num_pairs == 6
    # Higher by 0, 0.1, 0.1, 0 at four costs.
    assert contrast.gain == pytest.approx(0.2 / 3)
    assert contrast.p == 2 / 64
    assert contrast.savings is not None
    assert contrast.savings.ratio == pytest.approx(2.75 / 3.75)
    assert contrast.savings.interval.low == pytest.approx(2.75 / 3.75)
    assert contrast.savings.censored == 0
    assert contrast.worst == 0
    assert contrast.is_significant


def test_contrast_when_an_arm_never_gets_there_then_nothing_is_saved():
    results = [a_result("random", SLOW), a_result("hybrid", [0.1] * 4), everything(0.5)]

    (contrast,) = compare(results).contrasts([("hybrid", "random")])

    assert contrast.savings is not None
    assert contrast.savings.ratio == math.inf
    assert contrast.savings.censored == 1
    assert contrast.worst == pytest.approx(-0.4)


def test_contrast_when_the_baseline_never_gets_there_then_it_cost_no_more_than_it_spent():
    results = [a_result("random", [0.1] * 4), a_result("hybrid", FAST), everything(0.5)]

    (contrast,) = compare(results).contrasts([("hybrid", "random")])

    assert contrast.savings is not None
    assert contrast.savings.ratio == pytest.approx(2.75 / 4)


def test_contrast_over_two_data_sets_then_the_geometric_mean_of_the_ratios():
    other = [
        a_result("random", SLOW, dataset="nuclei"),
        a_result("hybrid", SLOW, dataset="nuclei"),
        everything(0.5, dataset="nuclei"),
    ]

    (contrast,) = compare([*pairs(1), *other]).contrasts([("hybrid", "random")])

    assert contrast.num_pairs == 2
    assert contrast.savings is not None
    assert contrast.savings.ratio == pytest.approx(math.sqrt(2.75 / 3.75))


def test_contrast_of_seeds_that_only_one_arm_has_then_they_are_left_out():
    results = [*pairs(2), a_result("hybrid", FAST, seed=7), everything(0.5, seed=7)]

    (contrast,) = compare(results).contrasts([("hybrid", "random")])

    assert contrast.num_pairs == 2


def test_contrasts_when_several_then_adjusted_for_it():
    results = [*pairs(6), *pairs(6, fast="entropy")]

    one, two = compare(results).contrasts([("hybrid", "random"), ("entropy", "random")])

    assert one.p == two.p == 2 / 64
    assert one.p_adjusted == two.p_adjusted == 4 / 64


def test_pricing_with_another_clock_then_counts_actions_instead_of_seconds():
    result = a_result("random", SLOW)
    effort = [point.work.seconds_at(Pace(draw_s=25.5)) for point in result.points]

    (run,) = compare([result], Pricing(Pace(draw_s=25.5))).runs

    assert (run.costs * run.price_s).tolist() == pytest.approx(effort)


def test_pricing_with_the_holdout_then_what_was_labeled_beside_the_questions_counts():
    result = a_result("random", SLOW)
    result = type(result)(
        result.conditions,
        result.cell,
        result.num_pool,
        Effort(num_images=10, seconds=100.0),
        result.points,
    )

    with_it, without = (
        compare([result], Pricing(with_holdout=each)).runs[0] for each in (True, False)
    )

    beside = with_it.costs * with_it.price_s - without.costs * without.price_s
    assert beside.tolist() == pytest.approx([30, 60, 100, 100])


class TestVerdict:
    def test_verdict_when_proven_then_recommends_and_says_what_is_saved(self):
        verdict = judge(compare(pairs(6)))

        assert verdict.strategy == "hybrid"
        assert verdict.sentence.startswith("Use hybrid")
        assert "+0.067" in verdict.sentence
        assert "27%" in verdict.sentence

    def test_verdict_when_seeds_are_few_then_says_how_many_it_takes(self):
        verdict = judge(compare(pairs(3)))

        assert verdict.strategy == ""
        assert "Nothing is proven" in verdict.sentence
        assert "it takes 6 at least" in verdict.sentence

    def test_verdict_when_arms_have_unlike_many_pairs_then_those_of_the_nearest_count(self):
        rng = np.random.default_rng(3)
        both = [
            a_result(arm, (np.array(SLOW) + rng.normal(0, 0.2)).tolist(), seed=seed)
            for arm, num_seeds in (("random", 9), ("margin", 1), ("entropy", 9))
            for seed in range(num_seeds)
        ]

        verdict = judge(compare(both))

        assert "entropy against random" in verdict.sentence
        assert "over 9 pairs" in verdict.sentence
        assert "nothing can be" not in verdict.sentence

    def test_verdict_when_only_luck_differs_then_nothing_is_proven(self):
        noisy = [
            result
            for result in pairs(8, fast="margin", noise=0.2)
            if result.cell.strategy != "margin"
        ]
        rng = np.random.default_rng(3)
        noisy += [
            a_result("margin", (np.array(SLOW) + rng.normal(0, 0.2)).tolist(), seed=seed)
            for seed in range(8)
        ]

        verdict = judge(compare(noisy))

        assert verdict.strategy == ""
        assert "So many pairs would show a difference of" in verdict.sentence

    def test_verdict_when_a_strategy_is_worse_then_says_so(self):
        swapped = [
            a_result("hybrid" if arm == "random" else "random", values, seed=seed)
            for seed in range(6)
            for arm, values in (("random", SLOW), ("hybrid", FAST))
        ]

        verdict = judge(compare(swapped))

        assert verdict.strategy == ""
        assert verdict.sentence.startswith("Nothing beats random")

    def test_verdict_of_one_arm_then_asks_for_a_second(self):
        assert "second strategy" in judge(compare([a_result("random", SLOW)])).sentence
        assert "second strategy" in judge(Comparison((), {})).sentence
