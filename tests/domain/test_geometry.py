"""Overlaps and conversions of boxes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from numpy.typing import NDArray

from engine.domain.geometry import (
    iou_matrix,
    match_greedily,
)

WIDTH, HEIGHT = 640, 480


@st.composite
def box_arrays(draw: st.DrawFn) -> NDArray[np.float32]:
    count = draw(st.integers(0, 6))
    numbers = st.floats(0, 1, width=32)
    raw = draw(npst.arrays(np.float32, (count, 4), elements=numbers))
    corners = raw[:, :2] * [WIDTH * 0.9, HEIGHT * 0.9]
    return np.hstack([corners, corners + 1 + raw[:, 2:] * 40]).astype(np.float32)


@given(box_arrays(), box_arrays())
def test_iou_when_sides_are_swapped_then_transposed_and_between_0_and_1(
    a: NDArray[np.float32], b: NDArray[np.float32]
) -> None:
    overlap = iou_matrix(a, b)
    assert overlap.shape == (len(a), len(b))
    assert np.allclose(overlap, iou_matrix(b, a).T)
    assert ((overlap >= 0) & (overlap <= 1)).all()


@given(box_arrays())
def test_iou_when_with_itself_then_1(boxes: NDArray[np.float32]) -> None:
    assert np.allclose(np.diag(iou_matrix(boxes, boxes)), 1)


def test_iou_when_known_by_hand_then_agrees() -> None:
    a = np.array([[0, 0, 2, 2]], np.float32)
    b = np.array([[1, 1, 3, 3], [2, 2, 4, 4], [5, 5, 5, 5]], np.float32)
    assert np.allclose(iou_matrix(a, b), [[1 / 7, 0, 0]])
    assert iou_matrix(b[2:], b[2:]).tolist() == [[0.0]]


@given(
    npst.arrays(
        np.float32,
        st.tuples(st.integers(0, 5), st.integers(0, 5)),
        elements=st.floats(0, 1, width=32),
    ),
    st.floats(0, 1),
)
def test_match_when_any_overlaps_then_each_is_used_once_and_none_below_the_threshold(
    iou: NDArray[np.float32], threshold: float
) -> None:
    pairs = match_greedily(iou, threshold=threshold)
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    assert len(set(rows)) == len(rows)
    assert len(set(columns)) == len(columns)
    values = [float(iou[pair]) for pair in pairs]
    assert all(value >= threshold for value in values)
    assert values == sorted(values, reverse=True)
    left = np.delete(np.delete(iou, rows, axis=0), columns, axis=1)
    assert not left.size or float(left.max()) < max(threshold, 1e-9)


def test_match_when_two_want_the_same_then_the_better_one_has_it() -> None:
    iou = np.array([[0.6, 0.5], [0.9, 0.55]], np.float32)
    assert match_greedily(iou, threshold=0.5) == [(1, 0), (0, 1)]
    assert match_greedily(iou, threshold=0.7) == [(1, 0)]
