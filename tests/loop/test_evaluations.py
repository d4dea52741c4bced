"""What versions saw, from the training to the export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.cli.figures import thresholds_in_words
from engine.domain.errors import DataError, NotFoundError, UsageError
from engine.domain.evaluations import Evaluation, Finding
from engine.domain.images import Split
from engine.domain.jobs import ExportSpec
from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.domain.recipes import model_for
from engine.domain.seen_shapes import SeenShape
from engine.domain.shapes import Box, KeypointSet, OrientedBox, Polygon, Shape, Visibility
from engine.domain.skeleton import Skeleton
from engine.loop import measuring
from engine.loop.bootstrap import Project
from engine.loop.comparisons import compare_versions
from engine.loop.report import ReportContent, write_report
from tests.loop.builders import (
    Script,
    draw,
    label,
    label_all,
    play_round,
    poll_until_idle,
    project_wish,
)

Make = Callable[..., Project]


@pytest.fixture
def project(make_project: Make) -> Project:
    """A project whose only version was measured on 12 validation and 12 test images."""
    project = make_project(num_images=60, script=Script(skill=0.6))
    project.holdout.freeze()
    label_all(project)
    project.rounds.train(project_wish())
    poll_until_idle(project)
    return project


def test_version_when_trained_keeps_what_it_saw(project: Project) -> None:
    (version,) = project.models.all()

    measured = project.evaluations.read(version)

    assert measured.yardsticks == (Yardstick.TEST, Yardstick.VAL)
    assert version.class_ids == (1, 2)
    images = project.evaluations.images(measured)
    test = measured.seen[Yardstick.TEST].evaluation
    assert {images[name].split for name in test.names} == {Split.TEST}
    assert [images[name].group for name in test.names] == list(test.groups)
    assert len(set(test.groups)) == test.num_images


def test_version_when_trained_has_an_operating_point_that_validation_chose(
    project: Project,
) -> None:
    (version,) = project.models.all()
    measured = project.evaluations.read(version)

    point = version.operating_point

    assert point is not None
    assert point == measured.point()
    assert point.aims == (None, None)
    assert point.chosen.yardstick is Yardstick.VAL
    assert point.shown is not None
    assert point.shown.yardstick is Yardstick.TEST
    assert point.shown == measured.reach(Yardstick.TEST, point.thresholds)


def test_findings_any_are_as_many_as_the_confusions(project: Project) -> None:
    measured = project.evaluations.read(project.models.all()[0])
    point = measured.version.operating_point
    assert point is not None

    matrix = measured.confusion(Yardstick.TEST, point.thresholds)
    found = measured.findings(Yardstick.TEST, point.thresholds)

    def count(kind: Finding) -> int:
        return sum(each.kind is kind for each in found)

    assert count(Finding.FOUND) == matrix[0, 0] + matrix[1, 1]
    assert count(Finding.MISSED) == matrix[:2, 2].sum() > 0
    assert count(Finding.FALSE_ALARM) == matrix[2, :2].sum() > 0
    assert count(Finding.WRONG_CLASS) == matrix[0, 1] + matrix[1, 0]
    assert [each.confidence for each in found] == sorted(
        (each.confidence for each in found), reverse=True
    )


def test_operating_point_when_kept_goes_out_with_exports(project: Project, tmp_path: Path) -> None:
    (version,) = project.models.all()
    point = project.evaluations.read(version).point((0.9, None))
    assert point is not None

    project.models.keep_operating_point(version.id, point)
    spec = project.background.folder(project.models.export(tmp_path / "out")).spec()

    assert isinstance(spec, ExportSpec)
    assert spec.operating_point == point
    assert project.models.all()[0].operating_point == point
    assert point.aims == (0.9, None)


def test_version_when_a_fold_stands_in_says_fold_in_every_figure(make_project: Make) -> None:
    project = make_project(num_images=20, script=Script(skill=0.5))
    label(project, project.pool.ids()[:12])
    project.rounds.train(project_wish())
    poll_until_idle(project)
    (version,) = project.models.all()

    assert Yardstick.VAL not in {accuracy.yardstick for accuracy in version.accuracies}
    assert version.accuracies[0].yardstick is Yardstick.FOLD
    assert version.operating_point is not None
    assert version.operating_point.chosen.yardstick is Yardstick.FOLD
    assert project.evaluations.path(version.id, Yardstick.FOLD).is_file()
    assert not project.evaluations.path(version.id, Yardstick.VAL).exists()


def test_version_without_evaluations_says_what_to_do(make_project: Make) -> None:
    project = make_project(num_images=30)
    play_round(project)
    (version,) = project.models.all()

    assert version.operating_point is None
    with pytest.raises(NotFoundError, match="did not keep what it saw"):
        project.evaluations.read(version)


def test_version_when_its_evaluation_is_damaged_says_so(project: Project) -> None:
    (version,) = project.models.all()
    project.evaluations.path(version.id, Yardstick.TEST).write_bytes(b"nothing")

    with pytest.raises(DataError, match="is not an evaluation"):
        project.evaluations.read(version)


def test_calibration_errors_are_told_on_test(project: Project) -> None:
    measured = project.evaluations.read(project.models.all()[0])
    point = measured.point()
    assert point is not None

    errors = measured.calibration_errors(point)

    assert errors is not None
    assert all(0 <= error <= 1 for error in errors)


def test_report_tells_the_operating_point_of_the_newest_version(project: Project) -> None:
    version = project.models.all()[-1]
    path = project.path / "report.html"

    write_report(path, ReportContent("Cells", "", (), versions=(version,)))

    page = path.read_text()
    assert "Operating point of version 1" in page
    assert version.operating_point is not None
    assert f"{version.operating_point.thresholds[0]:.2f}" in page
    assert thresholds_in_words(version).startswith(" Boxes count from the confidence cell 0.")


_SKELETON = Skeleton(("head", "tail"), ((0, 1),))
_DRAWN: dict[Task, Shape] = {
    Task.SEGMENT: Polygon(
        ((4.0, 4.0), (24.0, 4.0), (24.0, 24.0), (4.0, 24.0)),
        (((9.0, 9.0), (17.0, 9.0), (17.0, 17.0), (9.0, 17.0)),),
    ),
    Task.OBB: OrientedBox(15, 15, 16, 8, 0.4),
    Task.POSE: KeypointSet(
        ((8.0, 9.0, Visibility.VISIBLE), (20.0, 22.0, Visibility.HIDDEN)), Box(4, 4, 24, 24)
    ),
    Task.DETECT: Box(4, 4, 24, 24),
}


@pytest.fixture(params=list(_DRAWN))
def drawn(request: pytest.FixtureRequest, make_project: Make) -> Project:
    """A project of one task with two versions; each image shows the same object."""
    task: Task = request.param
    skeleton = _SKELETON if task is Task.POSE else None
    script = Script(skill=0.6)
    project = make_project(num_images=60, script=script, task=task, skeleton=skeleton)
    project.holdout.freeze()
    for image_id in project.pool.ids():
        draw(project, image_id, _DRAWN[task])
        project.labeling.complete(image_id)
    for _ in range(2):
        project.rounds.train(project_wish(model=model_for(task, "yolo11n") + ".yaml"))
        poll_until_idle(project)
    return project


def test_findings_have_the_shapes_of_what_is_there_and_of_what_was_seen(drawn: Project) -> None:
    task = drawn.status.read().settings.task
    measured = drawn.evaluations.read(drawn.models.all()[0])

    found = measured.findings(Yardstick.TEST, (0.01, 0.01))

    assert {each.kind for each in found} >= {Finding.FOUND, Finding.MISSED}
    for each in found:
        is_shaped = task is not Task.DETECT
        assert (each.there_shape is not None) == (is_shaped and each.there is not None)
        if each.kind in (Finding.FOUND, Finding.MISSED):
            assert (each.said_shape is not None) == (is_shaped and each.kind is Finding.FOUND)
        if each.there_shape is not None:
            _check_truth(task, each.there_shape)


def test_draws_of_outlines_are_of_the_overlaps_that_the_validation_saw(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_fits(evaluation: Evaluation) -> Evaluation:
        return replace(evaluation, pair_overlaps=np.full_like(evaluation.pair_overlaps, 0.5))

    monkeypatch.setattr(measuring, "with_shape_overlaps", none_fits)
    project = make_project(num_images=60, script=Script(skill=0.9), task=Task.SEGMENT)
    project.holdout.freeze()
    for image_id in project.pool.ids():
        draw(project, image_id, _DRAWN[Task.SEGMENT])
        project.labeling.complete(image_id)
    project.rounds.train(project_wish(model="yolo11n-seg.yaml"))
    poll_until_idle(project)
    (version,) = project.models.all()
    with project.store.read() as tx:
        drawn = tx.versions.draws()[version.id]
    # One of ten overlaps alone would make at most a tenth.
    assert np.mean(drawn) > 0.2


def test_compared_versions_keep_the_shapes(drawn: Project) -> None:
    task = drawn.status.read().settings.task
    first, second = (drawn.evaluations.read(version) for version in drawn.models.all())

    told = compare_versions(first, second, Yardstick.TEST)

    found = [
        each for side in (told.first, told.second) for those in side.values() for each in those
    ]
    shapes = [each.there_shape for each in found if each.there is not None]
    assert shapes
    assert all((shape is not None) == (task is not Task.DETECT) for shape in shapes)
    for shape in shapes:
        if shape is not None:
            _check_truth(task, shape)


def test_versions_compare_only_where_outlines_were_compared_alike(drawn: Project) -> None:
    task = drawn.status.read().settings.task
    first, second = drawn.models.all()
    for yardstick in (Yardstick.TEST, Yardstick.VAL):
        _forget_shapes(drawn.evaluations.path(first.id, yardstick))
    measured = [drawn.evaluations.read(version) for version in (first, second)]

    if task is Task.SEGMENT:
        with pytest.raises(UsageError, match="compared coarsely"):
            compare_versions(*measured)
    else:
        assert compare_versions(*measured).comparison.num_images == 12


def _forget_shapes(path: Path) -> None:
    """Let an evaluation be one of an early release."""
    with np.load(path) as stored:
        arrays = {n: a for n, a in stored.items() if "shape" not in n and n != "edges"}
    np.savez(path, **arrays)


def _check_truth(task: Task, shape: SeenShape) -> None:
    if task is Task.SEGMENT:
        spans = [np.ptp(line[:, 0]) * 32 for line in shape.closed_lines_norm]
        assert spans == [pytest.approx(20, abs=0.1), pytest.approx(8, abs=0.1)]
    elif task is Task.OBB:
        (line,) = shape.closed_lines_norm
        np.testing.assert_allclose(line * 32, _DRAWN[task].corners_px(), atol=0.01)
    else:
        (bone,) = shape.bones_norm * 32
        assert bone == pytest.approx([8, 9, 20, 22], abs=0.01)
