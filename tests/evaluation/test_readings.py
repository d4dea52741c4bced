"""How far readings differ."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.readings import (
    Reading,
    class_doubt,
    disagreement,
    inconsistency,
)

HERE, AWAY = [0.0, 0.0, 10.0, 10.0], [50.0, 50.0, 60.0, 60.0]


def reading(*boxes: tuple[list[float], list[float]], num_classes: int = 2) -> Reading:
    return Reading(
        np.array([place for place, _ in boxes], np.float32).reshape(-1, 4),
        np.array([scores for _, scores in boxes], np.float32).reshape(-1, num_classes),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    num = draw(st.integers(0, 6))
    corners = rng.uniform(0, 30, (num, 2))
    places = np.concatenate([corners, corners + rng.uniform(1, 20, (num, 2))], axis=1)
    return Reading(places.astype(np.float32), rng.uniform(0, 1, (num, 3)).astype(np.float32))


@given(own=readings(), others=st.lists(readings(), min_size=1, max_size=3))
def test_disagreement_is_between_0_and_1_and_0_with_oneself(own, others):
    found = disagreement(own, others)

    assert found.shape == (len(own.xyxy),)
    assert ((found >= 0) & (found <= 1)).all()
    assert disagreement(own, [own, own]) == pytest.approx(np.zeros(len(own.xyxy)), abs=1e-6)


@given(own=readings(), mirrored=readings())
def test_inconsistency_is_between_0_and_1(own, mirrored):
    assert 0.0 <= inconsistency(own, mirrored) <= 1.0


def test_disagreement_when_one_reader_names_another_class_then_larger_than_when_less_sure():
    own = reading((HERE, [0.9, 0.1]))

    other_class = disagreement(own, [reading((HERE, [0.1, 0.9]))])[0]
    less_sure = disagreement(own, [reading((HERE, [0.6, 0.1]))])[0]
    no_box = disagreement(own, [reading((AWAY, [0.9, 0.1]))])[0]

    assert other_class > no_box > less_sure > 0


def test_disagreement_when_places_differ_then_counts_only_as_far_as_an_object_is_likely():
    shifted = [2.0, 0.0, 12.0, 10.0]

    likely = disagreement(reading((HERE, [0.9, 0.0])), [reading((shifted, [0.9, 0.0]))])[0]
    unlikely = disagreement(reading((HERE, [0.1, 0.0])), [reading((shifted, [0.1, 0.0]))])[0]

    assert likely == pytest.approx(0.9 * (1 - 80 / 120), abs=1e-3)
    assert unlikely == pytest.approx(likely / 9, abs=1e-3)


def test_disagreement_when_two_classes_share_a_place_then_each_meets_its_own():
    own = reading((HERE, [0.9, 0.1]), (HERE, [0.1, 0.8]))

    assert disagreement(own, [own]) == pytest.approx([0, 0], abs=1e-6)


def test_inconsistency_when_nothing_is_seen_then_0_and_when_half_kept_then_large():
    sure, faint = reading((HERE, [0.99, 0.0])), reading((HERE, [0.3, 0.0]))

    assert inconsistency(reading(), sure) == 0.0
    # Overlap 1 and nearly equal scores: a likeness of 1.3, the most doubtful there is.
    assert inconsistency(faint, faint) == pytest.approx(1.0, abs=0.02)
    assert inconsistency(sure, sure) < 0.5
    assert inconsistency(sure, reading()) < 0.25


def test_class_doubt_when_readers_name_other_classes_then_a_bit_and_when_alike_none():
    own = reading((HERE, [1.0, 0.0]), (HERE, [0.5, 0.5]))
    other = reading((HERE, [0.0, 1.0]), (HERE, [0.5, 0.5]))

    assert class_doubt(own, [other]).tolist() == pytest.approx([1.0, 0.0])
