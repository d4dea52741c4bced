"""Where the canvas asks for outlines; whoever finds them replies here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from engine.domain.errors import EngineError
from engine.domain.polygon_edits import Outlined
from engine.domain.prompts import Prompt

# From here on one wonders whether anything happens.
_SLOW_MS = 150


@dataclass(frozen=True, slots=True)
class TraceWish:
    """An outline that is wanted.

    Attributes:
        number: Tells it from others.
        prompt: Where the object is.
        reach_px: How far the object may go around points, in pixels of the image.
    """

    number: int
    prompt: Prompt
    reach_px: float


@dataclass(frozen=True, slots=True)
class TraceNews:
    """How a wish stands: it takes long, or is over with an outline, with none, or an error."""

    is_over: bool = False
    outline: Outlined | None = None
    error: EngineError | None = None


class Tracer(QObject):
    """Hands wishes on and news back; only the latest wish counts. GUI thread only."""

    # An outline is wanted: a TraceWish.
    wanted = Signal(object)
    # Nobody waits for the last wish any more.
    given_up = Signal()
    # A wish takes long, or is over.
    slow_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._told: Callable[[TraceNews], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=_SLOW_MS)
        self._timer.timeout.connect(self._on_slow)
        self.is_slow = False

    @property
    def is_waiting(self) -> bool:
        """Whether a wish is open."""
        return self._told is not None

    def find(self, prompt: Prompt, *, reach_px: float, told: Callable[[TraceNews], None]) -> None:
        """Wish for an outline in place of what was wished before, and be told how that goes."""
        self._number += 1
        self._told = told
        self._timer.start()
        self.wanted.emit(TraceWish(self._number, prompt, reach_px))

    def give_up(self) -> None:
        """Wait no longer."""
        if self._told is not None:
            self._end(self._number)
            self.given_up.emit()

    def reply(self, number: int, outline: Outlined | None) -> None:
        """Say what was found for a wish."""
        self._tell_end(number, TraceNews(is_over=True, outline=outline))

    def fail(self, number: int, error: EngineError) -> None:
        """Say why nothing can be found for a wish."""
        self._tell_end(number, TraceNews(is_over=True, error=error))

    def _tell_end(self, number: int, news: TraceNews) -> None:
        told = self._end(number)
        if told is not None:
            told(news)

    def _end(self, number: int) -> Callable[[TraceNews], None] | None:
        """Close a wish, if it is still open; return who waits."""
        if number != self._number:
            return None
        told, self._told = self._told, None
        self._timer.stop()
        if self.is_slow:
            self.is_slow = False
            self.slow_changed.emit()
        return told

    def _on_slow(self) -> None:
        if self._told is not None:
            self.is_slow = True
            self.slow_changed.emit()
            self._told(TraceNews())
