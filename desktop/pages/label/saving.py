"""Storing every edit at once, in order."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.reporting.messages import Message, Severity
from desktop.tasks.project_thread import ProjectThread
from desktop.viewmodels.edits import EditCommitted
from engine.domain.changes import Changes
from engine.domain.errors import EngineError
from engine.loop.labeling import Labeling


def save_failure(
    committed: EditCommitted, error: EngineError, *, key: str, page_id: str
) -> Message:
    """Return what to tell of an edit that could not be stored."""
    return Message(
        tr("“{act}” could not be stored. {message}").format(
            act=committed.text, message=said(error.message)
        ),
        Severity.ERROR,
        hint=said(error.hint) or tr("The image shows again what is stored."),
        key=key,
        page_id=page_id,
    )


class EditSaver(QObject):
    """Hands edits to the project thread as they are made. GUI thread only."""

    # An edit is stored: the EditCommitted, the Changes.
    saved = Signal(object, object)
    # An edit could not be stored: the EditCommitted, the EngineError.
    failed = Signal(object, object)
    # Edits are on their way that were not before, or none is any more.
    busy_changed = Signal()

    def __init__(self, labeling: Labeling, thread: ProjectThread, *, initiator: object) -> None:
        super().__init__()
        self._labeling = labeling
        self._thread = thread
        self._initiator = initiator
        self._num_waiting = 0
        self.num_handed_in = 0

    @property
    def is_busy(self) -> bool:
        """Whether an edit is on its way."""
        return self._num_waiting > 0

    def save(self, committed: EditCommitted) -> None:
        """Store an edit, and what became of suggestions by it."""
        edits, answers = committed.edit.annotations, committed.answers
        if not edits and not answers and not committed.judged:
            return
        self.num_handed_in += 1
        self._count(1)
        said = {committed.image_id: answers} if answers else None
        self._thread.run(
            partial(self._labeling.apply, edits, answers=said, judged=committed.judged),
            then=partial(self._on_saved, committed),
            failed=partial(self._on_failed, committed),
            initiator=self._initiator,
        )

    def _on_saved(self, committed: EditCommitted, changes: Changes) -> None:
        self._count(-1)
        self.saved.emit(committed, changes)

    def _on_failed(self, committed: EditCommitted, error: EngineError) -> None:
        self._count(-1)
        self.failed.emit(committed, error)

    def _count(self, step: int) -> None:
        was_busy = self.is_busy
        self._num_waiting += step
        if self.is_busy != was_busy:
            self.busy_changed.emit()
