"""The cut tool: drag a line across an outline to cut it in two."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.select_tool import click
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Tool, ToolName, has_left
from desktop.viewmodels.outline_commands import cut_along


class CutTool(Tool):
    """A drag cuts the selected outlines, or all that it crosses; a click selects."""

    name = ToolName.CUT

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @override
    def start(self, pointer: Pointer) -> Drag:
        return _CutDrag(self._canvas, pointer)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor


class _CutDrag:
    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self._canvas = canvas
        self._start = self._end = start

    def move(self, pointer: Pointer) -> None:
        self._end = pointer
        ends = (self._start.point, self._end.point)
        self._canvas.scene.show_draft(None, lines_px=[ends], points_px=ends)

    def finish(self) -> None:
        self.cancel()
        if has_left(self._start, self._end):
            cut_along(self._canvas.model, (self._start.point, self._end.point))
        else:
            click(self._canvas, self._start)

    def cancel(self) -> None:
        self._canvas.scene.show_draft(None)
