"""What an image costs: published seconds, what visits make of them, what a model leaves to do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.costs import MIN_FITTED_IMAGES, Chances, Costs
from engine.domain.project import Task
from engine.query.cost import (
    expected_seconds,
    fit_costs,
    published_costs,
    seconds_to_draw,
    total_in_words,
)
from engine.query.uncertainty import read_boxes
from tests.query.builders import pool_of

_SLOW = Costs(image_s=9.0, draw_s=14.0, accept_s=2.5, adjust_s=5.0, reject_s=4.0, rename_s=3.0)


def _visits(costs: Costs, num: int, *, noise: float = 0.15, seed: int = 0):
    rng = np.random.default_rng(seed)
    acts = rng.poisson([3, 6, 2, 2, 1], (num, 5)).astype(float)
    each = [costs.draw_s, costs.accept_s, costs.adjust_s, costs.reject_s, costs.rename_s]
    return (costs.image_s + acts @ each) * rng.normal(1, noise, num).clip(0.3), acts


def test_fit_when_fewer_than_thirty_images_were_labeled_then_published_seconds_stay():
    seconds, acts = _visits(_SLOW, MIN_FITTED_IMAGES - 1)
    assert fit_costs(Task.DETECT, seconds, acts) == published_costs(Task.DETECT)


def test_fit_when_many_images_were_labeled_then_their_seconds_are_told():
    fitted = fit_costs(Task.DETECT, *_visits(_SLOW, 300))
    assert fitted.num_images == 300
    for name in ("image_s", "draw_s", "accept_s", "adjust_s", "reject_s"):
        assert getattr(fitted, name) == pytest.approx(getattr(_SLOW, name), rel=0.2)


def test_fit_when_some_images_were_interrupted_then_they_hardly_count():
    seconds, acts = _visits(_SLOW, 200)
    seconds[::10] += 400
    fitted = fit_costs(Task.DETECT, seconds, acts)
    assert fitted.draw_s == pytest.approx(_SLOW.draw_s, rel=0.25)


def test_fit_when_an_act_was_never_done_then_its_published_seconds_stay():
    seconds, acts = _visits(_SLOW, 60)
    acts[:, 4] = 0
    fitted = fit_costs(Task.DETECT, seconds, acts)
    assert fitted.rename_s == pytest.approx(published_costs(Task.DETECT).rename_s, rel=0.01)


@given(
    seconds=st.lists(st.floats(0, 1e5), min_size=30, max_size=60),
    count=st.integers(0, 50),
)
def test_fit_whatever_was_measured_then_costs_are_positive_and_finite(seconds, count):
    acts = np.full((len(seconds), 5), float(count))
    fitted = fit_costs(Task.SEGMENT, np.array(seconds), acts)
    values = [fitted.image_s, fitted.draw_s, fitted.accept_s, fitted.adjust_s, fitted.reject_s]
    assert all(0 < value < np.inf for value in values)
    assert 0 < fitted.worth_showing <= 1


def test_expected_seconds_when_suggestions_are_seldom_right_then_drawing_is_counted():
    boxes = read_boxes(pool_of([[[0.5, 0.0, 0.0]]]))
    doubtful = expected_seconds(boxes, 1, chances=Chances(slope=1.0, offset=-3.0))
    hopeful = expected_seconds(boxes, 1, chances=Chances(slope=1.0, offset=3.0))
    chance = 1 / (1 + np.exp(3.0))
    assert doubtful == pytest.approx([5 + 7 * chance])
    assert hopeful == pytest.approx([5 + 1.7 * (1 - chance) + 2.7 * chance])


def test_expected_seconds_when_objects_are_overlooked_then_they_are_drawn():
    boxes = read_boxes(pool_of([[[1.0, 0.0, 0.0]], []]))
    seen = expected_seconds(boxes, 2, chances=Chances(unseen=0.5, adjusted=0.4))
    assert seen == pytest.approx([5 + 1.7 + 0.4 * 3.5 + 0.5 * 7, 5])


def test_confidence_from_when_calibrated_then_the_chance_there_is_the_one_asked_for():
    chances = Chances(slope=0.5, offset=-1.0)
    confidence = chances.confidence_from(0.25)
    logit = 0.5 * np.log(confidence / (1 - confidence)) - 1.0
    assert 1 / (1 + np.exp(-logit)) == pytest.approx(0.25)
    assert Chances(slope=0.0, offset=-2.0).confidence_from(0.25) == 1.0
    assert Chances(slope=0.0, offset=2.0).confidence_from(0.25) == 0.0


def test_worth_showing_when_published_then_as_the_rule_of_verification_says():
    assert published_costs(Task.DETECT).worth_showing == pytest.approx(1.7 / 7)
    assert published_costs(Task.CLASSIFY).worth_showing == 1.0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        ([], ""),
        ([10.0], "less than a minute for this one"),
        ([62.0, 5.0], "about 1 minute for these 2"),
        ([18.0] * 20, "about 6 minutes for these 20"),
    ],
)
def test_total_in_words(seconds, words):
    assert total_in_words(seconds) == words


def test_seconds_to_draw_when_outlines_are_drawn_then_they_cost_their_own():
    outline, box = published_costs(Task.SEGMENT), published_costs(Task.DETECT)
    assert seconds_to_draw(2, outline) - seconds_to_draw(2, box) == pytest.approx(2 * (35 - 7))
