"""The polygon tool: click vertex by vertex, or hold Shift and follow the outline freely."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.select_tool import grip_cursor
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Sketch, Tool, ToolName
from desktop.canvas.tools.vertices import delete_chosen_vertex, edge_cursor, start_vertex
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import draw
from desktop.viewmodels.edits import ObjectId
from desktop.viewmodels.outline_commands import change_outline, outline_of, selected_outline
from engine.domain.errors import DataError
from engine.domain.polygon_edits import Outlined, mended, simplified_line, taken_away
from engine.domain.shapes import Point, Polygon

# While Shift is held a point is set each time the pointer went so far, in pixels of the screen.
_FREEHAND_STEP_PX = 3.0
# What a trembling hand adds to a line drawn freely, in pixels of the screen.
_FREEHAND_ERROR_PX = 1.0
_NOTHING_TO_CUT = tr("There is no outline here to cut a hole into. Select it first.")


class PolygonTool(Tool):
    """Click on the first point, double-click or press Enter to close.

    Begun with Alt, what is drawn becomes a hole in the outline under it. The points of an outline
    that is selected are edited as with the select tool.
    """

    name = ToolName.POLYGON
    hints = (("Alt", tr("begin a hole")),)

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @override
    def start(self, pointer: Pointer) -> Drag | Sketch | None:
        on_vertex = start_vertex(self._canvas, pointer)
        if on_vertex is not None:
            return on_vertex
        target = _target_at(self._canvas, pointer) if pointer.has_alt else None
        if pointer.has_alt and target is None:
            self._canvas.model.refused.emit(_NOTHING_TO_CUT)
            return None
        return _PolygonSketch(self._canvas, pointer, hole_in=target)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        on_part = grip_cursor(self._canvas, pointer) or edge_cursor(self._canvas, pointer)
        return Qt.CursorShape.CrossCursor if on_part is None else on_part

    @override
    def delete(self) -> bool:
        return delete_chosen_vertex(self._canvas)


class _PolygonSketch(Sketch):
    hints = (("Return", tr("close it")), ("Shift", tr("hold to draw freely")))

    def __init__(self, canvas: Canvas, start: Pointer, *, hole_in: ObjectId | None) -> None:
        self._canvas = canvas
        self._hole_in = hole_in
        self._points: list[Point] = []
        # How many points there were before each act that can be taken back.
        self._marks: list[int] = []
        self._is_free = False
        if hole_in is None:
            canvas.model.select([])
        self.press(start)

    @override
    def press(self, pointer: Pointer) -> None:
        self._end_freehand(pointer)
        if self._is_at_first(pointer):
            self.finish()
        else:
            self._marks.append(len(self._points))
            self._points.append(self._canvas.inside(pointer))
        self._show(pointer)

    @override
    def double_press(self, pointer: Pointer) -> None:
        self.finish()

    @override
    def move(self, pointer: Pointer) -> None:
        if pointer.has_shift:
            self._follow(pointer)
        else:
            self._end_freehand(pointer)
        self._show(pointer)

    @override
    def undo_last(self) -> None:
        self._is_free = False
        del self._points[self._marks.pop() :]
        if self._points:
            self._show(None)
        else:
            self.cancel()

    @override
    def finish(self) -> None:
        outline = self._outline()
        if outline is None:
            self._canvas.model.refused.emit(tr("An outline needs three points that span an area."))
            return
        self.cancel()
        if self._hole_in is None:
            draw(self._canvas.model, outline, text=tr("Draw polygon"))
            return
        whole = outline_of(self._canvas.model, self._hole_in)
        if whole is not None:
            less = taken_away(whole, outline)
            change_outline(self._canvas.model, self._hole_in, less, text=tr("Cut hole"))

    @override
    def cancel(self) -> None:
        self._canvas.scene.show_draft(None)
        self.is_done = True

    def _follow(self, pointer: Pointer) -> None:
        if not self._is_free:
            self._is_free = True
            self._marks.append(len(self._points))
        point = self._canvas.inside(pointer)
        if math.dist(point, self._points[-1]) >= _FREEHAND_STEP_PX * pointer.pixel_px:
            self._points.append(point)

    def _end_freehand(self, pointer: Pointer) -> None:
        """Leave out of what was drawn freely the points that it does not need."""
        if not self._is_free:
            return
        self._is_free = False
        begin = max(self._marks[-1] - 1, 0)
        drawn = simplified_line(self._points[begin:], _FREEHAND_ERROR_PX * pointer.pixel_px)
        self._points[begin:] = drawn
        if len(self._points) == self._marks[-1]:
            self._marks.pop()

    def _is_at_first(self, pointer: Pointer) -> bool:
        if len(self._points) < 3:
            return False
        return math.dist(pointer.point, self._points[0]) <= pointer.tolerance_px

    def _outline(self) -> Outlined | None:
        try:
            return mended(Polygon(tuple(dict.fromkeys(self._points))))
        except DataError:
            return None

    def _show(self, pointer: Pointer | None) -> None:
        if self.is_done:
            return
        ahead = [] if pointer is None else [self._canvas.inside(pointer)]
        if pointer is not None and self._is_at_first(pointer):
            ahead = [self._points[0]]
        # A dot a point drawn freely would hide the line.
        dots = [self._points[mark] for mark in self._marks if mark < len(self._points)]
        self._canvas.scene.show_draft(
            None, lines_px=[[*self._points, *ahead]], points_px=dots or self._points[:1]
        )


def _target_at(canvas: Canvas, pointer: Pointer) -> ObjectId | None:
    """Return the outlined object that is selected, or else the one under the pointer."""
    selected = selected_outline(canvas.model)
    if selected is not None:
        return selected[0]
    hit = canvas.scene.object_at(*pointer.point, tolerance_px=pointer.tolerance_px)
    return hit if outline_of(canvas.model, hit) is not None else None
