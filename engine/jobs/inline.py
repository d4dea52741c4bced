"""The executor that runs a job where it is started: for tests and for what is over at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.domain.jobs import JobState, Verdict
from engine.jobs.executor import JobOutcome, read_outcome
from engine.jobs.folder import JobFolder
from engine.jobs.processes import NO_PROCESS


class InlineExecutor:
    """Runs each job to its end inside `start`, in the calling process and thread.

    Args:
        run: Does the job of a folder and writes how it ended.
    """

    def __init__(self, run: Callable[[JobFolder], None]) -> None:
        self._run = run
        self._running: Path | None = None

    def start(self, folder: JobFolder) -> None:
        """Run a job to its end."""
        folder.begin_attempt()
        # Were it this process, the job would seem to run as long as the program does.
        folder.claim(NO_PROCESS)
        self._running = folder.path
        try:
            self._run(folder)
        finally:
            self._running = None

    def attach(self, folder: JobFolder) -> None:
        """Do nothing: a job that ran inline ended with its process."""

    def pump(self) -> None:
        """Do nothing: no job ever waits."""

    def outcome(self, folder: JobFolder) -> JobOutcome:
        """Say how a job stands."""
        if folder.path == self._running:
            return JobOutcome(JobState.RUNNING)
        return read_outcome(folder)

    def stop(self, folder: JobFolder, *, verdict: Verdict = Verdict.CANCEL) -> None:
        """Tell a job what to do; it must be called from another thread, or from the job."""
        folder.write_verdict(verdict)

    def shutdown(self) -> None:
        """Do nothing: nothing runs."""
