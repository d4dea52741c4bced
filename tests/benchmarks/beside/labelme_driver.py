"""labelme, measured from inside: `python labelme_driver.py start|next|shapes PATH`.

Runs on labelme's own Python, where nothing of Loupe is installed.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from labelme import __main__ as labelme_main
from labelme.widgets.canvas import Canvas
from probe import Paintings, cost, frame_ms, since_start_s, tell, turn_ms, wait_for
from PyQt5 import QtCore, QtGui, QtTest, QtWidgets
from PyQt5.QtCore import Qt

paintings = Paintings()
_plain_paint = Canvas.paintEvent


def _paint(canvas: Canvas, event: QtGui.QPaintEvent) -> None:
    _plain_paint(canvas, event)
    if not canvas.pixmap.isNull():
        paintings.note(canvas.pixmap.cacheKey())
        if paintings.count == 1:
            QtCore.QTimer.singleShot(0, _go)


def _go() -> None:
    window = next(
        each
        for each in QtWidgets.QApplication.topLevelWidgets()
        if isinstance(each, QtWidgets.QMainWindow)
    )
    canvas = window.findChild(Canvas)
    {"start": _start, "next": _next, "shapes": _shapes}[_mode](window, canvas)


def _start(window: QtWidgets.QMainWindow, canvas: Canvas) -> None:
    painted_s = paintings.at_s
    QtTest.QTest.keyClick(window, Qt.Key_R, Qt.ControlModifier)
    wait_for(lambda: canvas.mode.name == "CREATE", _work)
    ready_s = since_start_s()
    lag_s = time.monotonic() - painted_s
    tell({"ready_s": ready_s, "painted_s": ready_s - lag_s, **cost()})


def _next(window: QtWidgets.QMainWindow, canvas: Canvas) -> None:
    _rest()
    cold = []
    for _ in range(4):
        cold.append(turn_ms(lambda: QtTest.QTest.keyClick(window, Qt.Key_D), paintings, _work))
        _rest()
    tell({"cold_ms": cold, **cost()})


def _shapes(window: QtWidgets.QMainWindow, canvas: Canvas) -> None:
    _rest()
    assert len(canvas.shapes) == 5000, len(canvas.shapes)
    zoom = frame_ms(lambda step: _wheel(canvas, 1 if step % 2 == 0 else -1), paintings, _work)
    for _ in range(6):
        _wheel(canvas, 1)
        _work()
    middle = canvas.parentWidget().rect().center()
    place = canvas.mapFrom(canvas.parentWidget(), middle)
    QtTest.QTest.mousePress(canvas, Qt.MiddleButton, pos=place)
    pan = frame_ms(lambda step: _pan(canvas, middle, step), paintings, _work)
    tell({"zoom_ms": zoom, "pan_ms": pan, **cost()})


def _pan(canvas: Canvas, middle: QtCore.QPoint, step: int) -> None:
    to = middle + QtCore.QPoint(9 if step % 2 else -9, 6 if step % 2 else -6)
    place = QtCore.QPointF(canvas.mapFrom(canvas.parentWidget(), to))
    event = QtGui.QMouseEvent(
        QtCore.QEvent.MouseMove,
        place,
        QtCore.QPointF(canvas.mapToGlobal(place.toPoint())),
        Qt.NoButton,
        Qt.MiddleButton,
        Qt.NoModifier,
    )
    QtWidgets.QApplication.sendEvent(canvas, event)


def _wheel(canvas: Canvas, notches: int) -> None:
    middle = canvas.mapFrom(canvas.parentWidget(), canvas.parentWidget().rect().center())
    event = QtGui.QWheelEvent(
        QtCore.QPointF(middle),
        QtCore.QPointF(canvas.mapToGlobal(middle)),
        QtCore.QPoint(),
        QtCore.QPoint(0, 120 * notches),
        Qt.NoButton,
        Qt.ControlModifier,
        Qt.NoScrollPhase,
        False,
    )
    QtWidgets.QApplication.sendEvent(canvas, event)


def _work() -> None:
    QtWidgets.QApplication.processEvents()


def _rest() -> None:
    """Let the program work until it has had nothing to paint for a while."""
    QtTest.QTest.qWait(300)


Canvas.paintEvent = _paint
_mode, _path = sys.argv[1:3]
sys.argv = ["labelme", _path, "--logger-level", "error"]
labelme_main.main()
