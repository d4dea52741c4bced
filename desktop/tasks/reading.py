"""Reading the project again whenever something changed, but never twice at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from engine.domain.errors import EngineError

T = TypeVar("T")


class Reading(Generic[T]):
    """Reads what a page shows; news while it reads make it read once more. GUI thread only."""

    def __init__(
        self,
        run: Callable[..., object],
        read: Callable[[], T],
        *,
        then: Callable[[T], None],
        failed: Callable[[EngineError], None],
    ) -> None:
        """Begin with nothing read.

        Args:
            run: Where it is read: `ProjectThread.run`, or `Pool.submit` where that takes long.
            read: Reads.
            then: Gets what was read.
            failed: Gets what stood in the way.
        """
        self._run = run
        self._read = read
        self._then = then
        self._failed = failed
        self._is_under_way = False
        self._is_stale = False

    def again(self) -> None:
        """Read anew; `then` gets what was read last."""
        if self._is_under_way:
            self._is_stale = True
            return
        self._is_under_way, self._is_stale = True, False
        self._run(self._read, then=self._on_read, failed=self._on_failed)

    def _on_read(self, value: T) -> None:
        self._is_under_way = False
        if self._is_stale:
            self.again()
        else:
            self._then(value)

    def _on_failed(self, error: EngineError) -> None:
        self._is_under_way = False
        self._failed(error)
