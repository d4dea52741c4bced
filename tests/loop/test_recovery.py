"""Real processes that die: nothing stored is lost, what ran is found again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from engine.domain.events import EpochFinished
from engine.domain.images import ImageFilter, Progress
from engine.domain.jobs import JobState, Verdict
from engine.domain.rounds import RoundState
from engine.jobs.folder import JobFolder
from engine.jobs.local import LocalExecutor
from engine.loop.bootstrap import Project, open_project
from tests.jobs.builders import processes_of, wait_until
from tests.loop.builders import label_all, project_wish

Make = Callable[..., Project]
ROOT = Path(__file__).resolve().parents[2]
LONG_S = 240.0

pytestmark = pytest.mark.slow


@pytest.fixture
def executor(monkeypatch: pytest.MonkeyPatch) -> LocalExecutor:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return LocalExecutor(slots=1, threads=1)


@pytest.fixture
def project(make_project: Make, executor: LocalExecutor, tmp_path: Path) -> Iterator[Project]:
    project = make_project(num_images=40, executor=executor)
    yield project
    for job_dir in (project.path / "jobs").iterdir():
        for process in processes_of(JobFolder(job_dir)):
            process.kill()


def num_epochs(folder: JobFolder) -> int:
    """Return how many epochs a training has finished."""
    return sum(isinstance(each.event, EpochFinished) for each in folder.read_events())


def poll_until(project: Project, is_so: Callable[[], object]) -> list[str]:
    notices: list[str] = []

    def polled() -> object:
        notices.extend(project.poll().notices)
        return is_so()

    wait_until(polled, timeout_s=LONG_S)
    return notices


def test_app_when_killed_during_a_training_then_labels_are_there_and_the_run_is_found_again(
    make_project: Make, executor: LocalExecutor
) -> None:
    project = make_project(num_images=40, executor=executor)
    project.close()
    app = subprocess.Popen(
        [sys.executable, "-m", "tests.loop.app_process", str(project.path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert app.stdout is not None
    stored = [int(app.stdout.readline()) for _ in range(3)]
    jobs = project.path / "jobs"
    (folder,) = (JobFolder(path) for path in jobs.iterdir())
    wait_until(lambda: num_epochs(folder) >= 2, timeout_s=LONG_S)
    app.kill()
    stored += [int(line) for line in app.stdout.read().split()]
    app.wait()
    app.stdout.close()
    again = open_project(project.path, executor=executor)
    try:
        complete = again.pool.ids(where=ImageFilter(progress=Progress.COMPLETE))
        assert set(stored) <= set(complete)
        assert len(complete) >= 8 + len(stored)
        again.poll()
        training = again.training.last()
        assert training is not None
        assert training.id == folder.path.name
        assert training.state in (JobState.RUNNING, JobState.FINISHED)
        poll_until(again, lambda: again.training.active() is None)
        training = again.training.last()
        assert training is not None
        assert (training.state, training.reason) == (JobState.FINISHED, "")
        epochs = [epoch.epoch for epoch in again.training.curve(training.id)]
        assert epochs == list(range(1, 41))
        assert len(again.models.all()) == 1
    finally:
        again.close()
    wait_until(lambda: not processes_of(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_worker_when_killed_then_the_run_fails_with_the_reason_and_resumes(
    project: Project,
) -> None:
    label_all(project)
    job_id = project.rounds.train(project_wish(epochs=12, device="cpu", threads=1))
    folder = project.background.folder(job_id)
    poll_until(project, lambda: num_epochs(folder) >= 3)
    mark = folder.process()
    assert mark is not None
    children = psutil.Process(mark.pid).children(recursive=True)
    os.kill(mark.pid, signal.SIGKILL)
    notices = poll_until(project, lambda: project.training.active() is None)
    job = project.background.job(job_id)
    assert job.state is JobState.FAILED
    assert "SIGKILL" in job.reason
    assert any("SIGKILL" in notice for notice in notices)
    wait_until(lambda: not processes_of(folder))
    wait_until(lambda: not any(child.is_running() for child in children))
    project.background.resume(job_id)
    poll_until(project, lambda: project.training.active() is None)
    assert project.background.job(job_id).state is JobState.FINISHED
    epochs = [epoch.epoch for epoch in project.training.curve(job_id)]
    assert epochs == list(range(1, 13))
    (version,) = project.models.all()
    assert project.models.weights_path(version).is_file()


def test_training_when_paused_and_resumed_then_no_epoch_is_trained_twice(
    project: Project,
) -> None:
    label_all(project)
    job_id = project.rounds.train(project_wish(epochs=10, device="cpu", threads=1))
    poll_until(project, lambda: num_epochs(project.background.folder(job_id)) >= 2)
    project.background.tell(job_id, Verdict.PAUSE)
    poll_until(project, lambda: project.training.active() is None)
    assert project.background.job(job_id).state is JobState.PAUSED
    project.background.resume(job_id)
    poll_until(project, lambda: project.training.active() is None)
    assert [e.epoch for e in project.training.curve(job_id)] == list(range(1, 11))


def test_loop_when_workers_are_real_then_a_round_is_asked_labeled_trained_and_asked_again(
    project: Project,
) -> None:
    project.rounds.ask(6)
    poll_until(project, lambda: not project.background.jobs(active_only=True))
    label_all(project)
    project.rounds.train(project_wish(epochs=2, device="cpu", threads=1))
    poll_until(project, lambda: project.training.active() is None)
    (version,) = project.models.all()
    assert {a.yardstick.value for a in version.accuracies} >= {"test"}
    project.classes.add("third")
    project.rounds.ask(4)
    poll_until(project, lambda: not project.background.jobs(active_only=True))
    newest = project.rounds.current()
    assert newest is not None
    assert newest.state is RoundState.LABELING
