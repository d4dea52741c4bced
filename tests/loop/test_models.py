from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.errors import NotFoundError, UsageError
from engine.domain.identifiers import VersionId
from engine.domain.jobs import ExportSpec, JobKind
from engine.loop.bootstrap import Project
from tests.loop.builders import Script, play_round, poll_until_idle

Make = Callable[..., Project]


def test_export_when_done_then_it_is_kept_with_its_check(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=30)
    play_round(project)
    job_id = project.models.export(tmp_path / "out")
    spec = project.background.folder(job_id).spec()
    assert isinstance(spec, ExportSpec)
    assert len(spec.image_paths) == 12
    assert spec.class_names == ("cell", "nucleus")
    poll_until_idle(project)
    poll_until_idle(project)
    (export,) = project.models.exports()
    assert export.check.passed
    (version,) = project.models.all()
    assert project.models.exports(version.id) == [export]
    assert project.models.exports(VersionId("other")) == []


def test_export_when_repeated_to_one_place_then_the_last_stands(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=10)
    play_round(project)
    for _ in range(2):
        project.models.export(tmp_path / "out")
        poll_until_idle(project)
    assert len(project.models.exports()) == 1


def test_export_when_images_have_gone_then_those_left_are_compared(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=20)
    play_round(project)
    for number in range(11):
        (tmp_path / "pictures" / f"{number:04d}.png").unlink()
    spec = project.background.folder(project.models.export(tmp_path / "out")).spec()
    assert isinstance(spec, ExportSpec)
    assert len(spec.image_paths) == 9


def test_export_when_it_cannot_be_then_it_says_why(make_project: Make, tmp_path: Path) -> None:
    script = Script()
    project = make_project(num_images=10, script=script)
    with pytest.raises(NotFoundError, match="no model yet"):
        project.models.export(tmp_path / "out")
    play_round(project)
    with pytest.raises(UsageError, match="papyrus"):
        project.models.export(tmp_path / "out", model_format="papyrus")
    with pytest.raises(NotFoundError, match="v9"):
        project.models.export(tmp_path / "out", version_id=VersionId("v9"))
    script.failures = {JobKind.EXPORT: "ONNX has left the building."}
    project.models.export(tmp_path / "out")
    assert poll_until_idle(project) == ["The export did not finish: ONNX has left the building."]
    (version,) = project.models.all()
    project.models.weights_path(version).unlink()
    with pytest.raises(NotFoundError, match="are gone"):
        project.models.export(tmp_path / "out")


def test_version_when_promoted_then_suggests_asks_and_is_exported(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=30)
    for _ in range(2):
        play_round(project)
    first, second = project.models.all()
    assert project.models.in_use() == second
    project.models.promote(first.id)
    poll_until_idle(project)
    assert project.models.in_use() == first
    assert project.scoring.is_scored(first.id)
    offered = project.scoring.suggestions(project.pool.ids()[-1])
    assert offered is not None
    assert offered.led_by == first.id
    spec = project.background.folder(project.models.export(tmp_path / "out")).spec()
    assert isinstance(spec, ExportSpec)
    assert spec.version_id == first.id
    poll_until_idle(project)
    project.rounds.ask()
    asking = project.rounds.current()
    assert asking is not None
    assert asking.asked_by == first.id
    poll_until_idle(project)


def test_promotion_when_taken_back_then_the_newest_is_used_and_history_tells(
    make_project: Make,
) -> None:
    project = make_project(num_images=30)
    for _ in range(2):
        play_round(project)
    first, second = project.models.all()
    with pytest.raises(UsageError, match="No version was promoted"):
        project.models.take_back_promotion()
    project.models.promote(first.id)
    project.models.take_back_promotion()
    assert project.models.in_use() == second
    project.models.take_back_promotion()
    assert project.models.in_use() == first
    told = [each.version_id for each in project.models.promotions()]
    assert told == [first.id, None, first.id]
    assert all(each.who for each in project.models.promotions())
    poll_until_idle(project)


def test_promotion_when_the_weights_are_gone_then_nothing_changes(make_project: Make) -> None:
    project = make_project(num_images=30)
    for _ in range(2):
        play_round(project)
    first, second = project.models.all()
    project.models.weights_path(first).unlink()
    with pytest.raises(NotFoundError, match="are gone"):
        project.models.promote(first.id)
    assert project.models.in_use() == second
    assert project.models.promotions() == []
