"""The worker's side of a job folder: events out, verdicts in, signs of life."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from types import TracebackType

from engine.domain.errors import ResourceError
from engine.domain.events import Failed, JobEvent, Progressed, RungReached
from engine.domain.jobs import Verdict
from engine.jobs.folder import Control, JobFolder

_POLL_S = 0.05
_PROGRESS_EVERY_S = 0.1


class Stopped(BaseException):
    """The owner asked the job to end; no `except Exception` on the way up swallows it."""


class Cancelled(Stopped):
    """The owner wants no result any more."""


class Paused(Stopped):
    """The owner wants the job to be resumable; raise it when what is needed for that is saved."""


class Reporter:
    """Speaks for a running job. Any thread.

    Inside a `with` block it also beats, and looks after the lease: where the owner has one and
    lets go of it, `end_worker` is called, from a thread of its own.

    Args:
        folder: The job.
        end_worker: Ends the process at once; None = the lease is not looked at.
        beat_s: Seconds between two heartbeats.
        lease_s: Seconds without a touch of the lease after which the owner is taken for dead.
            Counted in heartbeats, not by a clock, so that a computer that slept loses nothing.
    """

    def __init__(
        self,
        folder: JobFolder,
        *,
        end_worker: Callable[[], object] | None = None,
        beat_s: float = 3.0,
        lease_s: float = 30.0,
    ) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._answers_after = folder.control().seq
        self._progressed_at = 0.0
        self._beat_s = beat_s
        self._lease_beats = round(lease_s / beat_s)
        self._end_worker = end_worker
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._live, name="heartbeat", daemon=True)

    def __enter__(self) -> Reporter:
        self.folder.beat()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._thread.join()

    def emit(self, event: JobEvent) -> None:
        """Tell the owner something. Progress that follows on progress too soon is left out.

        Raises:
            ResourceError: The event cannot be written.
        """
        with self._lock:
            if isinstance(event, Progressed) and not self._is_due(event):
                return
            if isinstance(event, RungReached):
                # Whatever was said before the question is no answer to it.
                self._answers_after = self.folder.control().seq
            self.folder.append(event)

    def verdict(self) -> Verdict:
        """Return what the owner wants now; cheap enough for every batch."""
        return self.folder.control().do

    def wait_for_verdict(self, timeout_s: float = 10.0) -> Verdict:
        """Return the owner's answer to the last `RungReached`; GO where none comes in time."""
        deadline = time.monotonic() + timeout_s
        while True:
            control = self.folder.control()
            if self._is_answer(control) or time.monotonic() >= deadline:
                return control.do
            time.sleep(_POLL_S)

    def raise_if_asked(self) -> None:
        """End the work here if the owner wants so.

        Raises:
            Cancelled: It wants no result any more.
            Paused: It wants to go on later; nothing unsaved may be lost by ending here.
        """
        verdict = self.verdict()
        if verdict is Verdict.CANCEL:
            raise Cancelled
        if verdict is Verdict.PAUSE:
            raise Paused

    def _is_due(self, event: Progressed) -> bool:
        now = time.monotonic()
        if event.done < event.total and now - self._progressed_at < _PROGRESS_EVERY_S:
            return False
        self._progressed_at = now
        return True

    def _is_answer(self, control: Control) -> bool:
        return control.do is not Verdict.GO or control.seq > self._answers_after

    def _live(self) -> None:
        touched_ns, num_beats = self.folder.lease_touched_ns(), 0
        while not self._closing.wait(self._beat_s):
            self._beat()
            now_ns = self.folder.lease_touched_ns()
            num_beats = num_beats + 1 if now_ns == touched_ns else 0
            touched_ns = now_ns
            if touched_ns is not None and num_beats >= self._lease_beats:
                self._end_orphan()
                return

    def _beat(self) -> None:
        # A full disk ends the work where it matters, with its name.
        with contextlib.suppress(ResourceError):
            self.folder.beat()

    def _end_orphan(self) -> None:
        if self._end_worker is None:
            return
        try:
            self.folder.write_failure(
                Failed("The program that started this job has gone.", hint="Resume the job.")
            )
        finally:
            self._end_worker()
