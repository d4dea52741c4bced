"""What the label page does: which image is open, what is stored, what comes next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.pages.label.class_feed import ClassFeed
from desktop.pages.label.label_keeper import LabelKeeper
from desktop.pages.label.notes import NoteTaker
from desktop.pages.label.opened_image import DAMAGE_HINT, OpenedImage, damage_in_words, read_image
from desktop.pages.label.pixels import PixelLoader
from desktop.pages.label.queue import Queue, likely_next
from desktop.pages.label.queue_feed import QueueFeed
from desktop.pages.label.reason import ahead_words, badge, progress_words, reason_line
from desktop.pages.label.rest_finder import RestFinder
from desktop.pages.label.source_notes import SourceNotes
from desktop.pages.label.standstill import Standstill, WayOut, standstill
from desktop.pages.label.view import LabelView
from desktop.pages.label.view_keeper import ViewKeeper
from desktop.pages.label.visit_clock import VisitClock
from desktop.pages.label.visits import VisitRecorder
from desktop.pages.label.walk import Walk, browse_walk, recheck_walk
from desktop.qtkit.translation import tr
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.edit_model import EditModel
from engine.domain.changes import Changed, Changes
from engine.domain.errors import EngineError
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageRecord
from engine.domain.rounds import QuestionState, RoundState
from engine.loop.bootstrap import Project

PAGE_ID = "label"
_READ_ONLY = tr("The project is open read-only, so nothing can be labeled.")
_QUEUE_KINDS = Changed.QUESTIONS | Changed.ROUNDS | Changed.IMAGES | Changed.SPLITS | Changed.SCORES


class LabelPresenter(QObject):
    """Decides for a label page. GUI thread only; the engine works on the project thread."""

    # Another page is the way on: its id.
    page_requested = Signal(str)

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        view: LabelView,
        *,
        messages: MessageCenter,
        settings: Settings,
        clock: VisitClock | None = None,
    ) -> None:
        super().__init__()
        thread, labeling = session.thread, project.labeling
        self.edit_model = EditModel(self)
        self.classes = ClassFeed(project, thread, self.edit_model, initiator=view)
        self.feed = QueueFeed(project, session)
        self.visits = VisitRecorder(
            labeling, thread, clock=clock or VisitClock(), settings=settings, initiator=view
        )
        self._keeper = LabelKeeper(
            project, thread, self.edit_model, messages=messages, page_id=PAGE_ID, initiator=view
        )
        self._pixels = PixelLoader(project.pool, session.pool)
        self.view_keeper = ViewKeeper(project.viewing, thread, self._pixels)
        self._notes = NoteTaker(project, thread, view, noted=self.feed.read, tell=self._tell)
        parts = self._keeper, self.view_keeper, self.edit_model
        self.rest = RestFinder(project, session, *parts, messages=messages, page_id=PAGE_ID)
        self._project = project
        self._session, self._thread = session, thread
        self._view = view
        self._messages = messages
        self._walk = Walk()
        # The image asked for; the keeper's follows when it has been read.
        self._wanted: ImageId | None = None
        self._sources = SourceNotes(self.edit_model, view)
        self._is_in_front = False
        if project.is_read_only:
            self.edit_model.lock(_READ_ONLY)
        self._connect_signals()

    @property
    def _queue(self) -> Queue:
        return self.feed.queue

    @property
    def is_browsing(self) -> bool:
        """Whether images follow each other in an order of their own, not as they are asked."""
        return bool(self._walk.image_ids)

    @property
    def has_question(self) -> bool:
        """Whether the open image is a question that waits for an answer."""
        question = self._queue.question(self._wanted)
        return question is not None and question.state is not QuestionState.ANSWERED

    @property
    def record(self) -> ImageRecord | None:
        """The image on the canvas."""
        return None if self._keeper.opened is None else self._keeper.opened.record

    @property
    def _is_on_the_way(self) -> bool:
        """Whether another image was asked for that is not shown yet: nobody answers it unseen."""
        return self._keeper.image_id is None or self._keeper.image_id != self._wanted

    def enter(self) -> None:
        """Come to the front: go on where the expert was."""
        self._is_in_front = True
        self.view_keeper.read()
        self.classes.read()
        self.feed.read()
        if self._keeper.image_id is not None:
            self._begin_visit(self._keeper.image_id)

    def leave(self) -> None:
        """Go from the front: the visit ends."""
        self._is_in_front = False
        self.view_keeper.store()
        self._end_visit()

    def refresh(self, changes: Changes) -> None:
        """Take in what changed elsewhere; the suggestions of the open image stay as they are."""
        kinds, open_id = changes.kinds, self._keeper.image_id
        is_asking = self._queue.round and self._queue.round.state is RoundState.ASKING
        if kinds & _QUEUE_KINDS or (kinds & Changed.JOBS and is_asking):
            self.feed.read()
        if kinds & Changed.SUGGESTIONS and open_id in changes.image_ids:
            self._keeper.read_suggestions()
        if kinds & (Changed.CLASSES | Changed.LABELS):
            self.classes.read()
            if not changes.image_ids or open_id in changes.image_ids:
                self._keeper.read_again()

    def browse(self, image_id: ImageId | None = None) -> None:
        """Go through all images by number, from one of them or the first."""
        if image_id is not None:
            self._wanted = image_id
        read = partial(browse_walk, self._project.pool, image_id)
        self._run(read, partial(self._on_browsed, image_id))

    def recheck(self) -> None:
        """Go through the images that were labeled before a class was there, the holdout first."""
        classes = self._project.classes
        # Of many images finding them takes longer than the project thread may be held.
        self._session.pool.submit(
            lambda: recheck_walk(classes.recheck(), classes.all()), then=self._on_walk
        )

    def open_question(self, image_id: ImageId) -> None:
        """Open a question of the round."""
        self._walk = Walk()
        self._open(image_id)

    def back_to_questions(self) -> None:
        """Stop browsing and open the next open question."""
        self._walk = Walk()
        self._leave_image()
        self.feed.read()

    def step(self, step: int) -> None:
        """Open the next (1) or the previous (-1) image."""
        ids = self._walk.image_ids or self._queue.image_ids
        if not self.is_browsing and self._wanted and self._wanted not in ids and step > 0:
            self._advance()  # Its round came to its end while it was open.
            return
        # From a standstill one may go back into the queue.
        place = ids.index(self._wanted) + step if self._wanted in ids else len(ids) - 1
        if 0 <= place < len(ids):
            self._open(ids[place])
        elif step > 0 and self._walk.is_recheck:
            self._tell(tr("Every image to check was looked at again."))
            self.back_to_questions()
        elif step < 0 or self.is_browsing:
            self._tell(
                tr("This is the first image.") if step < 0 else tr("This is the last image.")
            )
        else:
            self._advance()

    def pass_over(self, state: QuestionState) -> None:
        """Skip the question, flag it, or say that one is not sure, and go on."""
        if self._wanted is None or not self.has_question:
            self._tell(tr("This image is not a question that is still open."))
        elif not self._is_on_the_way and self._notes.pass_over(self._wanted, state):
            self._advance()

    def flag(self) -> None:
        """Ask for a second opinion on the open image, asked about or not, and go on."""
        wanted = self._wanted
        if wanted is not None and not self._is_on_the_way:
            self._notes.flag(wanted, then=partial(self._leave_behind, wanted))

    def add_class(
        self, name: str, *, added: Callable[[], None], failed: Callable[[EngineError], None]
    ) -> None:
        """Add a class to the project and draw with it from now on."""

        def _added() -> None:
            added()
            # Whatever was complete no longer is.
            self._keeper.read_again()

        self.classes.add(name, added=_added, failed=failed)

    def go(self, way: WayOut) -> None:
        """Take a way out of a standstill."""
        match way:
            case WayOut.ADD_IMAGES:
                self.page_requested.emit("images")
            case WayOut.TRAIN:
                self.page_requested.emit("train")
            case WayOut.BROWSE:
                self.browse()
            case WayOut.PASSED_OVER:
                self._open_first(*(state for state in QuestionState if state.is_passed_over))
            case WayOut.ANSWERS:
                self._open_first(QuestionState.ANSWERED)
            case WayOut.ASK:
                self._ask(self._project.rounds.ask)
            case WayOut.ASK_AGAIN:
                self._ask(self._project.rounds.ask_again)

    def suggest_again(self) -> None:
        """Let the sources that are silent here suggest again."""
        self._keeper.suggest_again()

    def fail_picture(self, error: EngineError) -> None:
        """Say that the open image cannot be read; nobody labels what cannot be seen."""
        self._pixels.clear()
        self.edit_model.close()
        self._view.show_unreadable(error)

    def retry(self) -> None:
        """Try again to read the open image."""
        if self._keeper.opened is not None:
            self._show(self._keeper.opened)

    def _connect_signals(self) -> None:
        self.feed.changed.connect(self._on_queue_changed)
        self.edit_model.edit_committed.connect(lambda _: self._show_badge())
        self.edit_model.completion_requested.connect(self._on_completion_requested)
        self.edit_model.refused.connect(self._tell)
        self._pixels.opened.connect(lambda _, rendered: self._view.show_picture(rendered))
        self._pixels.failed.connect(lambda _, error: self.fail_picture(error))
        keeper = self._keeper
        keeper.questions_changed.connect(self.feed.read)
        keeper.failed.connect(self.classes.read)
        keeper.failed.connect(self.feed.read)
        keeper.saving_changed.connect(lambda: self._view.show_saving(is_busy=keeper.is_saving))
        keeper.reread.connect(self._show_badge)
        keeper.outdated.connect(self._show)
        keeper.suggestions_changed.connect(self._sources.show)
        keeper.suggestions_changed.connect(lambda _: self.rest.tell_what_came())

    def _run(self, call: Callable[[], object], then: Callable[..., None]) -> None:
        self._thread.run(call, then=then, initiator=self._view)

    def _on_queue_changed(self) -> None:
        self.feed.model.set_current(self._wanted)
        self._show_progress()
        if self._wanted is not None:
            self._show_badge()
            return
        open_ids = self._queue.next_in(QuestionState.OPEN)
        if open_ids:
            self._open(open_ids[0])
        else:
            self._view.show_standstill(standstill(self._queue))

    def _on_walk(self, walk: Walk) -> None:
        if walk.image_ids:
            self._walk = walk
            # What is found now is most likely what was not looked for.
            self.edit_model.set_current_class(walk.class_ids[0])
            self._open(walk.image_ids[0])
        else:
            self._tell(tr("No image lacks a class."))

    def _on_browsed(self, image_id: ImageId | None, walk: Walk) -> None:
        if walk.image_ids:
            self._walk = walk
            self._open(walk.image_ids[0] if image_id is None else image_id)

    def _ask(self, ask: Callable[[], Changes]) -> None:
        said = standstill(self._queue)
        self._view.show_standstill(
            Standstill(
                tr("Choosing questions"), tr("They open here by themselves."), (), is_busy=True
            )
        )

        def _failed(error: EngineError) -> None:
            self._messages.error(error, page_id=PAGE_ID, key="label.ask")
            self._view.show_standstill(said)

        self._thread.run(ask, then=lambda _: self.feed.read(), failed=_failed)

    def _open(self, image_id: ImageId) -> None:
        self._end_visit()
        self._wanted = image_id
        self.feed.model.set_current(image_id)
        ahead = likely_next(image_id, self._queue, self._walk.image_ids)
        self._thread.run(
            partial(read_image, self._project, image_id, ahead),
            then=self._on_image_read,
            failed=self._on_image_failed,
        )

    def _open_first(self, *states: QuestionState) -> None:
        found = [image_id for state in states for image_id in self._queue.next_in(state)]
        if found:
            self._open(found[0])

    def _on_image_read(self, opened: OpenedImage) -> None:
        if opened.record.id == self._wanted:
            self._show(opened)

    def _on_image_failed(self, error: EngineError) -> None:
        self._messages.error(error, page_id=PAGE_ID, key="label.open")
        self._wanted = self._keeper.image_id

    def _show(self, opened: OpenedImage) -> None:
        """Open an image that was read, with its thumbnail until its pixels are there."""
        self._end_visit()
        self._keeper.open(opened)
        self._view.show_image(self.feed.thumbnails.thumbnail(opened.record.id))
        self._sources.show(opened)
        line = reason_line(opened, self._queue, self._walk)
        self._view.show_reason(line, is_browsing=self.is_browsing)
        self._show_badge()
        self._show_progress()
        self._pixels.want(opened.record, opened.neighbors)
        if damage := damage_in_words(opened):
            self._messages.warning(damage, hint=DAMAGE_HINT, key="label.damage")
        if self._is_in_front:
            self._begin_visit(opened.record.id)

    def _begin_visit(self, image_id: ImageId) -> None:
        if not self._project.is_read_only:
            self.visits.begin(image_id, before=self.edit_model.visit_counts)

    def _end_visit(self) -> None:
        self.visits.end(self.edit_model.visit_counts)

    def _leave_image(self) -> None:
        self._end_visit()
        self._wanted = None
        self._pixels.clear()
        self.feed.model.set_current(None)
        self._keeper.close()

    def _leave_behind(self, image_id: ImageId) -> None:
        """Go on from an image, unless the expert did so already."""
        if image_id == self._wanted:
            self._advance()

    def _advance(self) -> None:
        """Open the next open question, or the next image while browsing."""
        if self.is_browsing:
            self.step(1)
            return
        following = self._queue.next_in(QuestionState.OPEN, after=self._wanted)
        if following:
            self._open(following[0])
        else:
            # What was just answered is on its way: the project knows best what is left.
            self._leave_image()
            self.feed.read()

    def _on_completion_requested(self) -> None:
        if self._is_on_the_way:
            return
        if not self._project.is_read_only:
            self._keeper.confirm_complete(is_asked=self.has_question)
        self._advance()

    def _show_progress(self) -> None:
        text, caption = progress_words(self._queue, self._wanted)
        self._view.show_progress(text, caption, ahead_words(self._queue, self._wanted))

    def _show_badge(self) -> None:
        question = self._queue.question(self._wanted)
        classes, state = self.edit_model.classes, self.edit_model.state
        answers = [state.answer(class_.id) for class_ in classes]
        self._view.show_badge(badge(answers, question.state if question else None))

    def _tell(self, text: str) -> None:
        self._messages.info(text, key="label.news")
