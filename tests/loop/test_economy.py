"""What labeling costs this expert, and what becomes of a model's suggestions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.domain.annotations import Visit
from engine.domain.costs import MIN_FITTED_IMAGES, Costs
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFilter, Split
from engine.domain.operating_points import Calibration
from engine.domain.suggestions import Judgment, SuggestionState
from engine.loop.bootstrap import Project
from engine.loop.economy import chances_of_version, labeling_costs
from tests.loop.builders import Script, label, play_round, poll_until_idle

Make = Callable[..., Project]


def costs(project: Project) -> Costs:
    with project.store.read() as tx:
        return labeling_costs(tx)


def test_labeling_costs_when_thirty_images_were_labeled_slowly_then_they_say_so(
    make_project: Make,
) -> None:
    project = make_project(num_images=40)
    ids = project.pool.ids()
    for place, image_id in enumerate(ids[:MIN_FITTED_IMAGES]):
        num = 1 + place % 5
        # Two stays on each image count as one.
        project.labeling.add_visit(Visit(image_id, place, 10.0 + 10 * num, num_drawn=num))
        project.labeling.add_visit(Visit(image_id, place + 0.5, 4.0 * num))
    assert costs(project) == Costs()
    label(project, ids[: MIN_FITTED_IMAGES - 1])
    assert costs(project) == Costs()
    label(project, ids[:MIN_FITTED_IMAGES])
    fitted = costs(project)
    assert fitted.num_images == MIN_FITTED_IMAGES
    assert fitted.draw_s == pytest.approx(14, rel=0.15)
    assert fitted.image_s == pytest.approx(10, rel=0.3)


def test_chances_when_a_version_was_measured_then_its_calibration_and_what_was_adjusted_count(
    make_project: Make,
) -> None:
    project = make_project(num_images=20)
    play_round(project)
    version = project.models.latest()
    assert version is not None
    class_id, image_id = project.classes.all()[0].id, ImageId(project.pool.ids()[0])
    judged = [
        Judgment(f"{number}", image_id, version.id, class_id, 0.5, state)
        for number, state in enumerate([SuggestionState.ADJUSTED] * 6 + [SuggestionState.ACCEPTED])
    ]
    project.labeling.apply([], judged=judged)
    with project.store.read() as tx:
        plain = chances_of_version(tx, version)
    assert (plain.slope, plain.offset, plain.unseen) == (1.0, 0.0, 0.0)
    assert plain.adjusted == pytest.approx((6 + 1) / (7 + 4))


def test_suggestions_when_the_model_is_overconfident_then_the_doubtful_wait_at_first(
    make_project: Make,
) -> None:
    project = make_project(num_images=20, script=Script(skill=0.8))
    play_round(project)
    version = project.models.latest()
    assert version is not None
    assert version.operating_point is not None
    measured = Calibration(slope=1.0, offset=-2.0, num_boxes=50)
    with project.store.write() as tx:
        point = replace(version.operating_point, calibration=measured)
        tx.versions.set_operating_point(version.id, point)
    project.scoring.start(version)
    poll_until_idle(project)
    seen = project.scoring.suggestions(project.pool.ids(where=ImageFilter(split=Split.TRAIN))[0])
    assert seen is not None
    logit = math.log(seen.threshold / (1 - seen.threshold)) - 2.0
    assert 1 / (1 + math.exp(-logit)) == pytest.approx(1.7 / 7)
