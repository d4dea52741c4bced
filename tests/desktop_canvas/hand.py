"""A hand on mouse and keyboard, with places given in pixels of the image."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

_NONE = Qt.KeyboardModifier.NoModifier
_LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Sends real events to a view, as a person's hands would."""

    def __init__(self, view, qtbot) -> None:
        self._view = view
        self._qtbot = qtbot

    def place(self, x: float, y: float) -> QPoint:
        """Where a point of the image is on the viewport."""
        return self._view.mapFromScene(QPointF(x, y))

    def move(self, x: float, y: float) -> None:
        QTest.mouseMove(self._view.viewport(), self.place(x, y))

    def press(self, x: float, y: float, *, button=_LEFT, modifiers=_NONE) -> None:
        self.move(x, y)
        QTest.mousePress(self._view.viewport(), button, modifiers, self.place(x, y))

    def release(self, x: float, y: float, *, button=_LEFT, modifiers=_NONE) -> None:
        QTest.mouseRelease(self._view.viewport(), button, modifiers, self.place(x, y))

    def click(self, x: float, y: float, *, modifiers=_NONE) -> None:
        self.press(x, y, modifiers=modifiers)
        self.release(x, y, modifiers=modifiers)

    def drag(self, start, end, *, button=_LEFT, modifiers=_NONE) -> None:
        """Press, move by halves, release; places on the screen are fixed before the view moves."""
        places = [self.place(*start), self.place(*end)]
        middle = QPoint((places[0].x() + places[1].x()) // 2, (places[0].y() + places[1].y()) // 2)
        viewport = self._view.viewport()
        QTest.mouseMove(viewport, places[0])
        QTest.mousePress(viewport, button, modifiers, places[0])
        QTest.mouseMove(viewport, middle)
        QTest.mouseMove(viewport, places[1])
        QTest.mouseRelease(viewport, button, modifiers, places[1])

    def key(self, key, *, modifiers=_NONE) -> None:
        QTest.keyClick(self._view, key, modifiers)

    def wheel(self, x: float, y: float, *, notches: int) -> None:
        place = QPointF(self.place(x, y))
        event = QWheelEvent(
            place,
            QPointF(self._view.viewport().mapToGlobal(place)),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            _NONE,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self._view.viewport(), event)
