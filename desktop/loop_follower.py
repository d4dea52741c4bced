"""Keeps what the window says of the loop at where the loop stands."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.loop_view import LoopView, read_loop
from desktop.tasks.change_hub import ChangeHub
from desktop.tasks.project_session import ProjectSession
from desktop.tasks.reading import Reading
from engine.domain.changes import Changes
from engine.loop.bootstrap import Project

# Changes come in bursts; one reading so long after the first answers them all.
_SETTLE_MS = 150


class LoopFollower(QObject):
    """Reads where the loop stands after each change. GUI thread only."""

    # The loop stands elsewhere now: a LoopView.
    moved = Signal(LoopView)

    def __init__(self, project: Project, session: ProjectSession, hub: ChangeHub) -> None:
        super().__init__()
        self._hub = hub
        self._reading = Reading(
            session.thread.run,
            lambda: read_loop(project),
            then=self.moved.emit,
            failed=session.report,
        )
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._reading.again)
        hub.changed.connect(self._on_changed)

    def stop(self) -> None:
        """Follow no more."""
        self._hub.changed.disconnect(self._on_changed)
        self._settle.stop()

    def _on_changed(self, _changes: Changes, _initiator: object) -> None:
        if not self._settle.isActive():
            self._settle.start()
