"""The labels on the canvas and those in the project, kept the same."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.pages.label.opened_image import OpenedImage, reread_labels, reread_suggestions
from desktop.pages.label.saving import EditSaver, save_failure
from desktop.reporting.messages import MessageCenter
from desktop.tasks.project_thread import ProjectThread
from desktop.viewmodels import review
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import EditCommitted
from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError
from engine.domain.identifiers import ImageId
from engine.loop.bootstrap import Project

_SAVE_KEY = "label.save"


class LabelKeeper(QObject):
    """Stores each edit of the open image, and shows what is stored instead. GUI thread only."""

    # An answer that is stored may have moved a question on.
    questions_changed = Signal()
    # An edit could not be stored: what was counted with it is not so.
    failed = Signal()
    # Edits are on their way that were not before, or none is any more.
    saving_changed = Signal()
    # The image was read again, and what the canvas shows is what is stored.
    reread = Signal()
    # The image was read again, and the canvas shows something else: the OpenedImage.
    outdated = Signal(object)
    # Other suggestions are offered on the open image: the OpenedImage.
    suggestions_changed = Signal(object)

    def __init__(
        self,
        project: Project,
        thread: ProjectThread,
        edit_model: EditModel,
        *,
        messages: MessageCenter,
        page_id: str,
        initiator: object,
    ) -> None:
        super().__init__()
        self._project = project
        self._thread = thread
        self._edit_model = edit_model
        self._messages = messages
        self._page_id = page_id
        self._initiator = initiator
        self._opened: OpenedImage | None = None
        self._saver = EditSaver(project.labeling, thread, initiator=initiator)
        self._saver.saved.connect(self._on_saved)
        self._saver.failed.connect(self._on_failed)
        self._saver.busy_changed.connect(self.saving_changed)
        edit_model.edit_committed.connect(self._saver.save)

    @property
    def opened(self) -> OpenedImage | None:
        """The open image as it was last read."""
        return self._opened

    @property
    def image_id(self) -> ImageId | None:
        """The open image."""
        return self._opened.record.id if self._opened else None

    @property
    def is_saving(self) -> bool:
        """Whether an edit is on its way."""
        return self._saver.is_busy

    def open(self, opened: OpenedImage) -> None:
        """Put an image on the canvas."""
        self._opened = opened
        self._edit_model.open(opened.for_canvas())

    def close(self) -> None:
        """Take the image from the canvas; what is on its way is stored all the same."""
        self._opened = None
        self._edit_model.close()

    def confirm_complete(self, *, is_asked: bool) -> None:
        """Store that all is labeled; `is_asked` where the image is a question that waits for it."""
        num_handed_in = self._saver.num_handed_in
        review.confirm_complete(self._edit_model)
        if self._saver.num_handed_in == num_handed_in and is_asked and self._opened is not None:
            # The labels were complete before they were asked for, as after an import.
            self._thread.run(
                partial(self._project.labeling.complete, self._opened.record.id),
                then=lambda _: self.questions_changed.emit(),
                initiator=self._initiator,
            )

    def read_again(self) -> None:
        """Read the labels of the open image as they are stored."""
        if self._opened is not None:
            self._thread.run(
                partial(reread_labels, self._project, self._opened),
                then=partial(self._on_reread, self._saver.num_handed_in),
                initiator=self._initiator,
            )

    def read_suggestions(self) -> None:
        """Offer what the sources suggest now for the open image."""
        if self._opened is not None:
            self._thread.run(
                partial(reread_suggestions, self._project, self._opened),
                then=self._on_suggestions_read,
                initiator=self._initiator,
            )

    def suggest_again(self) -> None:
        """Let the sources that are silent here suggest again."""
        silences = self._opened.silences if self._opened else ()
        for each in silences:
            ask = partial(self._project.suggesting.ask_again, each.suggested_by, each.class_id)
            self._thread.run(ask, initiator=self._initiator)
        self.read_suggestions()

    def _on_suggestions_read(self, fresh: OpenedImage) -> None:
        if self._opened is None or fresh.record.id != self.image_id:
            return
        self._opened = fresh
        self._edit_model.offer(fresh.for_canvas().suggestions)
        self.suggestions_changed.emit(fresh)

    def _on_saved(self, _: EditCommitted, changes: Changes) -> None:
        self._messages.withdraw(_SAVE_KEY)
        if changes.kinds & Changed.QUESTIONS:
            self.questions_changed.emit()

    def _on_failed(self, committed: EditCommitted, error: EngineError) -> None:
        said = save_failure(committed, error, key=_SAVE_KEY, page_id=self._page_id)
        self._messages.post(said)
        self.failed.emit()
        if self.image_id == committed.image_id:
            self.read_again()

    def _on_reread(self, num_handed_in: int, fresh: OpenedImage) -> None:
        if fresh.record.id != self.image_id:
            return
        if self._saver.num_handed_in != num_handed_in:
            self.read_again()  # The expert was quicker.
            return
        is_same = self._edit_model.state.is_still(fresh.for_canvas())
        self._opened = fresh
        if is_same:
            self.reread.emit()
        else:
            self.outdated.emit(fresh)
