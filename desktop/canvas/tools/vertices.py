"""Editing the vertices of the selected outline, which several tools do alike."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.canvas.tools.tool import Canvas, Drag, Pointer, has_left
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_commands import reshape
from desktop.viewmodels.edits import ObjectId
from desktop.viewmodels.outline_commands import remove_vertex, selected_outline
from engine.domain.grips import Vertex, drag_grip, grip_at
from engine.domain.polygon_edits import Outlined, edge_at, with_vertex
from engine.domain.shapes import Point


def start_vertex(canvas: Canvas, pointer: Pointer) -> Drag | None:
    """Begin to edit the selected outline, if the pointer is on one of its vertices or edges.

    A drag moves a vertex, or one that is added where an edge is pressed. A click chooses the
    vertex, to delete it for instance; with Alt it deletes it.
    """
    selected = selected_outline(canvas.model)
    if selected is None or pointer.extends:
        return None
    object_id, outline = selected
    vertex = vertex_at(outline, pointer)
    if vertex is not None:
        if pointer.has_alt:
            return _DeleteDrag(canvas, object_id, vertex)
        return _VertexDrag(canvas, object_id, outline, vertex, pointer)
    edge = _edge_at(outline, pointer)
    if edge is None or pointer.has_alt:
        return None
    more = with_vertex(outline, *edge)
    added = Vertex(edge[0].part, edge[0].ring, edge[0].index + 1)
    return _VertexDrag(canvas, object_id, more, added, pointer, is_new=True)


def edge_cursor(canvas: Canvas, pointer: Pointer) -> Qt.CursorShape | None:
    """Return the cursor for the edge of the selected outline under the pointer, if there is one."""
    selected = selected_outline(canvas.model)
    is_on_edge = selected is not None and _edge_at(selected[1], pointer) is not None
    return Qt.CursorShape.DragCopyCursor if is_on_edge else None


def delete_chosen_vertex(canvas: Canvas) -> bool:
    """Delete the chosen vertex and choose the next one; whether there was one."""
    selected, vertex = selected_outline(canvas.model), canvas.scene.active_grip
    if selected is None or not isinstance(vertex, Vertex):
        return False
    remove_vertex(canvas.model, selected[0], vertex)
    canvas.scene.choose_grip(vertex)
    return True


def vertex_at(outline: Outlined, pointer: Pointer) -> Vertex | None:
    """Return the vertex under the pointer, if there is one."""
    grip = grip_at(outline, x=pointer.x, y=pointer.y, tolerance_px=pointer.tolerance_px)
    return grip if isinstance(grip, Vertex) else None


def _edge_at(outline: Outlined, pointer: Pointer) -> tuple[Vertex, Point] | None:
    return edge_at(outline, x=pointer.x, y=pointer.y, tolerance_px=pointer.tolerance_px / 2)


class _VertexDrag:
    """Moves a vertex; where it was only clicked, it is chosen."""

    def __init__(
        self,
        canvas: Canvas,
        object_id: ObjectId,
        outline: Outlined,
        vertex: Vertex,
        start: Pointer,
        *,
        is_new: bool = False,
    ) -> None:
        self._canvas = canvas
        self._object_id = object_id
        self._before = self._after = outline
        self._vertex = vertex
        self._is_new = is_new
        self._start = start
        self._is_click = True

    def move(self, pointer: Pointer) -> None:
        self._is_click = self._is_click and not has_left(self._start, pointer)
        if not self._is_click:
            image = self._canvas.model.state.image
            after = drag_grip(
                self._before,
                self._vertex,
                x=pointer.x,
                y=pointer.y,
                width=image.width,
                height=image.height,
            )
            assert isinstance(after, type(self._before))
            self._after = after
        self._canvas.scene.preview({self._object_id: self._after})

    def finish(self) -> None:
        self.cancel()
        text = tr("Add point") if self._is_new else tr("Move point")
        reshape(self._canvas.model, {self._object_id: self._after}, text=text)
        self._canvas.scene.choose_grip(self._vertex)

    def cancel(self) -> None:
        self._canvas.scene.preview({})


class _DeleteDrag:
    """A press that deletes a vertex when it is let go."""

    def __init__(self, canvas: Canvas, object_id: ObjectId, vertex: Vertex) -> None:
        self._canvas = canvas
        self._object_id = object_id
        self._vertex = vertex

    def move(self, pointer: Pointer) -> None:
        """Wait for the release, wherever it is."""

    def finish(self) -> None:
        remove_vertex(self._canvas.model, self._object_id, self._vertex)

    def cancel(self) -> None:
        """Leave the vertex."""
