"""The news of what changed, from whoever changed it to everything that shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.domain.changes import Changes


class ChangeHub(QObject):
    """Broadcasts changes. GUI thread only."""

    # After a use case changed the project: the `Changes`, and the object that asked for it (None:
    # the engine itself) so that this one does not reload what it just did.
    changed = Signal(object, object)

    def broadcast(self, changes: Changes, *, initiator: object | None = None) -> None:
        """Tell everybody, unless nothing changed."""
        if changes:
            self.changed.emit(changes, initiator)
