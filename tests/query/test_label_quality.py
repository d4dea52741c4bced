"""How far a model contradicts labels: overlooked, badly located, swapped."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.query.label_quality import LabelDoubt, LabeledImage, judge_labels

Corners = tuple[float, float, float, float]
_CELL: Corners = (100, 100, 140, 140)
_FAR: Corners = (300, 200, 340, 240)


def image(
    labels: list[tuple[int, Corners]], boxes: list[tuple[int, float, Corners]]
) -> LabeledImage:
    return LabeledImage(
        np.array([each for _, each in labels], np.float32).reshape(-1, 4),
        np.array([number for number, _ in labels], np.intp),
        np.array([each for *_, each in boxes], np.float32).reshape(-1, 4),
        np.array([number for number, *_ in boxes], np.intp),
        np.array([chance for _, chance, _ in boxes], np.float64),
        math.hypot(400, 300),
    )


def test_judge_when_the_model_sees_what_is_labeled_then_nothing_is_in_doubt():
    found = judge_labels(image([(0, _CELL), (1, _FAR)], [(0, 0.99, _CELL), (1, 0.98, _FAR)]))
    assert found.doubt is None
    assert found.score > 0.9


def test_judge_when_a_sure_box_lies_where_nothing_is_labeled_then_it_may_be_overlooked():
    found = judge_labels(image([(0, _CELL)], [(0, 0.97, _CELL), (1, 0.96, _FAR)]))
    assert (found.doubt, found.model_class) == (LabelDoubt.OVERLOOKED, 1)
    assert found.chance == pytest.approx(0.96)
    nothing_there = judge_labels(image([], [(0, 0.96, _FAR)]))
    assert nothing_there.doubt is LabelDoubt.OVERLOOKED
    assert nothing_there.score < 0.3


def test_judge_when_the_model_is_not_sure_then_nothing_was_overlooked():
    assert judge_labels(image([(0, _CELL)], [(0, 0.97, _CELL), (1, 0.9, _FAR)])).doubt is None


def test_judge_when_the_object_lies_beside_its_label_then_it_may_be_badly_located():
    beside = (120, 100, 160, 140)
    found = judge_labels(image([(0, _CELL)], [(0, 0.6, beside)]))
    assert (found.doubt, found.label_class) == (LabelDoubt.BADLY_LOCATED, 0)
    assert judge_labels(image([(0, _CELL)], [(0, 0.4, beside)])).doubt is None


def test_judge_when_objects_crowd_then_a_box_speaks_for_the_label_it_covers_best():
    neighbor = (135, 100, 175, 140)
    found = judge_labels(image([(0, _CELL), (0, neighbor)], [(0, 0.9, neighbor)]))
    assert found.doubt is None


def test_judge_when_the_model_is_sure_of_another_class_then_it_may_be_swapped():
    found = judge_labels(image([(0, _CELL)], [(1, 0.98, _CELL)]))
    assert (found.doubt, found.label_class, found.model_class) == (LabelDoubt.SWAPPED, 0, 1)
    assert judge_labels(image([(0, _CELL)], [(1, 0.9, _CELL)])).doubt is None


def test_judge_when_there_is_nothing_then_nothing_is_in_doubt():
    assert judge_labels(image([], [])) == judge_labels(image([(0, _CELL)], []))


_corners = st.tuples(*[st.floats(0, 300)] * 2, *[st.floats(1, 100)] * 2).map(
    lambda xywh: (xywh[0], xywh[1], xywh[0] + xywh[2], xywh[1] + xywh[3])
)


@given(
    labels=st.lists(st.tuples(st.integers(0, 2), _corners), max_size=5),
    boxes=st.lists(st.tuples(st.integers(0, 2), st.floats(0, 1), _corners), max_size=5),
)
def test_judge_whatever_is_there_then_a_score_from_0_to_1(labels, boxes):
    found = judge_labels(image(labels, boxes))
    assert 0 <= found.score <= 1
    assert found.doubt is None or found.model_class is not None
