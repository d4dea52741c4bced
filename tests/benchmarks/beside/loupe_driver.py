"""Loupe, measured from inside: `python -m tests.benchmarks.beside.loupe_driver MODE PROJECT`."""

# ruff: noqa: E402  # what makes the process light comes first, as in the program

from __future__ import annotations

import sys
import time

from desktop.launch import make_light

# As the program does, before it imports anything large.
make_light()

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop import project_window
from desktop.__main__ import main
from desktop.canvas.items.image_item import ImageItem
from desktop.canvas.tools.tool import ToolName
from tests.benchmarks.beside.probe import (
    NUM_FRAMES,
    Paintings,
    cost,
    frame_ms,
    since_start_s,
    tell,
    turn_ms,
    wait_for,
)

# A base wider than this is no thumbnail.
_THUMBNAIL_PX = 256

paintings = Paintings()
_plain_paint = ImageItem.paint
_windows: list[project_window.ProjectWindow] = []


def _paint(item: ImageItem, *arguments: object) -> None:
    _plain_paint(item, *arguments)
    if item.base.width() > _THUMBNAIL_PX:
        paintings.note(item.base.cacheKey())
        if paintings.count == 1:
            QTimer.singleShot(0, _go)


def _go() -> None:
    {"start": _start, "next": _next, "shapes": _shapes}[_mode]()


def _page():
    return _windows[0]._desktop.window.page


def _start() -> None:
    painted_s = paintings.at_s
    canvas = _page().canvas
    QTest.keyClick(canvas, Qt.Key.Key_V)
    QTest.keyClick(canvas, Qt.Key.Key_R)
    wait_for(lambda: canvas.tool is ToolName.BOX, QApplication.processEvents)
    ready_s = since_start_s()
    lag_s = time.monotonic() - painted_s
    tell({"ready_s": ready_s, "painted_s": ready_s - lag_s, **cost()})


def _next() -> None:
    page = _page()
    ids = page.presenter.feed.queue.image_ids
    _rest()
    ahead = [_turn(lambda: QTest.keyClick(page.canvas, Qt.Key.Key_D)) for _ in range(4)]
    # Only what is likely to follow is at hand.
    far = (ids[8], ids[2], ids[6], ids[0])
    cold = [_turn(lambda to=to: page.presenter.open_question(to)) for to in far]
    tell({"cold_ms": cold, "ahead_ms": ahead, **cost()})


def _turn(act) -> float:
    took_ms = turn_ms(act, paintings, QApplication.processEvents)
    _rest()
    return took_ms


def _shapes() -> None:
    canvas = _page().canvas
    _rest()
    assert len(_page().presenter.edit_model.state.annotations) == 5000
    work = QApplication.processEvents
    zoom = frame_ms(lambda step: _wheel(canvas, 1 if step % 2 == 0 else -1), paintings, work)
    for _ in range(6):
        _wheel(canvas, 1)
        work()
    _rest()
    middle = canvas.viewport().rect().center()
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.MiddleButton, pos=middle)
    pan = frame_ms(lambda step: _pan(canvas, middle, step), paintings, work)
    tell({"zoom_ms": zoom, "pan_ms": pan, "frames": NUM_FRAMES, **cost()})


def _pan(canvas, middle: QPoint, step: int) -> None:
    by = QPoint(9, 6) if step % 2 else QPoint(-9, -6)
    QTest.mouseMove(canvas.viewport(), middle + by)


def _wheel(canvas, notches: int) -> None:
    place = QPointF(canvas.viewport().rect().center())
    event = QWheelEvent(
        place,
        QPointF(canvas.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def _rest() -> None:
    """Let the program work until nothing is read or rendered any more."""
    session = _windows[0]._open._session
    QTest.qWait(100)
    wait_for(lambda: session.pool.is_idle and session.thread.is_idle, QApplication.processEvents)
    QTest.qWait(200)


class _Window(project_window.ProjectWindow):
    """Can be found again."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        _windows.append(self)


if __name__ == "__main__":
    _mode, _path = sys.argv[1:3]
    ImageItem.paint = _paint
    project_window.ProjectWindow = _Window
    sys.exit(main([_path]))
