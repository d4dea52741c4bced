"""A painted chart of marks, at one of which the pointer or the keyboard may be."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.qtkit.theme import Theme

_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class MarkWidget(QWidget):
    """Two arrow keys walk from mark to mark; Enter, Space or a click chooses. GUI thread only.

    A subclass paints its marks, numbered from 0, and emits what they stand for.
    """

    def __init__(self, theme: Theme, *, back: Qt.Key, forth: Qt.Key) -> None:
        super().__init__()
        self._theme = theme
        self._steps = {back: -1, forth: 1}
        self._current: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)

    @abstractmethod
    def _num_marks(self) -> int:
        """Return how many marks there are."""

    @abstractmethod
    def _mark_at(self, place: QPointF) -> int | None:
        """Return the mark at a place of the widget; None where there is none near."""

    @abstractmethod
    def _come_to(self, mark: int | None) -> None:
        """Tell of the mark that pointer or keyboard came to; None: they left all of them."""

    @abstractmethod
    def _choose(self, mark: int) -> None:
        """Tell that a mark was chosen."""

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_to(self._mark_at(event.position()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._go_to(None)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_to(self._mark_at(event.position()))
        self._choose_current()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        if self._current is None and self._num_marks():
            self._go_to(0)
        super().focusInEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._go_to(None)
        super().focusOutEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in self._steps and self._num_marks():
            mark = (-1 if self._current is None else self._current) + self._steps[key]
            self._go_to(min(max(0, mark), self._num_marks() - 1))
        elif key in _CHOOSING:
            self._choose_current()
        else:
            super().keyPressEvent(event)

    def _leave_what_is_gone(self) -> None:
        """Be at no mark where there are fewer than before."""
        if self._current is not None and self._current >= self._num_marks():
            self._go_to(None)

    def _go_to(self, mark: int | None) -> None:
        if mark != self._current:
            self._current = mark
            self._come_to(mark)
            self.update()

    def _choose_current(self) -> None:
        if self._current is not None:
            self._choose(self._current)
