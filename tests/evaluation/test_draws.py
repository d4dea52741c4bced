"""The figure that decides under redraws of the measured images."""

from __future__ import annotations

import numpy as np
import pytest

from engine.domain.evaluations import Evaluation
from engine.domain.project import Task
from engine.evaluation.average_precision import map50_95, matches_of
from engine.evaluation.draws import NUM_DRAWS, figure_draws
from tests.evaluation.builders import evaluation, place, seen, shifted


def _images(num: int, *, off: float) -> Evaluation:
    return evaluation(
        *(
            seen(
                f"image {number}",
                said=[(0, 0.9, shifted(1, off if number % 3 else 0.9)), (0, 0.5, place(5))],
                there=[(0, place(1)), (0, place(7))],
            )
            for number in range(num)
        )
    )


def test_draws_when_versions_saw_the_same_images_then_luck_moves_them_alike():
    worse, better = (figure_draws(_images(40, off=off), Task.DETECT) for off in (0.2, 0.0))
    assert len(worse) == len(better) == NUM_DRAWS
    assert np.mean(worse) == pytest.approx(map50_95(matches_of(_images(40, off=0.2))), abs=0.03)
    assert np.std(worse) > 0
    assert np.std(np.subtract(better, worse)) < np.std(better)


def test_draws_when_images_are_classified_then_the_share_called_right_is_drawn():
    images = [seen(f"{n}", said=[(n % 2, 0.9, place(0))], there=[(0, place(0))]) for n in range(60)]
    drawn = figure_draws(evaluation(*images), Task.CLASSIFY)
    assert np.mean(drawn) == pytest.approx(0.5, abs=0.05)


def test_draws_when_there_is_no_object_then_there_are_none():
    assert figure_draws(evaluation(seen("a", said=[(0, 0.9, place(1))])), Task.DETECT) == ()
