"""What every executor does."""

from __future__ import annotations

from pathlib import Path

from engine.domain.events import Progressed, Started
from engine.domain.jobs import JobState, Verdict
from engine.jobs.executor import Executor, read_outcome
from tests.jobs.builders import RESULT, make_folder, processes_of, wait_until


class ExecutorContract:
    """Inherit with a fixture `executor` whose jobs are played by the stub worker."""

    def test_job_when_it_succeeds_hands_over_events_and_result(
        self, executor: Executor, tmp_path: Path
    ) -> None:
        folder = make_folder(tmp_path / "job")
        assert executor.outcome(folder).state is JobState.QUEUED
        executor.start(folder)
        wait_until(lambda: not executor.outcome(folder).state.is_active)
        assert executor.outcome(folder).state is JobState.FINISHED
        assert read_outcome(folder) == executor.outcome(folder)
        assert folder.result() == RESULT
        events = [numbered.event for numbered in folder.read_events()]
        assert events == [Started("stub"), Progressed(1, 1)]

    def test_job_when_it_ends_without_a_word_has_failed(
        self, executor: Executor, tmp_path: Path
    ) -> None:
        folder = make_folder(tmp_path / "job", script="say_nothing")
        executor.start(folder)
        wait_until(lambda: not executor.outcome(folder).state.is_active)
        outcome = executor.outcome(folder)
        assert outcome.state is JobState.FAILED
        assert "without a result" in outcome.reason

    def test_job_when_started_again_goes_on_in_its_folder(
        self, executor: Executor, tmp_path: Path
    ) -> None:
        folder = make_folder(tmp_path / "job")
        for _ in range(2):
            executor.start(folder)
            wait_until(lambda: not executor.outcome(folder).state.is_active)
            wait_until(lambda: not processes_of(folder))
        assert executor.outcome(folder).state is JobState.FINISHED
        assert folder.attempt() == 2
        assert [numbered.seq for numbered in folder.read_events()] == [1, 2, 3, 4]

    def test_job_when_stopped_before_it_began_is_cancelled(
        self, executor: Executor, tmp_path: Path
    ) -> None:
        folder = make_folder(tmp_path / "job")
        executor.stop(folder, verdict=Verdict.CANCEL)
        assert executor.outcome(folder).state is JobState.CANCELLED

    def test_job_when_attached_after_its_end_keeps_its_outcome(
        self, executor: Executor, tmp_path: Path
    ) -> None:
        folder = make_folder(tmp_path / "job")
        executor.start(folder)
        wait_until(lambda: not executor.outcome(folder).state.is_active)
        wait_until(lambda: not processes_of(folder))
        executor.attach(folder)
        assert executor.outcome(folder).state is JobState.FINISHED
