"""Asking the engine again and again what its jobs have done."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.tasks.pool import UnexpectedError
from desktop.tasks.project_thread import ProjectThread
from engine.domain.changes import Changes
from engine.domain.errors import EngineError

INTERVAL_MS = 300


class Poller(QObject):
    """Calls `poll` on the project thread, never twice at a time. GUI thread only.

    A poll that fails is asked again, its error told once a streak; one that breaks by a bug is
    not, since each time would open the crash report anew.
    """

    def __init__(
        self,
        thread: ProjectThread,
        poll: Callable[[], Changes],
        *,
        failed: Callable[[EngineError], None],
        interval_ms: int = INTERVAL_MS,
    ) -> None:
        super().__init__()
        self._thread = thread
        self._poll = poll
        self._failed = failed
        self._is_asking = False
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def is_running(self) -> bool:
        """Whether it asks."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin to ask."""
        self._timer.start()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def _on_timeout(self) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        self._thread.run(self._poll, then=self._on_answered, failed=self._on_failed)

    def _on_answered(self, _changes: Changes) -> None:
        self._is_asking = False
        self._has_failed = False

    def _on_failed(self, error: EngineError) -> None:
        self._is_asking = False
        if isinstance(error, UnexpectedError):
            self.stop()
        if not self._has_failed:
            self._failed(error)
        self._has_failed = True
