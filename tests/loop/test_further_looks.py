"""Strategies that want more than one look at the pool."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.jobs import JobKind
from engine.domain.metrics import Yardstick
from engine.domain.project import DomainFacts
from engine.loop.bootstrap import Project
from engine.loop.further_looks import remember_committee
from tests.loop.builders import play_round, poll_until_idle

Make = Callable[..., Project]


@pytest.fixture
def project(make_project: Make) -> Project:
    project = make_project(num_images=20)
    play_round(project)
    return project


def ask(project: Project, strategy: str) -> str:
    """Ask for four questions; return who chose them."""
    project.rounds.ask(4, strategy=strategy)
    poll_until_idle(project)
    current = project.rounds.current()
    assert current is not None
    assert project.rounds.questions()
    return current.strategy


def scorings(project: Project) -> list[dict]:
    folders = sorted((project.path / "jobs").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    specs = [json.loads((folder / "job.json").read_text()) for folder in folders]
    return [spec["spec"] for spec in specs if spec["kind"] == JobKind.SCORE]


def committee_of(project: Project, tmp_path: Path, *, num_classes: int = 2) -> Path:
    weights = tmp_path / "trial.pt"
    weights.write_bytes(b"weights")
    with project.store.write() as tx:
        remember_committee(tx, [str(weights)], num_classes=num_classes)
    return weights


def test_consistency_when_asked_for_then_the_pool_is_looked_at_in_the_mirror(
    project: Project,
) -> None:
    assert ask(project, "consistency") == "consistency"
    assert scorings(project)[-1]["flips"] is True


def test_consistency_when_the_pool_was_looked_at_without_then_again_with_mirror_images(
    project: Project,
) -> None:
    version = project.models.latest()
    assert version is not None
    project.scoring.start(version)
    poll_until_idle(project)

    assert ask(project, "consistency") == "consistency"
    assert project.scoring.is_scored(version.id)


def test_consistency_when_left_and_right_differ_then_another_strategy_answers(
    project: Project,
) -> None:
    project.file.set_facts(DomainFacts(left_right_differ=True))

    assert ask(project, "consistency") == "hybrid"
    assert scorings(project)[-1]["flips"] is False


def test_committee_when_a_search_left_models_then_they_read_too(
    project: Project, tmp_path: Path
) -> None:
    weights = committee_of(project, tmp_path)

    assert ask(project, "committee") == "committee"
    assert scorings(project)[-1]["committee"] == [str(weights)]


@pytest.mark.parametrize("trouble", ["other classes", "deleted", "none"])
def test_committee_when_no_model_of_the_same_classes_is_left_then_another_strategy_answers(
    project: Project, tmp_path: Path, trouble: str
) -> None:
    if trouble != "none":
        weights = committee_of(
            project, tmp_path, num_classes=3 if trouble == "other classes" else 2
        )
        if trouble == "deleted":
            weights.unlink()

    assert ask(project, "committee") == "hybrid"


def test_quality_of_classes_is_that_of_validation_and_empty_where_one_is_new(
    project: Project,
) -> None:
    version = project.models.latest()
    assert version is not None
    ids = [each.id for each in project.classes.all()]
    (measured,) = [each for each in version.accuracies if each.yardstick is Yardstick.VAL]

    assert version.quality_of(ids) == tuple(each.ap50_95 for each in measured.per_class)
    assert version.quality_of([*ids, type(ids[0])(99)]) == ()
