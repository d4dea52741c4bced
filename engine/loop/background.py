"""The project's jobs: starts them, reads what they tell, hands results to the use case that asked.

Everything here happens on the caller's thread, in short transactions; `poll` is called a few times
a second by the window and by the command line's waiting loop.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from engine.domain.changes import Changed, Changes
from engine.domain.errors import NotFoundError, UsageError
from engine.domain.events import EpochFinished, JobEvent, Notice, Progressed
from engine.domain.identifiers import JobId, new_id
from engine.domain.jobs import KIND_OF_SPEC, JobKind, JobRecord, JobSpec, JobState, Verdict
from engine.domain.results import JobResult
from engine.jobs.executor import Executor, JobOutcome
from engine.jobs.folder import JobFolder
from engine.store.database import Store
from engine.store.transaction import Transaction

# A poll applies this many events of a job in one transaction, so that a gesture gets between.
_EVENTS_PER_POLL = 200
_NO_CONTEXT: Mapping[str, object] = {}


class JobHandler(Protocol):
    """What a use case does with what its jobs tell. Called inside a transaction: no slow work."""

    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        """Take one event, exactly once and in order."""

    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:  # noqa: ANN401
        """Take the result of a finished job, exactly once. Its type follows the kind of job."""

    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        """Take note that a job failed, was paused or cancelled; it has the state and the reason."""


class Background:
    """Every job of a project, running or ended."""

    def __init__(self, store: Store, *, jobs_dir: Path, executor: Executor) -> None:
        self._store = store
        self._jobs_dir = jobs_dir
        self._executor = executor
        self._handlers: dict[JobKind, JobHandler] = {}
        self._progress: dict[JobId, Progressed | EpochFinished] = {}

    def hand_over(self, kind: JobKind, handler: JobHandler) -> None:
        """Name the use case that takes what jobs of a kind tell."""
        self._handlers[kind] = handler

    def folder(self, job_id: JobId) -> JobFolder:
        """Return a job's folder, which keeps its request, events, log and result."""
        return JobFolder(self._jobs_dir / job_id)

    def start(
        self, spec: JobSpec, *, title: str, context: Mapping[str, object] = _NO_CONTEXT
    ) -> JobId:
        """Start a job, or queue it where all workers are busy.

        Args:
            spec: What to do.
            title: What it is called on screen.
            context: What the use case wants to find again when the job ends; plain JSON data.

        Raises:
            ResourceError: The job folder cannot be written.
        """
        job_id = JobId(new_id())
        folder = JobFolder.create(self._jobs_dir / job_id, spec)
        record = JobRecord(
            job_id, KIND_OF_SPEC[type(spec)], JobState.QUEUED, created_at=time.time(), title=title
        )
        with self._store.write() as tx:
            tx.jobs.add(record, context=context)
        self._executor.start(folder)
        return job_id

    def resume(self, job_id: JobId) -> None:
        """Start a paused, failed or cancelled job again where it stopped.

        Raises:
            UsageError: The job runs, or has finished.
        """
        with self._store.write() as tx:
            job = tx.jobs.get(job_id)
            if job.state.is_active or job.state is JobState.FINISHED:
                raise UsageError(f"{job.title} is {job.state} and cannot be resumed.")
            tx.jobs.move(job_id, JobState.QUEUED)
        self._executor.start(self.folder(job_id))

    def tell(self, job_id: JobId, verdict: Verdict) -> None:
        """Ask a job to pause or stop; it saves what it has first."""
        self._executor.stop(self.folder(job_id), verdict=verdict)

    def find_again(self) -> None:
        """Look after jobs an earlier owner left running; start those that still waited."""
        for job in self.jobs(active_only=True):
            folder = self.folder(job.id)
            if folder.process() is None and not folder.has_result():
                self._executor.start(folder)
            else:
                self._executor.attach(folder)

    def job(self, job_id: JobId) -> JobRecord:
        """Return one job."""
        with self._store.read() as tx:
            return tx.jobs.get(job_id)

    def jobs(self, *, active_only: bool = False) -> list[JobRecord]:
        """Return the jobs, oldest first."""
        with self._store.read() as tx:
            return tx.jobs.all(active=active_only)

    def progress(self, job_id: JobId) -> Progressed | EpochFinished | None:
        """Return the last thing a running job said of its progress; None while it said nothing."""
        return self._progress.get(job_id)

    def poll(self) -> Changes:
        """Apply what jobs told since the last call. Safe to repeat: nothing is applied twice."""
        self._executor.pump()
        changes = Changes()
        for job in self.jobs(active_only=True):
            changes |= self._follow(job)
        return changes

    def wait(self, job_id: JobId, *, interval_s: float = 0.1) -> Iterator[Changes]:
        """Yield the changes of each poll until a job has ended; for callers that may block."""
        while True:
            yield self.poll()
            if not self.job(job_id).state.is_active:
                return
            time.sleep(interval_s)

    def result(self, job_id: JobId) -> JobResult:
        """Return what a finished job handed over.

        Raises:
            NotFoundError: It has no result.
        """
        result = self.folder(job_id).result()
        if result is None:
            raise NotFoundError(f"The job {job_id} has no result.")
        return result

    def shutdown(self) -> None:
        """Let go of the workers; what runs for hours goes on without the window."""
        self._executor.shutdown()

    def _follow(self, job: JobRecord) -> Changes:
        folder = self.folder(job.id)
        # The outcome is looked at first: all that the worker told before it ended is then in reach.
        outcome = self._executor.outcome(folder)
        changes, has_more = self._apply_events(job, folder)
        if has_more:
            return changes
        if outcome.state is not job.state:
            changes |= self._apply_outcome(job, outcome, folder)
        return changes

    def _apply_events(self, job: JobRecord, folder: JobFolder) -> tuple[Changes, bool]:
        with self._store.read() as tx:
            last_seq = tx.jobs.last_seq(job.id)
        events = folder.read_events(after_seq=last_seq)
        if not events:
            return Changes(), False
        handler, changes = self._handlers[job.kind], Changes(Changed.JOBS)
        batch = events[:_EVENTS_PER_POLL]
        with self._store.write() as tx:
            for numbered in batch:
                changes |= self._take(tx, handler, job, numbered.event)
            tx.jobs.set_last_seq(job.id, batch[-1].seq)
        return changes, len(events) > len(batch)

    def _take(
        self, tx: Transaction, handler: JobHandler, job: JobRecord, event: JobEvent
    ) -> Changes:
        if isinstance(event, Progressed | EpochFinished):
            self._progress[job.id] = event
        if isinstance(event, Notice):
            return Changes(notices=(event.text,))
        return handler.on_event(tx, job, event)

    def _apply_outcome(self, job: JobRecord, outcome: JobOutcome, folder: JobFolder) -> Changes:
        changes = Changes(Changed.JOBS)
        handler = self._handlers[job.kind]
        with self._store.write() as tx:
            if job.state is JobState.QUEUED and outcome.state is JobState.PAUSED:
                tx.jobs.move(job.id, JobState.RUNNING)
            moved = tx.jobs.move(job.id, outcome.state, reason=outcome.reason)
            if outcome.state is JobState.FINISHED:
                changes |= handler.on_result(tx, moved, folder.result())
            elif not outcome.state.is_active:
                changes |= handler.on_end(tx, moved)
        if not outcome.state.is_active:
            self._progress.pop(job.id, None)
        return changes
