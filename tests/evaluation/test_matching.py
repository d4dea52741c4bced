"""Which box stands for which object."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from engine.domain.evaluations import Evaluation
from engine.evaluation.matching import confusion, find, match_boxes
from tests.evaluation.builders import evaluation, evaluations, place, seen, shifted

ALL = (0.0, 0.0, 0.0)


def test_matching_when_two_boxes_lie_on_an_object_takes_the_more_confident():
    seen_here = evaluation(
        seen("a", said=[(0, 0.4, place(1)), (0, 0.9, shifted(1, 0.2))], there=[(0, place(1))])
    )

    assert match_boxes(seen_here).tolist() == [-1, 0]


def test_matching_when_the_class_differs_finds_nothing():
    seen_here = evaluation(seen("a", said=[(1, 0.9, place(1))], there=[(0, place(1))]))

    assert match_boxes(seen_here).tolist() == [-1]


def test_findings_when_the_class_differs_are_a_wrong_class_not_a_miss():
    seen_here = evaluation(seen("a", said=[(1, 0.9, place(1))], there=[(0, place(1))]))

    findings = find(seen_here, match_boxes(seen_here), ALL)

    assert findings.stands_for.tolist() == [0]
    assert not findings.is_right.any()
    assert not len(findings.missed)


def test_findings_when_a_box_is_below_its_threshold_are_misses():
    seen_here = evaluation(seen("a", said=[(0, 0.3, place(1))], there=[(0, place(1))]))

    findings = find(seen_here, match_boxes(seen_here), (0.31, 0.0, 0.0))

    assert findings.missed.tolist() == [0]
    assert not len(findings.shown)


def test_confusion_when_all_kinds_of_findings_are_there_counts_each():
    seen_here = evaluation(
        seen("a", said=[(0, 0.9, place(1)), (1, 0.8, place(2))], there=[(0, place(1))]),
        seen("b", said=[(1, 0.7, place(3))], there=[(0, place(3)), (1, place(4))]),
    )

    findings = find(seen_here, match_boxes(seen_here), (0.0, 0.0))

    wanted = [[1, 1, 0], [0, 0, 1], [0, 1, 0]]
    assert confusion(seen_here, findings, num_classes=2).tolist() == wanted


@given(evaluations())
def test_matching_any_finds_no_object_twice_and_stays_in_its_image(any_seen: Evaluation):
    found = match_boxes(any_seen)

    boxes = np.flatnonzero(found >= 0)
    assert len(set(found[boxes].tolist())) == len(boxes)
    assert (any_seen.box_classes[boxes] == any_seen.object_classes[found[boxes]]).all()
    assert (any_seen.image_of_boxes()[boxes] == any_seen.image_of_objects()[found[boxes]]).all()


@given(evaluations())
def test_confusion_any_counts_each_object_and_each_shown_box_once(any_seen: Evaluation):
    findings = find(any_seen, match_boxes(any_seen), (0.2, 0.5, 0.8))

    matrix = confusion(any_seen, findings, num_classes=3)

    there = np.bincount(any_seen.object_classes, minlength=3)
    said = np.bincount(any_seen.box_classes[findings.shown], minlength=3)
    assert matrix[:3].sum(axis=1).tolist() == there.tolist()
    assert matrix[:, :3].sum(axis=0).tolist() == said.tolist()


@given(evaluations())
def test_findings_any_found_the_same_as_the_matching_above_the_thresholds(any_seen: Evaluation):
    found = match_boxes(any_seen)
    findings = find(any_seen, found, (0.5, 0.5, 0.5))

    expected = (found >= 0) & (any_seen.confidence >= 0.5)
    assert findings.shown[findings.is_right].tolist() == np.flatnonzero(expected).tolist()
