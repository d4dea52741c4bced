"""What the expert notes of a question instead of answering it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.tasks.project_thread import ProjectThread
from engine.domain.errors import EngineError
from engine.domain.identifiers import ImageId
from engine.domain.rounds import QuestionState
from engine.loop.bootstrap import Project


class NoteTaker:
    """Stores notes on the project thread and says what stands against it. GUI thread only."""

    def __init__(
        self,
        project: Project,
        thread: ProjectThread,
        initiator: object,
        *,
        noted: Callable[[], None],
        tell: Callable[[str], None],
    ) -> None:
        self._labeling = project.labeling
        self._is_read_only = project.is_read_only
        self._thread = thread
        self._initiator = initiator
        self._noted = noted
        self._tell = tell

    def pass_over(self, image_id: ImageId, state: QuestionState) -> bool:
        """Note that a question was passed over; whether that can be."""
        if self._is_refused():
            return False
        note = partial(self._labeling.set_question, image_id, state)
        self._thread.run(note, then=lambda _: self._noted(), initiator=self._initiator)
        return True

    def flag(self, image_id: ImageId, *, then: Callable[[], None]) -> None:
        """Note that an image wants a second opinion, then go on; or say why it cannot be noted."""

        def _flagged(_: object) -> None:
            self._noted()
            then()

        if self._is_refused():
            return
        self._thread.run(
            partial(self._labeling.flag, image_id),
            then=_flagged,
            failed=self._on_refused,
            initiator=self._initiator,
        )

    def _is_refused(self) -> bool:
        if self._is_read_only:
            self._tell(tr("The project is open read-only, so nothing can be labeled."))
        return self._is_read_only

    def _on_refused(self, error: EngineError) -> None:
        self._tell(said(str(error)))
