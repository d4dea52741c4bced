"""A panel that floats over a window until the user turns to something else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QWidget
from typing_extensions import override

from desktop.qtkit.texts import styled

_TOP_PX = 72
_MARGIN_PX = 16
_DIM = QColor(0, 0, 0, 90)


class Overlay(QWidget):
    """Dims the window and shows a panel; closed by Escape or a click beside the panel.

    It is a child of the window, not a dialog: it starts no event loop of its own. While it is open
    the window's shortcuts rest; when it closes the focus goes back to where it was.
    """

    def __init__(self, window: QWidget, *, width_px: int, height_px: int) -> None:
        super().__init__(window)
        self._window = window
        self._wanted = (width_px, height_px)
        self._focus_before: QWidget | None = None
        self._panel = styled(QFrame(self), look="overlay")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.hide()
        window.installEventFilter(self)

    def set_content(self, layout: QLayout) -> None:
        """Put widgets on the panel; once."""
        self._panel.setLayout(layout)

    def open(self) -> None:
        """Show it on top and take the focus."""
        self._focus_before = QApplication.focusWidget()
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    @override
    def close(self) -> bool:
        """Hide it and give the focus back."""
        self.hide()
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus()
        self._focus_before = None
        return True

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return False

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.close()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), _DIM)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and isinstance(event, QResizeEvent):
            self._place()
        return False

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        width = min(self._wanted[0], self.width() - 2 * _MARGIN_PX)
        height = min(self._wanted[1], self.height() - _TOP_PX - _MARGIN_PX)
        self._panel.setGeometry((self.width() - width) // 2, _TOP_PX, width, height)
