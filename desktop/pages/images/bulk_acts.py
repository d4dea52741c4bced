"""Acts on the selected images: carried out piece by piece, undone and done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desktop.actions.action import AVAILABLE, Availability, unavailable
from desktop.qtkit.engine_texts import said
from desktop.qtkit.progress_line import ProgressText
from desktop.qtkit.translation import tr
from desktop.tasks.project_session import ProjectSession
from engine.domain.changes import Changes
from engine.domain.errors import EngineError
from engine.domain.identifiers import ImageId
from engine.loop.bootstrap import Project
from engine.loop.bulk import BulkRun
from engine.loop.bulk_edits import BulkEdit

_MAX_KEPT = 50
Beginning = Callable[[list[ImageId]], BulkRun]


@dataclass(frozen=True, slots=True)
class DoneAct:
    """An act that can be undone: its words, and what it did."""

    title: str
    edits: tuple[BulkEdit, ...]


class BulkActs(QObject):
    """One act at a time, with a history of its own. GUI thread only."""

    # How far an act is: ProgressText, or None where none runs.
    progressed = Signal(object)
    # What can be undone or done again is something else.
    history_changed = Signal()
    # An act is over: a sentence about it.
    ended = Signal(str)
    # An act cannot go on: EngineError. What it did so far stays and can be undone.
    failed = Signal(object)

    def __init__(self, project: Project, session: ProjectSession) -> None:
        super().__init__()
        self._project = project
        self._session = session
        self._run: BulkRun | None = None
        # Whether an act is asked for whose images are still being read.
        self._is_beginning = False
        self._done: list[DoneAct] = []
        self._undone: list[DoneAct] = []
        self._is_cancelled = False
        # Puts what the run did where it can be undone, or done again.
        self._keep: Callable[[DoneAct], None] = self._done.append

    @property
    def is_running(self) -> bool:
        """Whether an act is under way."""
        return self._is_beginning or self._run is not None

    @property
    def can_undo(self) -> Availability:
        """Whether an act can be taken back now."""
        return self._can(self._done, tr("No act on images is left to undo."))

    @property
    def can_redo(self) -> Availability:
        """Whether an act can be done again now."""
        return self._can(self._undone, tr("No act on images was undone."))

    @property
    def undo_title(self) -> str:
        """What undoing takes back: "Confirm empty"; empty = nothing."""
        return self._done[-1].title if self._done else ""

    def begin(
        self, begin: Beginning, rows: Sequence[range], shown: Callable[[], list[ImageId]]
    ) -> None:
        """Act on the images in these rows of what is shown; `shown` reads it, project thread."""

        def _meant() -> BulkRun:
            ids = shown()
            return begin([image_id for each in rows for image_id in ids[each.start : each.stop]])

        def _start(run: BulkRun) -> None:
            self._is_beginning = False
            self._undone.clear()
            self._go(run, self._done.append)

        if not self.is_running and not self._project.is_read_only:
            self._is_beginning = True
            self._session.thread.run(_meant, then=_start, failed=self._on_not_begun)

    def undo(self) -> None:
        """Take back the last act."""
        if self.can_undo.is_enabled:
            act = self._done.pop()
            run = self._project.bulk.undo(act.edits, title=act.title)
            self._go(run, self._undone.append)

    def redo(self) -> None:
        """Do the act again that was undone last."""
        if self.can_redo.is_enabled:
            act = self._undone.pop()
            run = self._project.bulk.undo(act.edits, title=act.title)
            self._go(run, self._done.append)

    def cancel(self) -> None:
        """Stop after the images in hand; what was done can be undone."""
        self._is_cancelled = True

    def _go(self, run: BulkRun, keep: Callable[[DoneAct], None]) -> None:
        self._run, self._keep, self._is_cancelled = run, keep, False
        self.history_changed.emit()
        self._step()

    def _step(self) -> None:
        run = self._run
        assert run is not None
        if run.is_done or self._is_cancelled:
            self._finish(run)
            return
        share = run.num_done / run.num_images if run.num_images else None
        text = tr("{act}: {num_done:,} of %n image(s)", "", run.num_images).format(
            act=said(run.title), num_done=run.num_done
        )
        self.progressed.emit(ProgressText(text, share))
        self._session.thread.run(run.step, then=self._on_stepped, failed=self._on_failed)

    def _on_not_begun(self, error: EngineError) -> None:
        self._is_beginning = False
        self.failed.emit(error)

    def _on_stepped(self, _: Changes) -> None:
        self._step()

    def _on_failed(self, error: EngineError) -> None:
        if self._run is not None:
            self._finish(self._run)
        self.failed.emit(error)

    def _finish(self, run: BulkRun) -> None:
        self._run = None
        if run.edits:
            self._keep(DoneAct(said(run.title), tuple(run.edits)))
            del self._done[:-_MAX_KEPT]
        self.progressed.emit(None)
        self.history_changed.emit()
        self.ended.emit(_words(run))

    def _can(self, acts: list[DoneAct], reason: str) -> Availability:
        if self._project.is_read_only:
            return unavailable(tr("The project is open read-only."))
        if self.is_running:
            return unavailable(tr("An act on many images is under way."))
        return AVAILABLE if acts else unavailable(reason)


def _words(run: BulkRun) -> str:
    changed = tr("%n image(s)", "", run.num_changed)
    passed_over = run.num_done - run.num_changed
    rest = (
        tr(", {passed_over:,} passed over").format(passed_over=passed_over) if passed_over else ""
    )
    return tr("{act}: {changed} changed{rest}.").format(
        act=said(run.title), changed=changed, rest=rest
    )
