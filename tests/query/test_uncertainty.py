"""Doubt of boxes and images."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.query.cost import expected_seconds
from engine.query.ranking import share_below
from engine.query.uncertainty import binary_entropy, read_boxes
from tests.query.builders import pool_of, pools

score = st.floats(0, 1, width=32)


@given(st.lists(score, min_size=1, max_size=8))
def test_binary_entropy_is_between_0_and_1_and_symmetric(values):
    p = np.array(values)

    bits = binary_entropy(p)

    assert ((bits >= 0) & (bits <= 1)).all()
    assert np.allclose(bits, binary_entropy(1 - p), atol=1e-6)


def test_binary_entropy_when_certain_then_0_and_when_even_then_1():
    assert binary_entropy(np.array([0.0, 1.0, 0.5])).tolist() == [0.0, 0.0, 1.0]


@given(score)
def test_margin_when_there_is_one_class_then_distance_from_a_half(value):
    boxes = read_boxes(pool_of([[[value]]], class_names=("cell",)))

    assert boxes.margin == pytest.approx([1 - abs(2 * value - 1)], abs=1e-6)


def test_margin_when_two_classes_compete_then_close_to_1_and_when_hardly_seen_then_to_0():
    boxes = read_boxes(pool_of([[[0.9, 0.88, 0.0], [0.06, 0.06, 0.06]]]))

    assert boxes.margin == pytest.approx([0.98, 0.12], abs=1e-6)


def test_read_boxes_when_the_model_is_trained_then_scores_below_the_floor_do_not_count():
    boxes = read_boxes(pool_of([[[0.9, 0, 0], [0.03, 0, 0]], [[0.5, 0, 0], [0.04, 0, 0]]]))

    assert boxes.top == pytest.approx([0.9, 0.5])
    assert boxes.image_row.tolist() == [0, 1]


def test_read_boxes_when_all_scores_are_tiny_then_as_many_count_as_objects_are_expected():
    young = [[[0.02, 0, 0], [0.011, 0, 0]], [[0.03, 0, 0], [0.012, 0, 0]]]
    labeled = {"embeddings": [[1.0], [1.0]], "labeled": [[1.0]], "class_counts": (1, 0, 0)}

    boxes = read_boxes(pool_of(young, **labeled))

    assert boxes.top == pytest.approx([0.02, 0.03])


@given(pools())
def test_read_boxes_then_of_image_cuts_the_table_without_loss(pool):
    boxes = read_boxes(pool)

    parts = [boxes.of_image(row) for row in range(len(pool))]

    assert np.array_equal(np.concatenate([part.top for part in parts] + [[]]), boxes.top)
    assert all((part.image_row == row).all() for row, part in enumerate(parts))
    assert (boxes.rival <= boxes.top).all()


def test_expected_seconds_when_the_image_is_empty_then_opening_and_looking():
    boxes = read_boxes(pool_of([[], [[0.9, 0, 0]], [[0.2, 0, 0]]]))

    assert expected_seconds(boxes, 3) == pytest.approx([5.0, 5 + 1.7 + 0.1, 5 + 7 * 0.2])


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=20))
def test_share_below_when_values_are_the_reference_then_grows_with_them_from_0(values):
    array = np.array(values)

    below = share_below(array, np.sort(array))

    assert below.min() == 0
    assert below.max() < 1
    assert np.array_equal(np.sort(below), below[np.argsort(array, kind="stable")])


def test_share_below_when_there_is_no_reference_then_0():
    assert share_below(np.ones(2), np.zeros(0)).tolist() == [0.0, 0.0]
