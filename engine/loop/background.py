"""The project's jobs: starts them, reads what they tell, hands results to the use case that asked.

Everything here happens on the caller's thread, in short transactions; `poll` is called a few times
a second by the window and by the command line's waiting loop.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from engine.domain.changes import Changed, Changes
from engine.domain.errors import DataError, EngineError, NotFoundError, UsageError
from engine.domain.events import EpochFinished, JobEvent, Notice, Progressed
from engine.domain.identifiers import JobId, new_id
from engine.domain.jobs import KIND_OF_SPEC, JobKind, JobRecord, JobSpec, JobState, Verdict
from engine.domain.results import RESULT_OF_KIND, JobResult
from engine.jobs.codec import NumberedEvent
from engine.jobs.executor import Executor, JobOutcome
from engine.jobs.folder import JobFolder
from engine.store.database import Store
from engine.store.transaction import Transaction

# A poll applies this many events of a job in one transaction, so that a gesture gets between.
_EVENTS_PER_POLL = 200
_NO_CONTEXT: Mapping[str, object] = {}


class JobHandler(Protocol):
    """What a use case does with what its jobs tell. Called inside a transaction: no slow work."""

    def on_start(self, tx: Transaction, job: JobRecord) -> None:
        """Take note that a job is about to run, for the first time or again.

        Raises:
            UsageError: It must not run now; then nothing of its start is stored.
        """

    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        """Take one event, exactly once and in order."""

    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:  # noqa: ANN401
        """Take the result of a finished job, exactly once. Its type follows the kind of job."""

    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        """Take note that a job failed, was paused or cancelled; it has the state and the reason."""


@dataclass(slots=True)
class _Inbox:
    """What an active job told: read up to one event, applied up to those that wait."""

    folder: JobFolder
    read_to: int
    waiting: list[NumberedEvent] = field(default_factory=list)

    def look(self) -> list[NumberedEvent]:
        """Return all events not applied yet."""
        new = self.folder.read_events(after_seq=self.read_to)
        if new:
            self.read_to = new[-1].seq
            self.waiting += new
        return self.waiting


class Background:
    """Every job of a project, running or ended."""

    def __init__(self, store: Store, *, jobs_dir: Path, executor: Executor) -> None:
        self._store = store
        self._jobs_dir = jobs_dir
        self._executor = executor
        self._handlers: dict[JobKind, JobHandler] = {}
        self._progress: dict[JobId, Progressed | EpochFinished] = {}
        self._inboxes: dict[JobId, _Inbox] = {}

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
            UsageError: The use case does not let it run now.
            ResourceError: The job folder cannot be written; a job that is known by then has failed.
        """
        job_id = JobId(new_id())
        JobFolder.create(self._jobs_dir / job_id, spec)
        job = JobRecord(
            job_id, KIND_OF_SPEC[type(spec)], JobState.QUEUED, created_at=time.time(), title=title
        )
        with self._store.write() as tx:
            tx.jobs.add(job, context=context)
            self._handlers[job.kind].on_start(tx, job)
        self._launch(job)
        return job_id

    def resume(self, job_id: JobId) -> None:
        """Start a paused, failed or cancelled job again where it stopped.

        Raises:
            UsageError: The job runs, has finished, or the use case does not let it run now.
            ResourceError: The job folder cannot be written.
        """
        with self._store.write() as tx:
            job = tx.jobs.get(job_id)
            if job.state.is_active or job.state is JobState.FINISHED:
                raise UsageError(f"{job.title} is {job.state} and cannot be resumed.")
            queued = tx.jobs.move(job_id, JobState.QUEUED)
            self._handlers[job.kind].on_start(tx, queued)
        self._launch(queued)

    def tell(self, job_id: JobId, verdict: Verdict) -> None:
        """Ask a job to pause or stop; it saves what it has first. Ended ones are past asking."""
        job = self.job(job_id)
        if job.state.is_active:
            self._executor.stop(self.folder(job_id), verdict=verdict)
        elif job.state is JobState.PAUSED and verdict is Verdict.CANCEL:
            self._move(job, JobOutcome(JobState.CANCELLED))

    def find_again(self) -> None:
        """Look after jobs an earlier owner left running; start those that still waited.

        One that cannot be started has failed, with the reason.
        """
        for job in self.jobs(active_only=True):
            folder = self.folder(job.id)
            if self._executor.outcome(folder).state is not JobState.QUEUED:
                self._executor.attach(folder)
                self._recall_progress(folder, job.id)
                continue
            with suppress(EngineError):
                self._launch(job)

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

    def _recall_progress(self, folder: JobFolder, job_id: JobId) -> None:
        """Know how far a job is that told so to an earlier owner."""
        for numbered in reversed(folder.read_events()):
            if isinstance(numbered.event, Progressed | EpochFinished):
                self._progress[job_id] = numbered.event
                return

    def _launch(self, job: JobRecord) -> None:
        try:
            self._executor.start(self.folder(job.id))
        except EngineError as error:
            self._move(job, JobOutcome(JobState.FAILED, str(error)))
            raise

    def _follow(self, job: JobRecord) -> Changes:
        folder = self.folder(job.id)
        # The outcome is looked at first: all that the worker told before it ended is then in reach.
        outcome = self._executor.outcome(folder)
        try:
            changes, is_all = self._apply_events(job)
            # A job that was found again may wait for a worker although it is known to have run.
            if is_all and outcome.state not in (job.state, JobState.QUEUED):
                changes |= self._move(job, outcome)
        except (DataError, NotFoundError) as error:
            # What it tells cannot be used, today or later.
            if outcome.state is JobState.RUNNING:
                self._executor.stop(folder, verdict=Verdict.CANCEL)
            return self._move(job, JobOutcome(JobState.FAILED, str(error)))
        return changes

    def _apply_events(self, job: JobRecord) -> tuple[Changes, bool]:
        """Apply some of what waits; return whether that was all."""
        inbox = self._inbox_of(job.id)
        batch = inbox.look()[:_EVENTS_PER_POLL]
        if not batch:
            return Changes(), True
        changes = Changes(Changed.JOBS)
        with self._store.write() as tx:
            for numbered in batch:
                changes |= self._take(tx, job, numbered.event)
            tx.jobs.set_last_seq(job.id, batch[-1].seq)
        del inbox.waiting[: len(batch)]
        return changes, not inbox.waiting

    def _inbox_of(self, job_id: JobId) -> _Inbox:
        if job_id not in self._inboxes:
            with self._store.read() as tx:
                last_seq = tx.jobs.last_seq(job_id)
            self._inboxes[job_id] = _Inbox(self.folder(job_id), last_seq)
        return self._inboxes[job_id]

    def _take(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        if isinstance(event, Progressed | EpochFinished):
            self._progress[job.id] = event
        if isinstance(event, Notice):
            return Changes(notices=(event.text,))
        return self._handlers[job.kind].on_event(tx, job, event)

    def _move(self, job: JobRecord, outcome: JobOutcome) -> Changes:
        """Move a job to another state, and hand on its result or its end, all or nothing."""
        changes, handler = Changes(Changed.JOBS), self._handlers[job.kind]
        with self._store.write() as tx:
            moved = tx.jobs.move(job.id, outcome.state, reason=outcome.reason)
            if outcome.state is JobState.FINISHED:
                changes |= handler.on_result(tx, moved, self._own_result(job))
            elif not outcome.state.is_active:
                changes |= handler.on_end(tx, moved)
        if not outcome.state.is_active:
            self._progress.pop(job.id, None)
            self._inboxes.pop(job.id, None)
        return changes

    def _own_result(self, job: JobRecord) -> JobResult:
        result = self.result(job.id)
        if not isinstance(result, RESULT_OF_KIND[job.kind]):
            raise DataError(f"The result of {job.title} is that of another kind of job.")
        return result
