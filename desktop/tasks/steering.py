"""What a page has the engine do, and what comes of it there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from desktop.reporting.messages import MessageCenter
from desktop.tasks.pool import Pool
from desktop.tasks.project_thread import ProjectThread
from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobRecord, Verdict
from engine.loop.background import Background

T = TypeVar("T")

# What starting, pausing, stopping and resuming may change.
_STEERED = Changes(Changed.JOBS | Changed.SEARCHES | Changed.SPLITS | Changed.ROUNDS)


class Steering:
    """Starts work and steers its jobs for one presenter. GUI thread only."""

    def __init__(
        self,
        thread: ProjectThread,
        background: Background,
        messages: MessageCenter,
        *,
        key: str,
        page_id: str,
        initiator: object,
        done: Callable[[], None],
    ) -> None:
        """Begin with nothing under way.

        Args:
            thread: Where the engine works.
            background: The jobs of the project.
            messages: Where it is told what was refused.
            key: Names its message, which the next act takes back.
            page_id: The page that the message leads to; empty for none.
            initiator: Who does it, as others are told.
            done: Called after an act, refused or not.
        """
        self._thread = thread
        self._background = background
        self._messages = messages
        self._key = key
        self._page_id = page_id
        self._initiator = initiator
        self._done = done
        # Whether what is to be started still waits for what is read first.
        self._is_reading = False

    def run(self, call: Callable[[], object], *, then: Callable[[], None] = lambda: None) -> None:
        """Have the engine start something or steer a job."""

        def _call() -> Changes:
            call()
            return _STEERED

        def _on_called(_: Changes) -> None:
            self._done()
            then()

        self._messages.withdraw(self._key)
        self._thread.run(_call, then=_on_called, failed=self.refuse, initiator=self._initiator)

    def run_with(
        self,
        pool: Pool,
        read: Callable[[], T],
        call: Callable[[T], object],
        *,
        then: Callable[[], None] = lambda: None,
    ) -> None:
        """Have the engine start something with what the pool reads first, as that takes long.

        Who asks again meanwhile, as by a second click, means the same.
        """
        if self._is_reading:
            return
        self._is_reading = True

        def _on_read(found: T) -> None:
            self._is_reading = False
            self.run(lambda: call(found), then=then)

        def _on_failed(error: EngineError) -> None:
            self._is_reading = False
            self.refuse(error)

        self._messages.withdraw(self._key)
        pool.submit(read, then=_on_read, failed=_on_failed)

    def tell(self, active: Callable[[], JobRecord | None], verdict: Verdict) -> None:
        """Have a job that runs pause or end, if there still is one on the project thread."""

        def _told() -> None:
            job = active()
            if job is not None:
                self._background.tell(job.id, verdict)

        self.run(_told)

    def resume(self, job_id: JobId) -> None:
        """Have a job go on where it ended."""
        self.run(lambda: self._background.resume(job_id))

    def refuse(self, error: EngineError) -> None:
        """Say that something cannot be done."""
        self._messages.error(error, page_id=self._page_id, key=self._key)
        self._done()
