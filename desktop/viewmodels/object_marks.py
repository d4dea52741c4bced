"""Which objects of the open image are hidden or locked: help while labeling, never label data."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from desktop.viewmodels.edits import ObjectId


class ObjectMarks(QObject):
    """Marks that last as long as the image is open. GUI thread only.

    What is hidden is not on the canvas. What is locked stands there, lets presses through to what
    lies behind it, and no edit changes it.
    """

    # Other objects are hidden or locked.
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hidden: frozenset[ObjectId] = frozenset()
        self._locked: frozenset[ObjectId] = frozenset()

    @property
    def hidden(self) -> frozenset[ObjectId]:
        """The objects that are not shown."""
        return self._hidden

    @property
    def locked(self) -> frozenset[ObjectId]:
        """The objects that cannot be changed."""
        return self._locked

    def hide(self, object_ids: Iterable[ObjectId]) -> None:
        """Take objects from the canvas."""
        self._set(self._hidden | set(object_ids), self._locked)

    def show(self, object_ids: Iterable[ObjectId]) -> None:
        """Bring objects back that were hidden."""
        self._set(self._hidden - set(object_ids), self._locked)

    def show_all(self) -> None:
        """Bring all hidden objects back."""
        self._set(frozenset(), self._locked)

    def toggle_locks(self, object_ids: Iterable[ObjectId]) -> None:
        """Lock objects, or unlock them if all of them are locked."""
        ids = frozenset(object_ids)
        self._set(self._hidden, self._locked - ids if ids <= self._locked else self._locked | ids)

    def unlock_all(self) -> None:
        """Let all objects be changed."""
        self._set(self._hidden, frozenset())

    def clear(self) -> None:
        """Forget all marks, as another image is opened."""
        self._set(frozenset(), frozenset())

    def _set(self, hidden: frozenset[ObjectId], locked: frozenset[ObjectId]) -> None:
        if (hidden, locked) != (self._hidden, self._locked):
            self._hidden, self._locked = hidden, locked
            self.changed.emit()
