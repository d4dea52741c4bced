"""The local executor, on real processes that misbehave in every way known."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.domain.errors import ConflictError, ResourceError
from engine.domain.events import Notice, Started, UnknownEvent
from engine.domain.jobs import JobState, Verdict
from engine.jobs.executor import Executor
from engine.jobs.folder import JobFolder
from engine.jobs.local import LocalExecutor
from engine.jobs.processes import is_alive
from tests.jobs.builders import (
    STUB_OWNER,
    STUB_WORKER,
    make_executor,
    make_folder,
    processes_of,
    wait_until,
    wait_until_over,
)
from tests.jobs.contract import ExecutorContract

pytestmark = [
    pytest.mark.usefixtures("no_orphans"),
    pytest.mark.skipif(os.name == "nt", reason="signals and sessions are POSIX"),
]


@pytest.fixture
def executor() -> Iterator[LocalExecutor]:
    executor = make_executor()
    yield executor
    executor.shutdown()


class TestLocalExecutor(ExecutorContract):
    @pytest.fixture
    def executor(self) -> Iterator[Executor]:
        executor = make_executor()
        yield executor
        executor.shutdown()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("crash", ["exit code 1", "RuntimeError: the stub fell over"]),
        ("segfault", ["was killed by SIGSEGV"]),
        ("say_nothing", ["ended without a result"]),
    ],
)
def test_job_when_its_worker_falls_over_has_failed_with_the_reason(
    executor: LocalExecutor, tmp_path: Path, script: str, words: list[str]
) -> None:
    folder = make_folder(tmp_path / "job", script=script)
    executor.start(folder)
    wait_until_over(executor, folder)
    outcome = executor.outcome(folder)
    assert outcome.state is JobState.FAILED
    assert all(word in outcome.reason for word in words)
    # Whoever looks later is told the same.
    assert make_executor().outcome(folder) == outcome


def test_job_when_its_worker_cannot_be_started_has_failed_with_the_reason(tmp_path: Path) -> None:
    executor = make_executor(command=("/no/such/worker",))
    folder = make_folder(tmp_path / "job")
    executor.start(folder)
    outcome = executor.outcome(folder)
    assert outcome.state is JobState.FAILED
    assert "/no/such/worker cannot be started: No such file" in outcome.reason


def test_job_when_its_worker_is_killed_fails_leaves_no_orphan_and_resumes(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="have_child")
    _start(executor, folder)
    wait_until(lambda: len(processes_of(folder)) == 2)
    os.kill(_pid(folder), signal.SIGKILL)
    wait_until_over(executor, folder)
    outcome = executor.outcome(folder)
    assert outcome.state is JobState.FAILED
    assert "was killed by SIGKILL" in outcome.reason

    _start(executor, folder)
    assert folder.attempt() == 2
    assert executor.outcome(folder).state is JobState.RUNNING
    wait_until(lambda: len(folder.read_events()) == 2)
    _cancel(executor, folder)


def test_job_when_it_prints_a_lot_finishes(executor: LocalExecutor, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "job", script="flood")
    executor.start(folder)
    wait_until_over(executor, folder)
    assert executor.outcome(folder).state is JobState.FINISHED
    assert folder.log_path.stat().st_size == 100_000_000
    assert folder.log_tail(1) == "epoch 1/100: all is well"


def test_job_when_it_writes_garbage_keeps_its_events(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="write_garbage")
    executor.start(folder)
    wait_until_over(executor, folder)
    events = [numbered.event for numbered in folder.read_events()]
    assert events == [Notice("before"), UnknownEvent("\x00garbage\n")]


@pytest.mark.parametrize(
    ("verdict", "state"),
    [(Verdict.CANCEL, JobState.CANCELLED), (Verdict.PAUSE, JobState.PAUSED)],
)
def test_job_when_asked_to_stop_ends_by_itself(
    executor: LocalExecutor, tmp_path: Path, verdict: Verdict, state: JobState
) -> None:
    folder = make_folder(tmp_path / "job", script="obey")
    _start(executor, folder)
    executor.stop(folder, verdict=verdict)
    wait_until_over(executor, folder)
    assert executor.outcome(folder).state is state
    assert folder.failure() is None


@pytest.mark.parametrize("script", ["hang", "ignore_all", "have_child"])
def test_job_when_it_does_not_stop_is_ended_with_all_its_processes(
    executor: LocalExecutor, tmp_path: Path, script: str
) -> None:
    folder = make_folder(tmp_path / "job", script=script)
    _start(executor, folder)
    _cancel(executor, folder)
    assert executor.outcome(folder).state is JobState.CANCELLED


def test_job_when_it_lingers_after_its_result_is_ended(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="linger")
    executor.start(folder)
    wait_until(lambda: executor.outcome(folder).state is JobState.FINISHED)
    wait_until_over(executor, folder)
    assert executor.outcome(folder).state is JobState.FINISHED


def test_job_when_it_leaves_a_child_behind_takes_it_along(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="leave_child")
    executor.start(folder)
    wait_until_over(executor, folder)
    assert executor.outcome(folder).state is JobState.FINISHED


def test_job_when_all_slots_are_taken_waits_for_its_turn(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    first = make_folder(tmp_path / "first", script="obey")
    second = make_folder(tmp_path / "second")
    third = make_folder(tmp_path / "third")
    _start(executor, first)
    executor.start(second)
    executor.start(third)
    executor.pump()
    assert executor.outcome(second).state is JobState.QUEUED
    executor.stop(third)
    assert executor.outcome(third).state is JobState.CANCELLED
    executor.stop(first)
    wait_until_over(executor, second)
    assert executor.outcome(second).state is JobState.FINISHED
    assert executor.outcome(third).state is JobState.CANCELLED
    assert third.process() is None


def test_job_when_it_runs_or_waits_is_not_started_twice(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    first, second = make_folder(tmp_path / "1", script="obey"), make_folder(tmp_path / "2")
    _start(executor, first)
    executor.start(second)
    for folder in (first, second):
        with pytest.raises(ConflictError, match="running already"):
            executor.start(folder)
    with pytest.raises(ConflictError, match="running already"):
        make_executor().start(JobFolder(first.path))
    executor.stop(second)
    _cancel(executor, first)


def test_job_when_its_last_worker_is_about_to_leave_is_started_after_it(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="leave_slowly")
    executor.start(folder)
    wait_until(folder.has_result)
    executor.start(folder)
    wait_until_over(executor, folder)
    assert executor.outcome(folder).state is JobState.FINISHED
    assert folder.attempt() == 2


def test_job_when_its_owner_is_killed_runs_on_and_is_found_again(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="have_child")
    _start_and_kill_owner(folder, ends_with_owner=False)
    assert executor.outcome(folder).state is JobState.RUNNING
    executor.attach(folder)
    assert executor.outcome(folder).state is JobState.RUNNING
    assert [numbered.event for numbered in folder.read_events()] == [Started("stub")]
    _cancel(executor, folder)
    assert executor.outcome(folder).state is JobState.CANCELLED


def test_job_when_owner_and_worker_are_killed_has_failed_and_left_no_orphan(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="have_child")
    _start_and_kill_owner(folder, ends_with_owner=False)
    _kill_worker(folder)
    wait_until(lambda: len(processes_of(folder)) == 1)
    executor.attach(folder)
    wait_until_over(executor, folder)
    outcome = executor.outcome(folder)
    assert outcome.state is JobState.FAILED
    assert "ended without a result" in outcome.reason


def test_job_when_it_shall_end_with_its_owner_does_so_with_its_children(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "job", script="have_child")
    _start_and_kill_owner(folder, ends_with_owner=True)
    wait_until(lambda: not processes_of(folder))
    wait_until(lambda: not make_executor().outcome(folder).state.is_active)
    outcome = make_executor().outcome(folder)
    assert outcome.state is JobState.FAILED
    assert "has gone" in outcome.reason


def test_job_when_its_pid_was_given_away_has_failed(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job")
    folder.begin_attempt()
    assert folder.claim()
    mark_path = folder.path / "process-1.json"
    mark_path.write_text(mark_path.read_text().replace('"birth": "', '"birth": "other '))
    executor.attach(folder)  # and this process, which has the pid now, lives on
    assert executor.outcome(folder).state is JobState.FAILED


def test_job_when_its_cancel_cannot_be_written_is_ended_all_the_same(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="hang")
    _start(executor, folder)
    (folder.path / "control.json" / "x").mkdir(parents=True)  # as on a full disk
    with pytest.raises(ResourceError, match="control"):
        executor.stop(folder)
    (folder.path / "control.json" / "x").rmdir()
    (folder.path / "control.json").rmdir()
    wait_until_over(executor, folder)
    outcome = executor.outcome(folder)
    assert outcome.state is JobState.FAILED
    assert "was killed by SIGTERM" in outcome.reason


def test_job_when_its_folder_is_taken_away_leaves_no_worker(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="hang")
    _start(executor, folder)
    shutil.rmtree(folder.path)
    with pytest.raises(ResourceError):
        executor.stop(folder)
    wait_until_over(executor, folder)
    outcome = executor.outcome(folder)
    assert outcome.state is JobState.FAILED
    assert outcome.reason == f"The folder {folder.path} is gone."


def test_job_when_started_again_is_rid_of_what_its_last_worker_left(
    executor: LocalExecutor, tmp_path: Path
) -> None:
    folder = make_folder(tmp_path / "job", script="have_child")
    _start_and_kill_owner(folder, ends_with_owner=False)
    _kill_worker(folder)
    wait_until(lambda: len(processes_of(folder)) == 1)
    (orphan,) = processes_of(folder)
    _start(executor, folder)
    wait_until(lambda: not orphan.is_running())
    _cancel(executor, folder)


def test_shutdown_when_workers_may_live_on_lets_them(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "job", script="obey")
    first, second = make_executor(), make_executor()
    _start(first, folder)
    first.shutdown()
    assert second.outcome(folder).state is JobState.RUNNING
    second.stop(folder)
    wait_until_over(second, folder)
    assert second.outcome(folder).state is JobState.CANCELLED


def test_shutdown_when_workers_end_with_their_owner_ends_them(tmp_path: Path) -> None:
    executor = make_executor(ends_with_owner=True, slots=2)
    folders = [make_folder(tmp_path / script, script=script) for script in ("obey", "ignore_all")]
    for folder in folders:
        _start(executor, folder)
        assert folder.lease_touched_ns() is not None
    executor.shutdown()
    assert not any(processes_of(folder) for folder in folders)
    assert {executor.outcome(folder).state for folder in folders} == {JobState.CANCELLED}


def test_worker_when_started_gets_its_threads_and_no_terminal(tmp_path: Path) -> None:
    executor = make_executor(threads=1)
    folder = make_folder(tmp_path / "job", script="obey")
    _start(executor, folder)
    (worker,) = processes_of(folder)
    assert worker.environ()["OMP_NUM_THREADS"] == "1"
    assert worker.terminal() is None
    assert os.getsid(worker.pid) == worker.pid
    _cancel(executor, folder)


def _start(executor: LocalExecutor, folder: JobFolder) -> None:
    """Start a job and wait for its worker's first word in this attempt."""
    num_events = len(folder.read_events())
    executor.start(folder)
    wait_until(lambda: len(folder.read_events()) > num_events)


def _cancel(executor: LocalExecutor, folder: JobFolder) -> None:
    executor.stop(folder)
    wait_until_over(executor, folder)


def _pid(folder: JobFolder) -> int:
    mark = folder.process()
    assert mark is not None
    return mark.pid


def _kill_worker(folder: JobFolder) -> None:
    """Kill a worker and wait until it is gone, which takes a busy machine a moment."""
    mark = folder.process()
    assert mark is not None
    os.kill(mark.pid, signal.SIGKILL)
    wait_until(lambda: not is_alive(mark))


def _start_and_kill_owner(folder: JobFolder, *, ends_with_owner: bool) -> None:
    """Have another program start the job of two processes, then kill that program."""
    arguments = [*STUB_OWNER, str(folder.path), *STUB_WORKER, "yes" if ends_with_owner else "no"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(arguments, env=environment) as owner:
        wait_until(lambda: folder.read_events() and len(processes_of(folder)) == 2)
        owner.kill()
