"""Keeps what the window says of the loop at where the loop stands."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.loop_view import LoopView, read_loop
from desktop.tasks.change_hub import ChangeHub
from desktop.tasks.project_session import ProjectSession
from engine.domain.changes import Changes
from engine.domain.errors import EngineError
from engine.loop.bootstrap import Project

# Changes come in bursts; so often a second one reading answers them all.
_SETTLE_MS = 150


class LoopFollower(QObject):
    """Reads where the loop stands after each change, never twice at a time. GUI thread only."""

    # The loop stands elsewhere now: a LoopView.
    moved = Signal(object)

    def __init__(self, project: Project, session: ProjectSession, hub: ChangeHub) -> None:
        super().__init__()
        self._project = project
        self._session = session
        self._hub = hub
        self._is_reading = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._on_settled)
        hub.changed.connect(self._on_changed)

    def read(self) -> None:
        """Read now."""
        self._on_settled()

    def stop(self) -> None:
        """Follow no more."""
        self._hub.changed.disconnect(self._on_changed)
        self._settle.stop()

    def _on_changed(self, _changes: Changes, _initiator: object) -> None:
        if not self._settle.isActive():
            self._settle.start()

    def _on_settled(self) -> None:
        if self._is_reading:
            self._settle.start()
            return
        self._is_reading = True
        self._session.thread.run(
            lambda: read_loop(self._project), then=self._on_read, failed=self._on_failed
        )

    def _on_read(self, view: LoopView) -> None:
        self._is_reading = False
        self.moved.emit(view)

    def _on_failed(self, error: EngineError) -> None:
        self._is_reading = False
        self._session.report(error)
