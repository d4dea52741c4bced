"""The select tool: choose, move and resize objects, or drag a frame around them."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from desktop.canvas.tools.tool import Canvas, Drag, Pointer, ToolName
from desktop.viewmodels.edit_commands import moved_boxes, reshape
from desktop.viewmodels.edits import ObjectId
from engine.domain.hit_testing import Handle, box_between, drag_handle, handle_at
from engine.domain.shapes import Box

_RESIZE_CURSORS = {
    Handle.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor,
    Handle.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    Handle.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor,
    Handle.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
    Handle.TOP: Qt.CursorShape.SizeVerCursor,
    Handle.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Handle.LEFT: Qt.CursorShape.SizeHorCursor,
    Handle.RIGHT: Qt.CursorShape.SizeHorCursor,
}


class SelectTool:
    """Press on a handle resizes, on an object moves, beside them frames."""

    name = ToolName.SELECT
    has_crosshair = False

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def start(self, pointer: Pointer) -> Drag:
        """Begin to resize, move or frame."""
        resize = start_resize(self._canvas, pointer)
        if resize is not None:
            return resize
        hit = self._canvas.scene.object_at(*pointer.point, tolerance_px=pointer.tolerance_px)
        if hit is None:
            return _FrameDrag(self._canvas, pointer)
        return _MoveDrag(self._canvas, pointer, hit)

    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        """Return a resize cursor at handles, a hand over objects, an arrow elsewhere."""
        on_handle = handle_cursor(self._canvas, pointer)
        if on_handle is not None:
            return on_handle
        hit = self._canvas.scene.object_at(*pointer.point, tolerance_px=pointer.tolerance_px)
        return Qt.CursorShape.ArrowCursor if hit is None else Qt.CursorShape.PointingHandCursor


def handle_cursor(canvas: Canvas, pointer: Pointer) -> Qt.CursorShape | None:
    """Return the cursor for the handle under the pointer, if there is one."""
    handle = selected_handle_at(canvas, pointer)
    return None if handle is None else _RESIZE_CURSORS[handle]


def selected_handle_at(canvas: Canvas, pointer: Pointer) -> Handle | None:
    """Return the handle under the pointer, if just one object is selected."""
    if len(canvas.model.selection) != 1:
        return None
    box = canvas.model.state.box(canvas.model.selection[0])
    return handle_at(box, x=pointer.x, y=pointer.y, tolerance_px=pointer.tolerance_px)


def start_resize(canvas: Canvas, pointer: Pointer) -> Drag | None:
    """Begin to resize the selected object, if the pointer is on one of its handles."""
    handle = selected_handle_at(canvas, pointer)
    return None if handle is None else _ResizeDrag(canvas, canvas.model.selection[0], handle)


def click(canvas: Canvas, pointer: Pointer) -> None:
    """Select what is under the pointer, or extend the selection by it, or take it out."""
    hit = canvas.scene.object_at(*pointer.point, tolerance_px=pointer.tolerance_px)
    selection = canvas.model.selection
    if not pointer.extends:
        canvas.model.select([] if hit is None else [hit])
    elif hit is not None:
        others = [id_ for id_ in selection if id_ != hit]
        canvas.model.select(others if hit in selection else [*selection, hit])


def has_left(start: Pointer, pointer: Pointer) -> bool:
    """Whether the pointer is so far from where it was pressed that a drag is meant."""
    return math.dist(start.point, pointer.point) > pointer.tolerance_px / 2


class _ResizeDrag:
    def __init__(self, canvas: Canvas, object_id: ObjectId, handle: Handle) -> None:
        self._canvas = canvas
        self._object_id = object_id
        self._handle = handle
        self._before = self._after = canvas.model.state.box(object_id)

    def move(self, pointer: Pointer) -> None:
        image = self._canvas.model.state.image
        self._after = drag_handle(
            self._before,
            self._handle,
            x=pointer.x,
            y=pointer.y,
            width=image.width,
            height=image.height,
        )
        self._canvas.scene.preview({self._object_id: self._after})

    def finish(self) -> None:
        self.cancel()
        reshape(self._canvas.model, {self._object_id: self._after}, text="Resize box")

    def cancel(self) -> None:
        self._canvas.scene.preview({})


class _MoveDrag:
    def __init__(self, canvas: Canvas, start: Pointer, hit: ObjectId) -> None:
        self._canvas = canvas
        self._start = start
        self._boxes: dict[ObjectId, Box] = {}
        # A press on one of several selected objects may begin to move them all.
        self._was_selected = hit in canvas.model.selection
        if not self._was_selected:
            click(canvas, start)

    def move(self, pointer: Pointer) -> None:
        if not self._boxes and not has_left(self._start, pointer):
            return
        model = self._canvas.model
        dx, dy = pointer.x - self._start.x, pointer.y - self._start.y
        self._boxes = moved_boxes(model, model.selection, dx=dx, dy=dy)
        self._canvas.scene.preview(self._boxes)

    def finish(self) -> None:
        self.cancel()
        if self._boxes:
            reshape(self._canvas.model, self._boxes, text="Move box")
        elif self._was_selected:
            click(self._canvas, self._start)

    def cancel(self) -> None:
        self._canvas.scene.preview({})


class _FrameDrag:
    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self._canvas = canvas
        self._start = start
        self._frame: Box | None = None

    def move(self, pointer: Pointer) -> None:
        image = self._canvas.model.state.image
        self._frame = box_between(
            self._start.point,
            pointer.point,
            width=image.width,
            height=image.height,
            min_side_px=pointer.tolerance_px / 2,
        )
        self._canvas.scene.show_draft(self._frame, is_frame=True)

    def finish(self) -> None:
        self.cancel()
        kept = self._canvas.model.selection if self._start.extends else ()
        framed = self._canvas.scene.objects_inside(self._frame) if self._frame else []
        self._canvas.model.select([*kept, *framed])

    def cancel(self) -> None:
        self._canvas.scene.show_draft(None)
