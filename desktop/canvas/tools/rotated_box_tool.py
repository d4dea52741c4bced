"""The rotated box tool: drag along one side, then say how deep the box is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.select_tool import click, grip_cursor, start_grip
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Sketch, Tool, ToolName, has_left
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import draw
from engine.domain.rotated_boxes import degrees_text, flat_angle, rotated_box_on, side_angle
from engine.domain.shapes import OrientedBox, Point


class RotatedBoxTool(Tool):
    """A drag draws a side, a click ends the box; a click alone selects, and grips reshape.

    The angle is read at the box while it is drawn.
    """

    name = ToolName.ROTATED_BOX
    has_crosshair = True

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @override
    def start(self, pointer: Pointer) -> Drag | Sketch:
        return start_grip(self._canvas, pointer) or _RotatedBoxSketch(self._canvas, pointer)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        on_grip = grip_cursor(self._canvas, pointer)
        return Qt.CursorShape.CrossCursor if on_grip is None else on_grip


class _RotatedBoxSketch(Sketch):
    hints = ((tr("Click"), tr("set the depth")),)

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self._canvas = canvas
        self._start = start
        self._side: tuple[Point, Point] | None = None
        self._box: OrientedBox | None = None

    @override
    def press(self, pointer: Pointer) -> None:
        self.move(pointer)
        self.finish()

    @override
    def move(self, pointer: Pointer) -> None:
        if self._side is None:
            self._show_side(pointer)
            return
        least_px = pointer.tolerance_px / 2
        self._box = rotated_box_on(*self._side, self._canvas.inside(pointer), min_side_px=least_px)
        text = "" if self._box is None else degrees_text(self._box.angle)
        self._canvas.scene.show_draft(self._box, lines_px=[self._side], text=text)

    @override
    def release(self, pointer: Pointer) -> None:
        if self._side is not None:
            return
        if has_left(self._start, pointer):
            self._side = self._ends(pointer)
            self.move(pointer)
        else:
            self.cancel()
            click(self._canvas, self._start)

    @override
    def undo_last(self) -> None:
        self.cancel()

    @override
    def finish(self) -> None:
        if self._box is None:
            return
        self.cancel()
        self._canvas.model.select([])
        draw(self._canvas.model, self._box, text=tr("Draw rotated box"))

    @override
    def cancel(self) -> None:
        self.is_done = True
        self._canvas.scene.show_draft(None)

    def _show_side(self, pointer: Pointer) -> None:
        if not has_left(self._start, pointer):
            self._canvas.scene.show_draft(None)
            return
        side = self._ends(pointer)
        text = degrees_text(flat_angle(side_angle(*side)))
        self._canvas.scene.show_draft(None, lines_px=[side], text=text)

    def _ends(self, pointer: Pointer) -> tuple[Point, Point]:
        return self._canvas.inside(self._start), self._canvas.inside(pointer)
