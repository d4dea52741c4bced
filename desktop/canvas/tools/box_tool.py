"""The box tool: drag to draw a box of the current class."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.box_drag import BoxDrag
from desktop.canvas.tools.select_tool import click, grip_cursor, start_grip
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Tool, ToolName
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import draw
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
        return start_grip(self._canvas, pointer) or BoxDrag(
            self._canvas,
            pointer,
            preview=_as_it_is,
            draw=self._draw,
            click=partial(click, self._canvas),
            min_side=0.5,
        )

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        on_grip = grip_cursor(self._canvas, pointer)
        return Qt.CursorShape.CrossCursor if on_grip is None else on_grip

    def _draw(self, box: Box) -> None:
        self._canvas.model.select([])
        draw(self._canvas.model, box, text=tr("Draw box"))


def _as_it_is(box: Box) -> Box:
    return box
