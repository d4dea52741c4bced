"""However a job goes, its folder tells."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from engine.domain.errors import ResourceError
from engine.domain.events import Failed, Notice
from engine.domain.identifiers import SnapshotId
from engine.domain.jobs import (
    JobKind,
    JobSpec,
    JobState,
    QuerySpec,
    SnapshotRequest,
    TrainSpec,
    Verdict,
)
from engine.domain.recipes import Recipe
from engine.domain.results import QueryResult
from engine.jobs.executor import JobOutcome
from engine.jobs.folder import JobFolder
from engine.jobs.inline import InlineExecutor
from engine.jobs.reporter import Reporter
from engine.worker.dispatch import run_job
from engine.worker.runners import RUNNERS

QUERY = QuerySpec("random", 1, 0, "candidates.npy", "labeled.npy")
TRAIN = TrainSpec(SnapshotRequest(SnapshotId("s"), "manifest", "snapshot", "pixels"), Recipe())
RESULT = QueryResult((), "random")

Runner = Callable[[JobSpec, Reporter], QueryResult]


@pytest.fixture
def folder(tmp_path: Path) -> JobFolder:
    return JobFolder.create(tmp_path / "job", QUERY)


def test_every_kind_of_job_has_a_runner() -> None:
    assert set(RUNNERS) == set(JobKind)


def test_job_when_its_runner_returns_has_its_result(folder: JobFolder) -> None:
    def work(spec: JobSpec, reporter: Reporter) -> QueryResult:
        assert spec == QUERY
        reporter.emit(Notice("at work"))
        return RESULT

    assert _run(folder, work) == JobOutcome(JobState.FINISHED)
    assert folder.result() == RESULT
    assert [numbered.event for numbered in folder.read_events()] == [Notice("at work")]


def test_job_when_a_person_can_act_tells_what_happened_and_what_to_do(folder: JobFolder) -> None:
    failure = ResourceError("The GPU is lost.", hint="Start the computer again.")
    outcome = _run(folder, _raising(failure))
    assert outcome == JobOutcome(JobState.FAILED, "The GPU is lost. Start the computer again.")
    told = Failed("The GPU is lost.", "Start the computer again.", "ResourceError")
    assert folder.failure() == told
    assert folder.read_events()[-1].event == told


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyError("weights"), "KeyError: 'weights'"),
        (MemoryError(), "ran out of memory"),
        (SystemExit("third-party code gave up"), "SystemExit: third-party code gave up"),
        (ValueError("x" * 10_000), "ValueError: xxx"),
    ],
)
def test_job_when_something_breaks_names_it_and_logs_the_traceback(
    folder: JobFolder, error: BaseException, words: str
) -> None:
    outcome = _run(folder, _raising(error))
    assert outcome.state is JobState.FAILED
    assert words in outcome.reason
    assert len(outcome.reason) < 1000
    assert "Traceback" in folder.log_path.read_text()


def test_job_when_its_result_is_of_the_wrong_shape_has_failed(folder: JobFolder) -> None:
    outcome = _run(folder, lambda _spec, _reporter: QueryResult((), 3))  # type: ignore[arg-type]  # the bug
    assert outcome.state is JobState.FAILED
    assert "QueryResult" in outcome.reason
    assert folder.result() is None


@pytest.mark.parametrize(
    ("verdict", "state"),
    [(Verdict.PAUSE, JobState.PAUSED), (Verdict.CANCEL, JobState.CANCELLED)],
)
def test_job_when_asked_to_stop_ends_without_a_failure(
    folder: JobFolder, verdict: Verdict, state: JobState
) -> None:
    def work(_spec: JobSpec, reporter: Reporter) -> QueryResult:
        folder.write_verdict(verdict)
        reporter.raise_if_asked()
        return RESULT

    assert _run(folder, work).state is state
    assert folder.failure() is None


def test_training_when_taken_up_again_resumes_by_itself(tmp_path: Path) -> None:
    folder = JobFolder.create(tmp_path / "job", TRAIN)
    resumes: list[bool] = []

    def work(spec: JobSpec, _reporter: Reporter) -> QueryResult:
        assert isinstance(spec, TrainSpec)
        resumes.append(spec.resume)
        raise ResourceError("not yet")

    _run(folder, work)
    _run(folder, work)
    assert resumes == [False, True]
    assert folder.spec() == TRAIN


def test_job_when_from_elsewhere_has_failed_in_words(folder: JobFolder) -> None:
    (folder.path / "job.json").write_text('{"v": 1, "kind": "query", "home": "/other"}')
    outcome = _run(folder, _raising(AssertionError("never reached")))
    assert outcome.state is JobState.FAILED
    assert "made in another place" in outcome.reason


def _raising(error: BaseException) -> Runner:
    def work(_spec: JobSpec, _reporter: Reporter) -> QueryResult:
        raise error

    return work


def _run(folder: JobFolder, work: Runner) -> JobOutcome:
    executor = InlineExecutor(partial(run_job, runners=dict.fromkeys(JobKind, work)))
    executor.start(folder)
    return executor.outcome(folder)
