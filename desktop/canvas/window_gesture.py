"""Window and level by dragging with the right button, as viewers in radiology have it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.viewmodels.view_state import ViewState
from engine.domain.view import Window

# A drag over this many pixels of the screen goes through all values.
_PX_PER_EXTENT = 500.0


class WindowGesture(QObject):
    """To the right makes the window wider, upwards makes the image brighter. GUI thread only.

    Args:
        viewport: Where the button is pressed; its other events go on.
        state: What is changed.
    """

    def __init__(self, viewport: QWidget, state: ViewState) -> None:
        super().__init__(viewport)
        self._state = state
        self._pressed_at: QPointF | None = None
        self._window = Window(0, 1)
        viewport.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        right = Qt.MouseButton.RightButton
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick if (
                event.button() is right
            ):
                self._pressed_at, self._window = event.position(), self._state.window
                return True
            case QEvent.Type.MouseMove if self._pressed_at is not None:
                if event.buttons() & right:
                    self._drag(event.position() - self._pressed_at)
                    return True
                # The release happened elsewhere.
                self._pressed_at = None
            case QEvent.Type.MouseButtonRelease if event.button() is right:
                self._pressed_at = None
                return True
        return False

    def _drag(self, by: QPointF) -> None:
        self._state.drag_window(
            self._window, wider=by.x() / _PX_PER_EXTENT, higher=by.y() / _PX_PER_EXTENT
        )
