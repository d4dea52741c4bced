"""Brings the wishes of the canvas's tracer to the interactive worker, and its replies back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject

from desktop.canvas.tracer import Tracer, TraceWish
from desktop.pages.label.trace_panel import TracePanel, TracingState
from desktop.settings.schema import TRACE_WITH, TRACE_WITH_GRABCUT
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.view_state import ViewState
from engine.domain.errors import EngineError
from engine.domain.images import ImageRecord
from engine.domain.requests import OutlineReply, PrepareReply, Reply
from engine.loop.assist import Assist, sam_weights_at_hand


class Tracing(QObject):
    """Decides what traces; the worker gets ready while the tool is in the hand. GUI thread only."""

    def __init__(
        self,
        assist: Assist,
        tracer: Tracer,
        panel: TracePanel,
        *,
        record: Callable[[], ImageRecord | None],
        view_state: ViewState,
        settings: Settings,
        session: ProjectSession,
    ) -> None:
        """Join the parts.

        Args:
            assist: Asks the worker.
            tracer: The canvas's wishes.
            panel: Shows what traces, and lets the user choose.
            record: Tells which image is open.
            view_state: How it is shown.
            settings: What the user chose to trace with.
            session: Has files looked for, and brings what the worker says to this thread.
        """
        super().__init__(tracer)
        self._assist = assist
        self._tracer = tracer
        self._panel = panel
        self._record = record
        self._view_state = view_state
        self._settings = settings
        self._pool, self._replies = session.pool, session.replies
        self._is_active = False
        self._at_hand: tuple[str, ...] = ()
        self._notice = ""
        self._error: EngineError | None = None
        self._future: Future[Reply] | None = None
        tracer.wanted.connect(self._on_wanted)
        panel.method_chosen.connect(partial(settings.set, TRACE_WITH))
        tracer.given_up.connect(self._on_given_up)
        settings.changed.connect(self._on_setting_changed)
        self._look_for_weights()

    def set_active(self, *, is_active: bool) -> None:
        """Say whether the tool is in the hand: then the worker gets ready."""
        self._is_active = is_active
        self._panel.setVisible(is_active)
        if is_active:
            self._look_for_weights()

    def prepare(self) -> None:
        """Have the worker get ready for the open image, where the tool is in the hand."""
        record = self._record()
        if not self._is_active or record is None:
            return
        settings = self._view_state.settings
        future = self._assist.prepare(record, settings, weights=self._weights())
        self._replies.tell(future, self, then=self._on_ready, failed=self._on_failed)

    def _weights(self) -> str:
        chosen = self._settings.get(TRACE_WITH)
        if chosen == TRACE_WITH_GRABCUT:
            return ""
        return chosen or next(iter(self._at_hand), "")

    def _look_for_weights(self) -> None:
        self._pool.submit(sam_weights_at_hand, then=self._on_weights_found)

    def _on_weights_found(self, at_hand: tuple[str, ...]) -> None:
        self._at_hand = at_hand
        self._show()
        self.prepare()

    def _on_setting_changed(self, key: str) -> None:
        if key == TRACE_WITH.key:
            self._tell(notice="", error=None)
            self.prepare()

    def _on_wanted(self, wish: TraceWish) -> None:
        record = self._record()
        if record is None:
            self._tracer.give_up()
            return
        self._future = self._assist.outline(
            record,
            self._view_state.settings,
            wish.prompt,
            reach_px=wish.reach_px,
            weights=self._weights(),
        )
        self._replies.tell(
            self._future,
            self,
            then=partial(self._on_replied, wish.number),
            failed=partial(self._on_not_traced, wish.number),
        )

    def _on_given_up(self) -> None:
        if self._future is not None:
            self._future.cancel()

    def _on_ready(self, reply: Reply) -> None:
        assert isinstance(reply, PrepareReply)
        self._tell(notice=reply.notice, error=None)

    def _on_replied(self, number: int, reply: Reply) -> None:
        assert isinstance(reply, OutlineReply)
        self._tell(notice=reply.notice, error=None)
        self._tracer.reply(number, reply.outline)

    def _on_not_traced(self, number: int, error: EngineError) -> None:
        self._on_failed(error)
        self._tracer.fail(number, error)

    def _on_failed(self, error: EngineError) -> None:
        self._tell(notice="", error=error)

    def _tell(self, *, notice: str, error: EngineError | None) -> None:
        self._notice, self._error = notice, error
        self._show()

    def _show(self) -> None:
        state = TracingState(self._weights(), self._at_hand, self._notice, self._error)
        self._panel.set_state(state)
