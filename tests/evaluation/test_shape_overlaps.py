"""Overlaps of outlines in place of those of coarse masks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from engine.domain.evaluations import Evaluation, join_images
from engine.domain.metrics import Yardstick
from engine.domain.seen_shapes import Packed, pack_ring
from engine.evaluation.shape_overlaps import with_shape_overlaps
from tests.evaluation.builders import evaluation, evaluations, place, seen

CORNERS = np.array([[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]])
LOWER, UPPER = pack_ring(CORNERS[[0, 2, 3]]), pack_ring(CORNERS[[0, 1, 2]])
BOX = (0.1, 0.1, 0.5, 0.5)


def one(said: Packed | None, there: Packed | None) -> Evaluation:
    """Return an image with one box and one object at the same place."""
    image = seen("a", said=[(0, 0.9, BOX)], there=[(0, BOX)])
    return evaluation(replace(image, box_shapes=(said,), object_shapes=(there,)))


def test_outlines_in_the_same_box_are_no_pair_where_they_do_not_overlap():
    assert with_shape_overlaps(one(LOWER, LOWER)).pair_overlaps == pytest.approx([1])
    assert len(with_shape_overlaps(one(LOWER, UPPER)).pair_overlaps) == 0


def test_hole_counts_as_nothing():
    hole = pack_ring(CORNERS * 0.5 + 0.15)
    hole[0, 2] = 2
    whole = pack_ring(CORNERS)

    assert with_shape_overlaps(one(np.concatenate([whole, hole]), whole)).pair_overlaps == (
        pytest.approx([0.75], abs=1e-3)
    )


def test_pair_when_one_has_no_shape_stays_as_it_was():
    for said, there in ((None, LOWER), (LOWER, None), (None, None)):
        assert with_shape_overlaps(one(said, there)).pair_overlaps.tolist() == [1]


def test_outlines_of_different_images_are_no_pair():
    images = [
        replace(seen("a", said=[(0, 0.9, BOX)]), box_shapes=(LOWER,)),
        replace(seen("b", there=[(0, BOX)]), object_shapes=(LOWER,)),
        replace(
            seen("c", said=[(0, 0.9, BOX)], there=[(0, place(7)), (0, BOX)]),
            box_shapes=(LOWER,),
            object_shapes=(UPPER, LOWER),
        ),
    ]

    told = with_shape_overlaps(join_images(Yardstick.VAL, images))

    assert (told.pair_boxes.tolist(), told.pair_objects.tolist()) == ([1], [2])


@given(evaluations())
def test_pairs_any_are_pairs_of_their_image_that_overlap_by_half(any_seen: Evaluation):
    told = with_shape_overlaps(any_seen)

    images = told.image_of_boxes()[told.pair_boxes]
    assert (images == told.image_of_objects()[told.pair_objects]).all()
    assert ((told.pair_overlaps >= 0.5) & (told.pair_overlaps <= 1 + 1e-6)).all()
    assert len({*zip(told.pair_boxes.tolist(), told.pair_objects.tolist(), strict=True)}) == len(
        told.pair_boxes
    )
    # The outlines are halves of the boxes, cut along the same diagonal.
    kept = {*zip(told.pair_boxes.tolist(), told.pair_objects.tolist(), strict=True)}
    before = {*zip(any_seen.pair_boxes.tolist(), any_seen.pair_objects.tolist(), strict=True)}
    assert kept <= before
