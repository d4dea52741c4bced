"""The queue, read again when it changed, and the filmstrip that shows it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.pages.label.queue import Queue, read_queue
from desktop.pages.label.thumbnails import ThumbnailFeeder
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.question_strip_model import QuestionStripModel, QuestionTile
from engine.loop.bootstrap import Project


class QueueFeed(QObject):
    """Keeps the filmstrip in step with the newest round. GUI thread only."""

    # The queue was read.
    changed = Signal()

    def __init__(self, project: Project, session: ProjectSession) -> None:
        super().__init__()
        self.model = QuestionStripModel(self)
        self.thumbnails = ThumbnailFeeder(project.pool, session.pool, self.model)
        self.queue = Queue()
        self._project = project
        self._thread = session.thread

    def read(self) -> None:
        """Read the queue again."""
        self._thread.run(partial(read_queue, self._project), then=self._on_read)

    def _on_read(self, queue: Queue) -> None:
        self.queue = queue
        self.model.set_tiles(
            QuestionTile(question, queue.expected_s.get(question.pick.image_id))
            for question in queue.questions
        )
        self.thumbnails.feed(list(queue.records.values()))
        self.changed.emit()
