"""Where jobs run: the contract of all executors, and how a job stands by its files."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import Protocol

from engine.domain.events import Failed
from engine.domain.jobs import JobState, Verdict
from engine.jobs.folder import JobFolder
from engine.jobs.processes import is_alive

_FULL_DISK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """How a job stands, and why where it failed."""

    state: JobState
    reason: str = ""


class Executor(Protocol):
    """Runs jobs from their folders. All methods are called from one thread at a time.

    A job's truth is its folder: what an executor remembers is only what it needs to be quick and
    exact. A job that its executor has forgotten, or that another process started, is known again.
    """

    def start(self, folder: JobFolder) -> None:
        """Run a job, or run it again where it was paused, cancelled or failed.

        It may have to wait for its turn; then it is QUEUED.

        Raises:
            ConflictError: It is running or queued already.
            ResourceError: Its folder cannot be written.
        """

    def attach(self, folder: JobFolder) -> None:
        """Look after a job that an earlier owner started; nothing of a dead worker is left."""

    def pump(self) -> None:
        """Give the executor time: waiting jobs start, deaths are noticed. Call it often.

        Raises:
            ResourceError: A waiting job cannot be started, and even that cannot be written.
        """

    def outcome(self, folder: JobFolder) -> JobOutcome:
        """Say how a job stands, whoever started it."""

    def stop(self, folder: JobFolder, *, verdict: Verdict = Verdict.CANCEL) -> None:
        """Ask a job to end (CANCEL, PAUSE) or a trial to go on or end early (GO, PRUNE).

        Returns at once. A cancelled job that does not end by itself is ended by force; one that
        shall pause has all the time it needs.
        """

    def shutdown(self) -> None:
        """Let go of all jobs; only those that shall end with their owner are ended."""


def read_outcome(folder: JobFolder) -> JobOutcome:
    """Say how a job stands by its files and its process alone; any thread, any process."""
    # Its life first: what a dead worker has not written, it will not write any more.
    mark = folder.process()
    is_running = mark is not None and is_alive(mark)
    asked, failure = folder.control().do, folder.failure()
    if folder.has_result():
        return JobOutcome(JobState.FINISHED)
    if is_running:
        return JobOutcome(JobState.RUNNING)
    if asked is Verdict.CANCEL:
        return JobOutcome(JobState.CANCELLED)
    if failure is not None:
        return JobOutcome(JobState.FAILED, f"{failure.message} {failure.hint}".strip())
    if asked is Verdict.PAUSE:
        return JobOutcome(JobState.PAUSED)
    if not folder.exists():
        return JobOutcome(JobState.FAILED, f"The folder {folder.path} is gone.")
    if mark is None:
        return JobOutcome(JobState.QUEUED)
    silent = explain_death(folder, "ended without a result")
    return JobOutcome(JobState.FAILED, f"{silent.message} {silent.hint}".strip())


def explain_death(folder: JobFolder, what: str) -> Failed:
    """Return the failure of a worker that could not say itself what happened to it.

    Args:
        folder: Its job.
        what: What its owner knows: "was killed by SIGKILL".
    """
    message = f"The worker {what}."
    if _is_disk_full(folder):
        return Failed(message, "The disk is full: free some space and resume.", "death")
    if "SIGKILL" in what:
        return Failed(message, "The system may have run out of memory.", "death")
    error = folder.last_error()
    hint = f"It said last: {error}" if error else "Start it again; its log may say more."
    return Failed(message, hint, "death")


def _is_disk_full(folder: JobFolder) -> bool:
    try:
        return shutil.disk_usage(folder.path).free < _FULL_DISK_BYTES
    except OSError:  # the folder was taken away
        return False
