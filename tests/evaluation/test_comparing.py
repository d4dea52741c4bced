"""Two versions on the same images."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.comparisons import Comparison
from engine.domain.evaluations import Evaluation
from engine.evaluation.average_precision import map50_95, matches_of
from engine.evaluation.comparing import compare
from engine.evaluation.matching import confusion, find, match_boxes
from engine.evaluation.operating import Matched, reach
from engine.evaluation.taking import take_images, take_shared, with_classes
from tests.evaluation.builders import evaluation, evaluations, place, seen

EVEN = (0.5, 0.5, 0.5)


def compared(first: Evaluation, second: Evaluation) -> Comparison:
    made = compare(take_shared(first, second), (EVEN, EVEN))
    assert made is not None
    return made


def images(num: int, *, found: int, alarms: int = 0, group_size: int = 1) -> Evaluation:
    """Return images with an object each: in the first few it is found, in some nothing is seen."""
    return evaluation(
        *(
            seen(
                f"{n}",
                said=[
                    *([(0, 0.9, place(1))] if n < found else []),
                    *([(0, 0.8, place(6))] if n < alarms else []),
                ],
                there=[(0, place(1))],
                group=f"{n // group_size}",
            )
            for n in range(num)
        )
    )


def test_comparison_when_one_finds_more_tells_by_how_much_and_how_sure():
    told = compared(images(40, found=10), images(40, found=30))

    assert told.found is not None
    assert (told.found.first, told.found.second) == (0.25, 0.75)
    assert told.found.difference.value == pytest.approx(0.5)
    assert told.found.difference.interval is not None
    assert told.found.difference.interval.low > 0.3
    assert told.precision is not None
    assert told.precision.difference.value > 0.4
    assert told.classes[0].found == told.found
    assert told.classes[1].precision is None


def test_comparison_when_images_come_in_groups_is_less_sure():
    def width(group_size: int) -> float:
        told = compared(
            images(40, found=10, group_size=group_size), images(40, found=30, group_size=group_size)
        )
        assert told.found is not None
        assert told.found.difference.interval is not None
        return told.found.difference.interval.high - told.found.difference.interval.low

    assert width(5) > 1.5 * width(1)


def test_comparison_when_both_see_the_same_tells_no_interval():
    told = compared(images(20, found=10), images(20, found=10))

    assert told.found is not None
    assert told.found.difference.value == 0
    assert told.found.difference.interval is None
    assert all(image.num_changed == 0 for image in told.images)


def test_comparison_when_the_yardstick_grew_is_on_what_both_saw():
    told = compared(images(30, found=10), images(40, found=10))

    assert told.num_images == 30
    assert (told.num_only_first, told.num_only_second, told.num_relabeled) == (0, 10, 0)


def test_comparison_when_labels_changed_in_between_leaves_the_image_out():
    before = evaluation(seen("a", there=[(0, place(1))]), seen("b", there=[(0, place(1))]))
    moved = evaluation(seen("a", there=[(0, place(3))]), seen("b", there=[(0, place(1))]))
    renamed = evaluation(seen("a", there=[(1, place(1))]), seen("b", there=[(0, place(1))]))

    for after in (moved, renamed):
        told = compared(before, after)
        assert (told.num_images, told.num_relabeled) == (1, 1)


def test_comparison_when_no_image_is_shared_is_none():
    shared = take_shared(evaluation(seen("a")), evaluation(seen("b")))

    assert compare(shared, (EVEN, EVEN)) is None
    assert (shared.num_only_first, shared.num_only_second) == (1, 1)


def test_images_when_two_differ_come_with_the_largest_difference_first():
    first = evaluation(
        seen("same", said=[(0, 0.9, place(1))], there=[(0, place(1))]),
        seen("one lost", said=[(0, 0.9, place(1))], there=[(0, place(1))]),
        seen("one won, one alarm less", said=[(0, 0.9, place(8))], there=[(1, place(1))]),
    )
    second = evaluation(
        seen("same", said=[(0, 0.7, place(1))], there=[(0, place(1))]),
        seen("one lost", there=[(0, place(1))]),
        seen("one won, one alarm less", said=[(1, 0.9, place(1))], there=[(1, place(1))]),
    )

    told = compared(first, second).images

    assert [(i.content_hash, i.num_changed, i.gain) for i in told] == [
        ("one won, one alarm less", 2, 2),
        ("one lost", 1, -1),
        ("same", 0, 0),
    ]


def test_comparison_when_images_are_classified_goes_by_the_share_called_right():
    whole = (0.0, 0.0, 1.0, 1.0)

    def called(*names: int) -> Evaluation:
        return evaluation(
            *(seen(f"{n}", said=[(c, 0.4, whole)], there=[(0, whole)]) for n, c in enumerate(names))
        )

    shared = take_shared(called(0, 1, 1, 0), called(0, 0, 1, 0))
    told = compare(shared, ((0.0, 0.0), (0.0, 0.0)), by_share=True)

    assert told is not None
    assert told.precision is not None
    assert (told.precision.first, told.precision.second) == (0.5, 0.75)


@given(evaluations(), evaluations())
def test_comparison_any_turned_around_has_the_opposite_differences(
    first: Evaluation, second: Evaluation
):
    there, back = take_shared(first, second), take_shared(second, first)
    told, turned = compare(there, (EVEN, EVEN)), compare(back, (EVEN, EVEN))

    assert (told is None) == (turned is None)
    if told is None or turned is None:
        return
    assert (told.num_only_first, told.num_only_second) == (
        turned.num_only_second,
        turned.num_only_first,
    )
    for one, other in (
        (told.precision, turned.precision),
        (told.found, turned.found),
        (told.false_alarms, turned.false_alarms),
    ):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert (one.first, one.second) == (other.second, other.first)
            assert one.difference.value == pytest.approx(-other.difference.value)


@given(evaluations(), st.sampled_from([0.2, 0.5, 0.8]))
def test_comparison_any_agrees_with_what_each_version_reaches(any_seen: Evaluation, limit: float):
    limits = (limit, limit, limit)
    told = compare(take_shared(any_seen, any_seen), (limits, EVEN))

    assert told is not None
    reached = reach(Matched.of(any_seen), limits)
    assert told.false_alarms.first == pytest.approx(reached.false_alarms.value)
    assert (told.found is None) == (reached.found is None)
    if told.found is not None and reached.found is not None:
        assert told.found.first == pytest.approx(reached.found.value)
        assert told.precision is not None
        assert told.precision.first == pytest.approx(map50_95(matches_of(any_seen)))
    counted = find(any_seen, match_boxes(any_seen), limits)
    matrix = confusion(any_seen, counted, num_classes=3)
    assert sum(i.first_errors for i in told.images) == matrix.sum() - np.trace(matrix)


@given(evaluations(), st.randoms(use_true_random=False))
def test_taking_any_images_keeps_what_was_seen_in_them(any_seen: Evaluation, random):
    rows = random.sample(range(any_seen.num_images), random.randint(0, any_seen.num_images))

    part = take_images(any_seen, rows)
    rest = take_images(any_seen, range(any_seen.num_images))

    assert part.names == tuple(any_seen.names[row] for row in rows)
    # What a box finds does not hang on other images.
    found = [match_boxes(each) for each in (part, any_seen)]
    for new, old in enumerate(rows):
        ours = found[0][part.box_offsets[new] : part.box_offsets[new + 1]]
        theirs = found[1][any_seen.box_offsets[old] : any_seen.box_offsets[old + 1]]
        shift = any_seen.object_offsets[old] - part.object_offsets[new]
        assert np.where(ours >= 0, ours + shift, -1).tolist() == theirs.tolist()
        shift = any_seen.box_offsets[old] - part.box_offsets[new]
        for row in range(part.box_offsets[new], part.box_offsets[new + 1]):
            ours, theirs = (part.shape_of_box(row), any_seen.shape_of_box(int(row + shift)))
            assert (ours is None) == (theirs is None)
            assert ours is None or np.array_equal(ours.rows, theirs.rows)
    assert np.array_equal(rest.pair_boxes, any_seen.pair_boxes)
    assert np.array_equal(rest.object_shapes, any_seen.object_shapes)


@given(evaluations())
def test_classes_any_moved_and_moved_back_are_as_before(any_seen: Evaluation):
    back = with_classes(with_classes(any_seen, [1, 2, 0]), [2, 0, 1])

    assert back.box_classes.tolist() == any_seen.box_classes.tolist()
    assert back.object_classes.tolist() == any_seen.object_classes.tolist()
