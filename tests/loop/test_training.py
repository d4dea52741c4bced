from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.errors import NotFoundError, ResourceError, UsageError
from engine.domain.identifiers import ClassId
from engine.domain.jobs import JobKind, JobState, TrainSpec
from engine.domain.project import DomainFacts
from engine.domain.recipes import Recipe
from engine.domain.versions import Start
from engine.loop.bootstrap import Project
from engine.loop.training import TrainingWish
from engine.loop.weights import find_local_start, find_start, scratch_name
from tests.loop.builders import (
    SCRATCH,
    Script,
    SteppedExecutor,
    label,
    play_round,
    poll_until_idle,
    project_wish,
)

Make = Callable[..., Project]


@pytest.fixture
def project(make_project: Make) -> Project:
    project = make_project(num_images=20)
    label(project, project.pool.ids()[:10])
    return project


def test_train_when_done_then_the_version_tells_where_it_comes_from(project: Project) -> None:
    job_id = project.rounds.train(project_wish(seed=7))
    spec = project.background.folder(job_id).spec()
    assert isinstance(spec, TrainSpec)
    poll_until_idle(project)
    (version,) = project.models.all()
    assert (version.number, version.job_id, version.seed) == (1, job_id, 7)
    assert version.snapshot_id == spec.snapshot.id
    assert version.recipe == spec.recipe
    assert (version.start, version.start_weights) == (Start.SCRATCH, SCRATCH)
    assert version.class_names == ("cell", "nucleus")
    assert [c.class_id for c in version.accuracies[0].per_class] == [1, 2]
    weights = project.models.weights_path(version)
    assert weights.is_relative_to(project.path / "models")
    assert weights.read_bytes() == b"weights of " + job_id.encode()
    assert project.training.curve(job_id)[0].epoch == 1


def test_train_when_classes_change_meanwhile_then_the_version_keeps_those_it_learned(
    make_project: Make,
) -> None:
    stepped = SteppedExecutor(Script())
    project = make_project(num_images=20, executor=stepped)
    label(project, project.pool.ids()[:10])
    project.rounds.train(project_wish())
    project.classes.rename(ClassId(1), name="red cell")
    project.classes.add("platelet")
    poll_until_idle(project, stepped)
    (version,) = project.models.all()
    assert version.class_names == ("cell", "nucleus")


def test_train_when_the_worker_left_no_weights_then_the_job_has_failed(
    project: Project,
) -> None:
    job_id = project.rounds.train(project_wish())
    result = project.background.result(job_id)
    Path(result.weights).unlink()  # type: ignore[union-attr]
    poll_until_idle(project)
    job = project.background.job(job_id)
    assert job.state is JobState.FAILED
    assert "no weights" in job.reason
    assert project.models.all() == []


def test_train_when_weights_are_not_at_hand_then_it_names_the_way_out(project: Project) -> None:
    with pytest.raises(ResourceError, match=r"--model yolo11n\.yaml"):
        project.rounds.train(TrainingWish(epochs=1))
    assert project.background.jobs() == []


def test_train_when_nothing_is_labeled_then_no_job_begins(make_project: Make) -> None:
    project = make_project(num_images=5)
    with pytest.raises(UsageError, match="No image is completely labeled"):
        project.rounds.train(project_wish())
    assert project.background.jobs() == []


def test_recipe_when_facts_are_stated_then_they_bound_defaults_and_adopted_recipes(
    project: Project,
) -> None:
    project.file.set_facts(DomainFacts(left_right_differ=True, up_is_up=True))
    with project.store.write() as tx:
        tx.project.adopt_recipe(Recipe(model=SCRATCH, lr0=0.5))
    for recipe in (project.training.recipe(), project.training.defaults()):
        assert recipe.augmentation.fliplr == 0.0
        assert recipe.augmentation.flipud == 0.0
    assert project.training.recipe().lr0 == 0.5
    assert project.training.defaults().lr0 == 0.01
    assert project.training.recipe(project_wish(epochs=3)).epochs == 3


def test_versions_when_several_rounds_train_then_they_are_numbered(make_project: Make) -> None:
    project = make_project(num_images=40)
    play_round(project)
    play_round(project)
    assert [(v.number, v.round_number) for v in project.models.all()] == [(1, 0), (2, 1)]
    latest = project.models.latest()
    assert latest is not None
    assert latest.number == 2


def test_train_when_another_kind_of_job_runs_then_it_may_start(make_project: Make) -> None:
    stepped = SteppedExecutor(Script())
    project = make_project(num_images=20, executor=stepped)
    label(project, project.pool.ids()[:10])
    project.rounds.ask(3)
    project.rounds.train(project_wish())
    active = {job.kind for job in project.background.jobs(active_only=True)}
    assert active == {JobKind.QUERY, JobKind.TRAIN}
    training = project.training.active()
    assert training == project.training.last()


def test_find_start_when_model_is_named_then_it_means_what_is_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.pt"
    own.touch()
    assert find_start("yolo11n.yaml").start is Start.SCRATCH
    assert find_start(str(own)).name == str(own.resolve())
    assert find_start(str(own)).start is Start.LOCAL_FILE
    with pytest.raises(NotFoundError, match="nonsense"):
        find_start("nonsense.pt")
    with pytest.raises(ResourceError, match="no network"):
        find_start("yolo11n.pt")
    assert find_local_start("yolo11n.pt") is None
    monkeypatch.setenv("LOUPE_WEIGHTS_DIR", str(tmp_path))
    (tmp_path / "yolo11n.pt").touch()
    found = find_start("yolo11n.pt")
    assert (found.start, found.must_download) == (Start.PRETRAINED, False)
    monkeypatch.setattr("engine.loop.weights.is_network_there", lambda: True)
    assert find_start("yolo26n.pt").must_download
    assert scratch_name("yolo11n.pt") == "yolo11n.yaml"
