"""Moving shapes of any kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.moving import move_together, moved
from engine.domain.shapes import Box, KeypointSet, Visibility, WholeImage, bounding_box
from tests.domain.builders import shapes

SIZE = {"width": 100, "height": 80}
_steps = st.integers(-200, 200).map(float)


@given(shapes(), _steps, _steps)
def test_moved_there_and_back_is_where_it_was(shape, dx, dy):
    back = moved(moved(shape, dx=dx, dy=dy), dx=-dx, dy=-dy)
    assert bounding_box(back).xyxy_px == pytest.approx(bounding_box(shape).xyxy_px)


@given(st.lists(shapes(), max_size=4), _steps, _steps)
def test_move_together_keeps_distances_and_stays_in_the_image(before, dx, dy):
    after = move_together(before, dx=dx, dy=dy, **SIZE)
    boxes = [bounding_box(shape) for shape in after]
    assert all(box.x1 >= -1e-9 and box.x2 <= 100 + 1e-9 for box in boxes)
    assert all(box.y1 >= -1e-9 and box.y2 <= 80 + 1e-9 for box in boxes)
    starts = [bounding_box(shape) for shape in before]
    ways = {
        (round(b.x1 - a.x1, 6), round(b.y2 - a.y2, 6)) for a, b in zip(starts, boxes, strict=True)
    }
    assert len(ways) == min(1, len(before))


def test_move_together_of_what_sticks_out_never_goes_further_out():
    box = Box(-5, 0, 20, 20)
    assert move_together([box], dx=-10, dy=0, **SIZE) == [box]


def test_moved_whole_image_stays():
    assert moved(WholeImage(100, 80), dx=5, dy=5) == WholeImage(100, 80)


def test_moved_keypoints_that_were_not_labeled_stay_nowhere():
    points = ((0.0, 0.0, Visibility.NOT_LABELED), (5.0, 5.0, Visibility.HIDDEN))
    after = moved(KeypointSet(points, Box(1, 1, 9, 9)), dx=2, dy=3)
    assert after == KeypointSet(
        ((0.0, 0.0, Visibility.NOT_LABELED), (7.0, 8.0, Visibility.HIDDEN)), Box(3, 4, 11, 12)
    )
