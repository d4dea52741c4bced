"""The executor that gives each job a process on this computer."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from engine.domain.errors import ConflictError, ResourceError
from engine.domain.events import Failed
from engine.domain.jobs import JobState, Verdict
from engine.jobs.executor import JobOutcome, explain_death, read_outcome
from engine.jobs.folder import JobFolder
from engine.jobs.local_worker import LocalWorker, StopTimes
from engine.jobs.processes import end_processes

_STOP_TIMES = StopTimes()
_LEASE_EVERY_S = 5.0
_POLL_S = 0.05
_SPARE_S = 5.0  # a killed process that hangs in the kernel is not waited for longer
_LEAVING_S = (
    2.0  # from its last word until a worker's process is gone, where it need not be pressed
)


class LocalExecutor:
    """Runs at most `slots` workers at a time, each in a session of its own. One thread at a time.

    The workers outlive the executor unless they shall end with it. One that dies is noticed in
    `pump` or `outcome`: its orphans are killed, and why it died is written into its folder.

    Args:
        slots: Workers that run at the same time, re-attached ones included.
        threads: CPU threads a worker's libraries may use; 0 = as many as they like.
        command: What starts a worker, without the job folder; None = this program's own.
        ends_with_owner: Whether workers end when this process ends or shuts the executor down.
        stop_times: How long a cancelled worker may take.
    """

    def __init__(
        self,
        *,
        slots: int = 1,
        threads: int = 0,
        command: Sequence[str] | None = None,
        ends_with_owner: bool = False,
        stop_times: StopTimes = _STOP_TIMES,
    ) -> None:
        self._slots = slots
        self._threads = threads
        self._command = command
        self._ends_with_owner = ends_with_owner
        self._stop_times = stop_times
        self._queue: dict[Path, JobFolder] = {}
        self._workers: dict[Path, LocalWorker] = {}
        self._closing = threading.Event()
        self._lease_thread: threading.Thread | None = None

    def start(self, folder: JobFolder) -> None:
        """Run a job as soon as there is a slot.

        A worker that has said its last word is given a moment to leave.

        Raises:
            ConflictError: It is running or queued already.
            ResourceError: Its folder cannot be written.
        """
        if folder.path in self._queue or self._is_taken(folder):
            raise ConflictError(f"The job {folder.path.name} is running already.")
        folder.begin_attempt()
        # A worker that died while nobody looked after it may have left orphans.
        end_processes(None, job_dir=folder.home, force=True)
        self._queue[folder.path] = folder
        self._launch_queued()

    def attach(self, folder: JobFolder) -> None:
        """Look after a job that an earlier owner started; kill what a dead worker left."""
        if folder.path in self._queue or folder.path in self._workers:
            return
        if folder.process() is not None:
            worker = LocalWorker(folder, self._stop_times)
            self._take_on(worker)
            self._watch(worker)

    def pump(self) -> None:
        """Notice deaths, press the cancelled, start the waiting."""
        for worker in list(self._workers.values()):
            self._watch(worker)
        self._launch_queued()

    def outcome(self, folder: JobFolder) -> JobOutcome:
        """Say how a job stands, whoever started it."""
        if self._has_worker(folder) and not folder.has_result():
            return JobOutcome(JobState.RUNNING)
        return read_outcome(folder)

    def stop(self, folder: JobFolder, *, verdict: Verdict = Verdict.CANCEL) -> None:
        """Tell a job what to do; `pump` sees to it that a cancelled one ends."""
        self.attach(folder)
        if verdict is Verdict.CANCEL and folder.path in self._workers:
            self._workers[folder.path].demand_end()
        if verdict in (Verdict.CANCEL, Verdict.PAUSE):
            self._queue.pop(folder.path, None)
        folder.write_verdict(verdict)

    def shutdown(self) -> None:
        """Let go of all workers; end those that shall end with their owner, by force at last."""
        self._queue.clear()
        if self._ends_with_owner:
            self._end_all()
        self._closing.set()
        if self._lease_thread is not None:
            self._lease_thread.join()
        for worker in self._workers.values():
            worker.release()
        self._workers.clear()

    def _has_worker(self, folder: JobFolder) -> bool:
        """Whether a worker of this executor still runs; if it died just now, that is noticed."""
        worker = self._workers.get(folder.path)
        if worker is not None:
            self._watch(worker)
        return folder.path in self._workers

    def _is_taken(self, folder: JobFolder) -> bool:
        """Whether a worker of this executor runs, and does not leave within a moment."""
        deadline = time.monotonic() + _LEAVING_S
        while self._has_worker(folder):
            if read_outcome(folder).state.is_active or time.monotonic() > deadline:
                return True
            time.sleep(_POLL_S)
        return False

    def _watch(self, worker: LocalWorker) -> None:
        if worker.is_alive():
            worker.press()
            return
        del self._workers[worker.folder.path]
        end_processes(worker.folder.process(), job_dir=worker.folder.home, force=True)
        if read_outcome(worker.folder).state not in (JobState.FAILED, JobState.QUEUED):
            return
        if worker.folder.failure() is None:
            # Only a parent learns how its child ended, and only once: note it.
            failure = explain_death(worker.folder, worker.describe_end())
            with contextlib.suppress(ResourceError):
                worker.folder.write_failure(failure)

    def _launch_queued(self) -> None:
        while self._queue and len(self._workers) < self._slots:
            self._launch(self._queue.pop(next(iter(self._queue))))

    def _launch(self, folder: JobFolder) -> None:
        worker = LocalWorker(folder, self._stop_times)
        try:
            if self._ends_with_owner:
                folder.touch_lease()
            worker.launch(self._command, threads=self._threads)
        except ResourceError as error:
            folder.write_failure(Failed(error.message, error.hint))
        else:
            self._take_on(worker)

    def _take_on(self, worker: LocalWorker) -> None:
        self._workers[worker.folder.path] = worker
        if self._ends_with_owner and self._lease_thread is None:
            self._lease_thread = threading.Thread(target=self._keep_leases, daemon=True)
            self._lease_thread.start()

    def _keep_leases(self) -> None:
        while not self._closing.wait(_LEASE_EVERY_S):
            for worker in list(self._workers.values()):
                with contextlib.suppress(ResourceError):
                    worker.folder.touch_lease()

    def _end_all(self) -> None:
        for worker in self._workers.values():
            worker.demand_end()
            with contextlib.suppress(ResourceError):
                worker.folder.write_verdict(Verdict.CANCEL)
        times = self._stop_times
        deadline = time.monotonic() + times.terminate_after_s + times.kill_after_s + _SPARE_S
        while self._workers and time.monotonic() < deadline:
            for worker in list(self._workers.values()):
                self._watch(worker)
            time.sleep(_POLL_S)
