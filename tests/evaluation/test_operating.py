"""From which confidence a box counts, and what that reaches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.evaluations import Evaluation
from engine.domain.metrics import Yardstick
from engine.evaluation.calibration import calibration_error, fit_calibration
from engine.evaluation.curves import class_curve
from engine.evaluation.intervals import wilson
from engine.evaluation.matching import match_boxes
from engine.evaluation.operating import (
    USUAL_THRESHOLD,
    Matched,
    choose_threshold,
    operating_point,
    reach,
)
from tests.evaluation.builders import evaluation, evaluations, place, seen


def ladder() -> Evaluation:
    """Ten images with an object each, found at 0.95, 0.85, ... and a false alarm at 0.50."""
    return evaluation(
        *(
            seen(
                f"{number}",
                said=[(0, 0.95 - number / 10, place(1)), (0, 0.5 - number / 1000, place(5))],
                there=[(0, place(1))],
            )
            for number in range(10)
        )
    )


def test_threshold_when_a_share_is_to_be_found_is_the_highest_that_finds_it():
    curve = class_curve(ladder(), match_boxes(ladder()), 0)

    threshold = choose_threshold(curve, aim=0.4)

    assert 0.55 < threshold < 0.65
    assert reach(Matched.of(ladder()), (threshold,)).classes[0].num_found == 4


def test_threshold_when_more_is_wanted_than_can_be_found_finds_all_it_can():
    half_found = evaluation(
        seen("a", said=[(0, 0.9, place(1))], there=[(0, place(1)), (0, place(2))])
    )

    point = operating_point(Matched.of(half_found), None, num_classes=1, aims=(1.0,))

    assert point.thresholds[0] == pytest.approx(0.45)
    assert point.chosen.classes[0].num_found == 1


def test_threshold_without_an_aim_balances_found_objects_and_right_boxes():
    curve = class_curve(ladder(), match_boxes(ladder()), 0)

    threshold = choose_threshold(curve, aim=None)

    at = int((curve.thresholds >= threshold).sum()) - 1
    balance = 2 * curve.num_found / (curve.num_shown + 10)
    assert balance[at] == balance.max()


def test_threshold_when_nothing_was_measured_is_the_usual_one():
    empty = evaluation(seen("a"))

    point = operating_point(Matched.of(empty), None, num_classes=2)

    assert point.thresholds == (USUAL_THRESHOLD, USUAL_THRESHOLD)
    assert point.calibration is None
    assert point.chosen.found is None


def test_operating_point_when_test_is_there_is_chosen_without_it():
    other = evaluation(
        seen("t", said=[(0, 0.1, place(1))], there=[(0, place(1))]), yardstick=Yardstick.TEST
    )

    with_test = operating_point(Matched.of(ladder()), Matched.of(other), num_classes=1, aims=(0.9,))
    without = operating_point(Matched.of(ladder()), None, num_classes=1, aims=(0.9,))

    assert with_test.thresholds == without.thresholds
    assert with_test.calibration == without.calibration
    assert with_test.shown is not None
    assert with_test.shown.classes[0].num_found == 0


def test_reach_when_images_show_nothing_counts_those_that_pass_and_those_stopped():
    images = evaluation(
        seen("found", said=[(0, 0.9, place(1))], there=[(0, place(1))]),
        seen("passed", said=[(0, 0.2, place(1))], there=[(0, place(1))]),
        seen("alarmed elsewhere", said=[(1, 0.9, place(7))], there=[(0, place(1))]),
        seen("clean"),
        seen("stopped", said=[(1, 0.9, place(2))]),
    )

    told = reach(Matched.of(images), (0.5, 0.5))

    assert (told.num_images_with, told.num_passed) == (3, 1)
    assert (told.num_clean, told.num_stopped) == (2, 1)
    assert (told.classes[0].num_images_with, told.classes[0].num_passed) == (3, 2)
    assert told.false_alarms.value == pytest.approx(2 / 5)
    assert told.found is not None
    assert told.found.value == pytest.approx(1 / 3)


def test_intervals_when_images_come_in_groups_are_wider():
    def images(group_size: int) -> Evaluation:
        return evaluation(
            *(
                seen(
                    f"{number}",
                    said=[(0, 0.9, place(1))] if number // 5 % 2 else [],
                    there=[(0, place(1))],
                    group=f"group {number // group_size}",
                )
                for number in range(40)
            )
        )

    alone, grouped = (reach(Matched.of(images(size)), (0.5,)).classes[0].found for size in (1, 5))

    assert alone is not None
    assert grouped is not None
    assert alone.interval is not None
    assert grouped.interval is not None
    width = grouped.interval.high - grouped.interval.low
    assert width > 1.5 * (alone.interval.high - alone.interval.low)


def test_interval_when_nothing_is_missed_does_not_claim_that_nothing_ever_will():
    images = evaluation(
        *(seen(f"{n}", said=[(0, 0.9, place(1))], there=[(0, place(1))]) for n in range(20))
    )

    told = reach(Matched.of(images), (0.5,))

    assert told.found is not None
    assert told.found.interval is not None
    assert told.found.interval.low == pytest.approx(wilson(1.0, 20).low)
    assert told.found.interval.low < 0.9
    assert told.passed.interval is not None
    assert told.passed.interval.high > 1
    assert told.false_alarms.interval is not None
    assert told.false_alarms.interval.high == pytest.approx(3 / 20)


def test_interval_when_all_images_are_of_one_group_is_unknown():
    images = evaluation(
        *(seen(f"{n}", said=[(0, 0.9, place(1))], there=[(0, place(1))], group="a") for n in "xy")
    )

    told = reach(Matched.of(images), (0.5,))

    assert told.num_groups == 1
    assert told.false_alarms.interval is None


def test_calibration_when_few_boxes_are_known_changes_little():
    one = evaluation(seen("a", said=[(0, 0.3, place(1))], there=[(0, place(1))]))

    calibration = fit_calibration(one, match_boxes(one))

    assert calibration is not None
    assert 0.3 < calibration.chance(0.3) < 0.7


def test_calibration_when_confidences_are_too_low_brings_the_chances_up():
    rng = np.random.default_rng(0)
    images = evaluation(
        *(
            seen(
                f"{number}",
                said=[(0, float(confidence), place(1))],
                there=[(0, place(1))] if rng.random() < min(1.0, 2 * confidence) else [],
            )
            for number, confidence in enumerate(rng.uniform(0.05, 0.45, 400))
        )
    )
    found = match_boxes(images)
    calibration = fit_calibration(images, found)

    before, after = calibration_error(images, found), calibration_error(images, found, calibration)

    assert before is not None
    assert after is not None
    assert before > 0.15
    assert after < 0.06


@given(st.floats(0, 1), st.integers(1, 1000))
def test_wilson_any_holds_the_share(share: float, num_trials: int):
    interval = wilson(share, num_trials)

    assert interval.low - 1e-9 <= share <= interval.high + 1e-9


@given(evaluations(), st.sampled_from([None, 0.0, 0.5, 0.95, 1.0]))
def test_operating_point_any_meets_its_aim_or_finds_all_it_can(
    any_seen: Evaluation, aim: float | None
):
    point = operating_point(
        Matched.of(any_seen), Matched.of(any_seen), num_classes=3, aims=(aim,) * 3
    )

    found = match_boxes(any_seen)
    for number, told in enumerate(point.chosen.classes):
        most = int((any_seen.object_classes[found[found >= 0]] == number).sum())
        if aim is not None and most:
            assert told.num_found >= min(most, np.ceil(aim * told.num_objects - 1e-9))
        for estimate in (told.found, told.precision, told.false_alarms, told.passed):
            if estimate is not None and estimate.interval is not None:
                assert estimate.interval.low - 1e-9 <= estimate.value
                assert estimate.value <= estimate.interval.high + 1e-9


@given(evaluations())
def test_curve_any_grows_as_the_threshold_falls(any_seen: Evaluation):
    for number in range(3):
        curve = class_curve(any_seen, match_boxes(any_seen), number)

        assert (np.diff(curve.thresholds) < 0).all()
        assert (np.diff(curve.recall) >= 0).all()
        assert (np.diff(curve.false_alarms) >= -1e-12).all()
        assert ((curve.precision >= 0) & (curve.precision <= 1)).all()
        assert len(curve.thresholds) == len(curve.num_found) == len(curve.num_shown)
