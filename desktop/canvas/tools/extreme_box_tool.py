"""The extreme click tool: four clicks on the outermost points of an object make its box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.select_tool import grip_cursor, start_grip
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Sketch, Tool, ToolName
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import draw
from engine.domain.box_handles import box_between
from engine.domain.shapes import Box, Point

_NUM_EXTREMES = 4


class ExtremeBoxTool(Tool):
    """Click the top, the bottom, the left and the right of an object, in any order.

    Points on the object are found faster and more exactly than the corners of a box around it
    (Papadopoulos et al. 2017).
    """

    name = ToolName.EXTREME_BOX
    has_crosshair = True

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @override
    def start(self, pointer: Pointer) -> Drag | Sketch:
        return start_grip(self._canvas, pointer) or _ExtremesSketch(self._canvas, pointer)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        on_grip = grip_cursor(self._canvas, pointer)
        return Qt.CursorShape.CrossCursor if on_grip is None else on_grip


class _ExtremesSketch(Sketch):
    hints = ((tr("Click"), tr("top, bottom, left and right")),)

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self._canvas = canvas
        self._points: list[Point] = []
        canvas.model.select([])
        self.press(start)

    @override
    def press(self, pointer: Pointer) -> None:
        self._points.append(self._canvas.inside(pointer))
        if len(self._points) == _NUM_EXTREMES:
            self.finish()
        if not self.is_done:
            self._show(self._points)

    @override
    def move(self, pointer: Pointer) -> None:
        self._show([*self._points, self._canvas.inside(pointer)])

    @override
    def undo_last(self) -> None:
        self._points.pop()
        if self._points:
            self._show(self._points)
        else:
            self.cancel()

    @override
    def finish(self) -> None:
        box = self._box(self._points)
        if len(self._points) < _NUM_EXTREMES:
            return
        self.cancel()
        if box is None:
            self._canvas.model.refused.emit(
                tr("The four points lie on one line. Click them again.")
            )
        else:
            draw(self._canvas.model, box, text=tr("Draw box"))

    @override
    def cancel(self) -> None:
        self.is_done = True
        self._canvas.scene.show_draft(None)

    def _show(self, points: list[Point]) -> None:
        left = _NUM_EXTREMES - len(self._points)
        self._canvas.scene.show_draft(
            self._box(points), points_px=self._points, text=tr("{left} to click").format(left=left)
        )

    def _box(self, points: list[Point]) -> Box | None:
        image = self._canvas.model.state.image
        xs, ys = zip(*points, strict=True)
        start, end = (min(xs), min(ys)), (max(xs), max(ys))
        return box_between(start, end, width=image.width, height=image.height)
