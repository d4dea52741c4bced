from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.domain.errors import ConflictError, NotFoundError, ResourceError
from engine.domain.jobs import JobState
from engine.domain.project import Goal
from engine.jobs.folder import JobFolder
from engine.loop.advisor import Action
from engine.loop.bootstrap import Project, open_project
from tests.loop.builders import Script, SteppedExecutor, label, play_round

Make = Callable[..., Project]


def test_open_when_it_is_held_then_the_holder_is_named_and_reading_works(
    make_project: Make,
) -> None:
    project = make_project(num_images=10)
    play_round(project)
    with pytest.raises(ConflictError, match="process"):
        open_project(project.path)
    reading = open_project(project.path, read_only=True)
    try:
        assert reading.is_read_only
        assert reading.status.read().counts == project.pool.counts()
        assert not reading.poll()
        with pytest.raises(ConflictError, match="read-only"):
            reading.rounds.ask(3)
    finally:
        reading.close()


def test_open_when_there_is_no_project_then_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        open_project(tmp_path)


class FullDisk(SteppedExecutor):
    """Can start nothing."""

    def start(self, folder: JobFolder) -> None:
        raise ResourceError("The disk is full.")


def test_open_when_a_waiting_job_cannot_be_started_then_the_project_opens_all_the_same(
    make_project: Make, reopen: Callable[..., Project]
) -> None:
    project = make_project(num_images=10, executor=SteppedExecutor(Script()))
    label(project, project.pool.ids()[:4])
    project.rounds.ask(3)
    again = reopen(project, FullDisk(Script()))
    assert again.pool.counts().num_labeled == 4
    (job,) = again.background.jobs()
    assert (job.state, job.reason) == (JobState.FAILED, "The disk is full.")
    assert again.status.read().advice.action is Action.ASK
    assert "disk is full" in again.status.read().advice.reason


def test_settings_when_changed_then_they_are_there_after_reopening(
    make_project: Make, reopen: Callable[..., Project]
) -> None:
    project = make_project()
    project.file.set_goal(Goal(target_accuracy=0.7))
    project.classes.rename(project.file.classes()[0].id, name="blood cell")
    again = reopen(project)
    assert again.file.settings().goal.target_accuracy == 0.7
    assert [c.name for c in again.file.classes()] == ["blood cell", "nucleus"]
    assert again.file.facts_in_words()


def test_close_when_done_then_another_may_open_it(make_project: Make) -> None:
    project = make_project()
    project.close()
    open_project(project.path).close()
