from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.jobs import JobKind
from engine.domain.rounds import RoundState
from engine.domain.searches import SearchVerdict
from engine.loop.autopilot import AutopilotPlan
from engine.loop.bootstrap import Project
from engine.loop.searches import SearchWish
from engine.simulation.truth import write_truth
from tests.loop.builders import (
    Script,
    poll_until_idle,
    project_wish,
    write_truths,
)
from tests.loop.test_background import Crash, crash_at
from tests.loop.test_searches import outcome

Make = Callable[..., Project]


def plan(project: Project, tmp_path: Path, **changes: object) -> AutopilotPlan:
    defaults: dict[str, object] = {
        "truth_path": str(write_truths(project, tmp_path / "truth.jsonl")),
        "seed_size": 4,
        "query_size": 4,
        "rounds": 2,
        "training": project_wish(),
        "search": SearchWish(trials=1, training=project_wish()),
        "export_dir": str(tmp_path / "export"),
    }
    return AutopilotPlan(**defaults | changes)  # type: ignore[arg-type]


def finished(project: Project) -> AutopilotPlan:
    found = project.autopilot.plan()
    assert found is not None
    assert found.is_done
    return found


def test_autopilot_when_begun_then_both_loops_alternate_to_the_export(
    make_project: Make, tmp_path: Path
) -> None:
    script = Script()
    project = make_project(num_images=40, script=script)
    project.autopilot.begin(plan(project, tmp_path))
    poll_until_idle(project)
    assert finished(project).reason == ""
    assert [r.state for r in project.rounds.all()] == [RoundState.FINISHED] * 3
    assert len(project.models.all()) == 3
    assert len(project.searches.all()) == 2
    assert len(project.models.exports()) == 1
    assert script.ran[-1] is JobKind.EXPORT
    assert project.pool.counts().num_test_labeled == project.pool.counts().num_test


def test_autopilot_when_the_last_search_is_adopted_then_a_model_is_trained_with_it(
    make_project: Make, tmp_path: Path
) -> None:
    script = Script(outcome=outcome(SearchVerdict.ADOPTED))
    project = make_project(num_images=30, script=script)
    project.autopilot.begin(plan(project, tmp_path, rounds=1))
    poll_until_idle(project)
    assert finished(project).reason == ""
    assert project.models.all()[-1].recipe.optimizer == "AdamW"
    assert len(project.models.all()) == 3


def test_autopilot_when_a_job_fails_then_it_ends_with_the_reason_and_can_go_on(
    make_project: Make, tmp_path: Path
) -> None:
    script = Script(failures={JobKind.TRAIN: "No more juice."})
    project = make_project(num_images=30, script=script)
    project.autopilot.begin(plan(project, tmp_path, search=None, export_dir=""))
    poll_until_idle(project)
    assert "No more juice." in finished(project).reason
    script.failures = {}
    project.autopilot.go_on()
    poll_until_idle(project)
    assert finished(project).reason == ""
    assert len(project.models.all()) == 3


def test_autopilot_when_questions_cannot_be_chosen_then_it_ends_with_the_reason(
    make_project: Make, tmp_path: Path
) -> None:
    script = Script(failures={JobKind.QUERY: "No idea."})
    project = make_project(num_images=30, script=script)
    project.autopilot.begin(plan(project, tmp_path))
    poll_until_idle(project)
    assert "No idea." in finished(project).reason


def test_autopilot_when_the_truth_knows_nothing_then_it_ends_instead_of_asking_forever(
    make_project: Make, tmp_path: Path
) -> None:
    project = make_project(num_images=20)
    wish = plan(project, tmp_path)
    write_truth(Path(wish.truth_path), [])
    project.autopilot.begin(wish)
    poll_until_idle(project)
    assert "knows nothing" in finished(project).reason


def test_autopilot_when_stopped_then_the_person_goes_on(make_project: Make, tmp_path: Path) -> None:
    project = make_project(num_images=20)
    project.autopilot.begin(plan(project, tmp_path))
    project.poll()
    project.autopilot.stop()
    num_jobs = len(project.background.jobs())
    poll_until_idle(project)
    assert project.autopilot.plan() is None
    assert len(project.background.jobs()) <= num_jobs + 1


@pytest.mark.parametrize("number", range(2, 72, 10))
def test_autopilot_when_the_app_dies_anywhere_then_it_comes_to_the_same_end(
    make_project: Make,
    reopen: Callable[..., Project],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    project = make_project(num_images=24)
    project.autopilot.begin(plan(project, tmp_path, rounds=1))
    with monkeypatch.context() as patch:
        crash_at(patch, number)
        with pytest.raises(Crash):
            poll_until_idle(project)
    again = reopen(project)
    poll_until_idle(again)
    assert finished(again).reason == ""
    assert [r.state for r in again.rounds.all()] == [RoundState.FINISHED] * 2
    assert len(again.models.exports()) == 1
    assert len(again.searches.all()) == 1
