"""How alike two answers are, and how often accepted suggestions were wrong."""

from __future__ import annotations

import pytest

from engine.domain.annotations import Annotation
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.rounds import Purpose
from engine.domain.second_looks import MIN_LOOKS, SecondLook
from engine.domain.shapes import Box, OrientedBox, Polygon, Shape
from engine.evaluation.consistency import compare, consistency

_RBC, _WBC = ClassId(1), ClassId(2)


def _drawn(*shapes: tuple[ClassId, Shape]) -> tuple[Annotation, ...]:
    return tuple(
        Annotation(AnnotationId(f"{number}"), ImageId(1), class_id, shape)
        for number, (class_id, shape) in enumerate(shapes)
    )


def _look(first, second, *, number: int = 1, purpose=Purpose.AGAIN, accepted=()) -> SecondLook:
    ids = frozenset(AnnotationId(each) for each in accepted)
    return SecondLook(3, ImageId(number), purpose, first, ids, second, {}, 1.0)


_CELL, _NEAR, _FAR = Box(0, 0, 100, 100), Box(0, 0, 100, 86), Box(300, 300, 400, 400)


def test_compare_when_an_object_has_another_class_then_it_is_not_the_same():
    found = compare(_drawn((_RBC, _CELL), (_WBC, _FAR)), _drawn((_WBC, _CELL), (_WBC, _FAR)))
    assert (found.only_first, found.only_second) == ((0,), (0,))
    assert found.num_same.tolist() == [1.0] * 10


def test_compare_when_an_object_is_drawn_a_little_off_then_it_is_the_same_up_to_that_overlap():
    found = compare(_drawn((_RBC, _CELL)), _drawn((_RBC, _NEAR)))
    # An overlap of 0.86 meets 0.50, 0.55, ... 0.85: eight of the ten.
    assert found.num_same.tolist() == [1.0] * 8 + [0.0] * 2


def test_compare_when_outlines_are_drawn_then_what_they_enclose_counts():
    whole = Polygon(((0, 0), (100, 0), (100, 100), (0, 100)))
    half = Polygon(((0, 0), (100, 0), (0, 100)))
    found = compare(_drawn((_RBC, whole)), _drawn((_RBC, half)))
    assert found.num_same.tolist() == [1.0] + [0.0] * 9
    turned = OrientedBox(50, 50, 100, 100, 0.0)
    assert compare(_drawn((_RBC, whole)), _drawn((_RBC, turned))).num_same.tolist() == [1.0] * 10


def test_consistency_when_few_images_were_answered_twice_then_no_ceiling_is_told():
    looks = [_look(_drawn((_RBC, _CELL)), _drawn((_RBC, _CELL)), number=n) for n in range(4)]
    assert len(looks) < MIN_LOOKS
    assert consistency(looks).ceiling is None
    assert consistency([]).num_images == 0


def test_consistency_when_half_of_the_answers_differ_then_the_ceiling_says_so():
    same = [_look(_drawn((_RBC, _CELL)), _drawn((_RBC, _CELL)), number=n) for n in range(5)]
    other = [_look(_drawn((_RBC, _CELL)), _drawn((_RBC, _FAR)), number=9 + n) for n in range(5)]
    found = consistency([*same, *other])
    assert (found.num_images, found.num_objects, found.num_found_again) == (10, 10, 5)
    assert found.ceiling is not None
    assert found.ceiling.value == pytest.approx(0.5)
    assert found.ceiling.interval is not None
    assert found.ceiling.interval.low < 0.5 < found.ceiling.interval.high


def test_consistency_when_accepted_suggestions_are_audited_then_those_not_drawn_again_are_wrong():
    first = _drawn((_RBC, _CELL), (_RBC, _FAR))
    audit = _look(first, _drawn((_RBC, _CELL)), purpose=Purpose.AUDIT, accepted=("0", "1"))
    found = consistency([audit])
    # Images drawn for an audit say nothing of all images.
    assert found.num_images == 0
    assert (found.num_accepted, found.num_accepted_wrong) == (2, 1)
    assert found.accepted_wrong is not None
    assert found.accepted_wrong.low < 0.5 < found.accepted_wrong.high
