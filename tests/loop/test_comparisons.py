"""Versions side by side, from two real rounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.domain.errors import UsageError
from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.loop.bootstrap import Project
from engine.loop.comparisons import compare_versions
from engine.loop.evaluations import MeasuredVersion
from tests.loop.builders import Script, label_all, poll_until_idle, project_wish

Make = Callable[..., Project]


@pytest.fixture
def measured(make_project: Make) -> tuple[MeasuredVersion, MeasuredVersion]:
    """A version of little skill and one of more, on 12 validation and 12 test images."""
    script = Script(skill=0.2)
    project = make_project(num_images=60, script=script)
    project.holdout.freeze()
    label_all(project)
    for skill in (0.2, 0.9):
        script.skill = skill
        project.rounds.train(project_wish())
        poll_until_idle(project)
    first, second = project.models.all()
    return project.evaluations.read(first), project.evaluations.read(second)


def test_versions_when_compared_are_so_on_validation(measured) -> None:
    told = compare_versions(*measured)

    assert told.comparison.yardstick is Yardstick.VAL
    assert told.yardsticks == (Yardstick.VAL, Yardstick.TEST)
    assert told.comparison.num_images == 12
    assert told.comparison.precision is not None
    assert told.comparison.precision.difference.value > 0
    names = {image.content_hash for image in told.comparison.images}
    assert set(told.first) | set(told.second) <= names
    errors = [each for found in told.second.values() for each in found if each.kind != "found"]
    assert len(errors) == sum(image.second_errors for image in told.comparison.images)


def test_versions_when_test_is_wanted_are_compared_on_test(measured) -> None:
    told = compare_versions(*measured, Yardstick.TEST)

    assert told.comparison.yardstick is Yardstick.TEST


def test_versions_when_classes_stand_in_another_order_compare_class_by_class(measured) -> None:
    first, second = measured
    version = second.version
    point = version.operating_point
    turned = replace(
        second,
        version=replace(
            version,
            class_ids=version.class_ids[::-1],
            class_names=version.class_names[::-1],
            operating_point=replace(point, thresholds=point.thresholds[::-1]) if point else None,
        ),
    )
    as_it_is = compare_versions(first, first).comparison

    assert as_it_is.found is not None
    assert as_it_is.found.difference.value == 0
    # What the second called its first class counts as the first version's second.
    with pytest.raises(UsageError, match="No image"):
        compare_versions(first, turned)


def test_versions_when_they_do_not_compare_say_why(measured) -> None:
    first, second = measured
    for change, reason in (
        ({"task": Task.SEGMENT}, "different tasks"),
        ({"objective": "1.0 2.1"}, "classes changed"),
    ):
        other = replace(second, version=replace(second.version, **change))
        with pytest.raises(UsageError, match=reason):
            compare_versions(first, other)
