"""What another process replied, told on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from desktop.tasks.pool import tell_failure
from engine.domain.errors import EngineError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Awaited:
    owner: QObject
    then: Callable[[Any], None]  # Any: replies of all types come one way; tell() is typed.
    failed: Callable[[EngineError], None]


class Replies(QObject):
    """Tells how futures ended. GUI thread only, but for the futures, which end anywhere.

    It outlives the pages that wait: a signal of theirs could be emitted, on the thread of a reply,
    while Qt deletes them.
    """

    # From any thread: a future has ended. Private; the queued connection changes the thread.
    _ended = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._is_open = True
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def tell(
        self,
        future: Future[T],
        owner: QObject,
        *,
        then: Callable[[T], None],
        failed: Callable[[EngineError], None],
    ) -> None:
        """Call one of these once a future has ended, unless it was cancelled or `owner` is deleted.

        An error that is no `EngineError` is a bug, told as `Pool` does.
        """
        awaited = _Awaited(owner, then, failed)
        future.add_done_callback(lambda ended: self._ended.emit(awaited, ended))

    def shutdown(self) -> None:
        """Tell of no future any more."""
        self._is_open = False

    def _on_ended(self, awaited: _Awaited, future: Future[Any]) -> None:
        if not self._is_open or future.cancelled() or not isValid(awaited.owner):
            return
        error = future.exception()
        if error is None:
            awaited.then(future.result())
        else:
            tell_failure(error, awaited.failed)
