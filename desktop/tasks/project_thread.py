"""The one thread that talks to the project's database."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from desktop.tasks.change_hub import ChangeHub
from desktop.tasks.pool import Pool
from engine.domain.changes import Changes
from engine.domain.errors import EngineError

T = TypeVar("T")


class ProjectThread:
    """Runs engine code one call after the other, each under 50 ms. GUI thread only.

    What returns `Changes` is broadcast by the hub before its `then` is called.
    """

    def __init__(self, hub: ChangeHub, *, failed: Callable[[EngineError], None]) -> None:
        """Start the thread; `failed` gets the errors that a caller does not take itself."""
        self._hub = hub
        self._failed = failed
        self._pool = Pool("project", num_threads=1)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits, runs or has an outcome to be told."""
        return self._pool.is_idle

    def run(
        self,
        fn: Callable[[], T],
        *,
        then: Callable[[T], None] | None = None,
        failed: Callable[[EngineError], None] | None = None,
        initiator: object | None = None,
    ) -> None:
        """Run engine code in order. It cannot be called back: it may have changed something.

        After `shutdown` nothing runs any more.


        Args:
            fn: Called on the project thread.
            then: Gets what `fn` returned, on the GUI thread.
            failed: Gets the error a person can act on, on the GUI thread.
            initiator: Who asked: it is told to the hub with the changes.
        """

        def _deliver(value: T) -> None:
            if isinstance(value, Changes):
                self._hub.broadcast(value, initiator=initiator)
            if then is not None:
                then(value)

        self._pool.submit(fn, then=_deliver, failed=failed or self._failed)

    def shutdown(self, *, timeout_s: float = 10.0) -> bool:
        """Work off what waits, so that no label is lost, and end; return whether it was in time."""
        return self._pool.shutdown(timeout_s=timeout_s, finish_waiting=True)
