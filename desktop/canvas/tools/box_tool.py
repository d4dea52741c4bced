"""The box tool: drag to draw a box of the current class."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.select_tool import click, grip_cursor, start_grip
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Tool, ToolName, has_left
from desktop.viewmodels.edit_commands import draw
from engine.domain.box_handles import box_between
from engine.domain.shapes import Box


class BoxTool(Tool):
    """A drag draws; a click selects, and the grips of what is selected reshape it.

    So a box can be mended without changing tools. What was drawn is not selected: the next class
    key then means the next box.
    """

    name = ToolName.BOX
    has_crosshair = True

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @override
    def start(self, pointer: Pointer) -> Drag:
        return start_grip(self._canvas, pointer) or _DrawDrag(self._canvas, pointer)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        on_grip = grip_cursor(self._canvas, pointer)
        return Qt.CursorShape.CrossCursor if on_grip is None else on_grip


class _DrawDrag:
    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self._canvas = canvas
        self._start = start
        self._box: Box | None = None
        self._is_click = True

    def move(self, pointer: Pointer) -> None:
        image = self._canvas.model.state.image
        self._is_click = self._is_click and not has_left(self._start, pointer)
        self._box = box_between(
            self._start.point,
            pointer.point,
            width=image.width,
            height=image.height,
            min_side_px=pointer.tolerance_px / 2,
        )
        self._canvas.scene.show_draft(None if self._is_click else self._box)

    def finish(self) -> None:
        self.cancel()
        if self._is_click:
            click(self._canvas, self._start)
        elif self._box is not None:
            self._canvas.model.select([])
            draw(self._canvas.model, self._box, text="Draw box")

    def cancel(self) -> None:
        self._canvas.scene.show_draft(None)
