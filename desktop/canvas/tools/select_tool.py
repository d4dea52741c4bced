"""The select tool: choose, move and reshape objects, or drag a frame around them."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Tool, ToolName, has_left
from desktop.canvas.tools.vertices import delete_chosen_vertex, edge_cursor, start_vertex
from desktop.qtkit.translation import tr
from desktop.viewmodels import keypoint_commands
from desktop.viewmodels.edit_commands import moved_shapes, reshape
from desktop.viewmodels.edits import ObjectId
from engine.domain.box_handles import Handle, box_between
from engine.domain.grips import TURN, Grip, KeypointGrip, drag_grip, grip_at
from engine.domain.shapes import Box, OrientedBox, Shape

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


_ARROWS = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)
_EIGHTH = math.pi / 4
# A box turned with Shift held stands at multiples of this.
_TURN_STEP = math.radians(15)


class SelectTool(Tool):
    """Press on a grip reshapes, on an object moves, beside them frames."""

    name = ToolName.SELECT

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @override
    def start(self, pointer: Pointer) -> Drag:
        on_part = start_vertex(self._canvas, pointer) or start_grip(self._canvas, pointer)
        if on_part is not None:
            return on_part
        hit = self._canvas.scene.object_at(*pointer.point, tolerance_px=pointer.tolerance_px)
        if hit is None:
            return _FrameDrag(self._canvas, pointer)
        return _MoveDrag(self._canvas, pointer, hit)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        on_part = grip_cursor(self._canvas, pointer) or edge_cursor(self._canvas, pointer)
        if on_part is not None:
            return on_part
        hit = self._canvas.scene.object_at(*pointer.point, tolerance_px=pointer.tolerance_px)
        return Qt.CursorShape.ArrowCursor if hit is None else Qt.CursorShape.PointingHandCursor

    @override
    def delete(self) -> bool:
        return delete_chosen_vertex(self._canvas)


def grip_cursor(canvas: Canvas, pointer: Pointer) -> Qt.CursorShape | None:
    """Return the cursor for the grip under the pointer, if there is one."""
    grip = selected_grip_at(canvas, pointer)
    if grip is None:
        return None
    shape = canvas.model.state.shape(canvas.model.selection[0])
    if isinstance(grip, Handle):
        return _resize_cursor(grip, shape)
    return Qt.CursorShape.OpenHandCursor if grip is TURN else Qt.CursorShape.SizeAllCursor


def selected_grip_at(canvas: Canvas, pointer: Pointer) -> Grip | None:
    """Return the grip under the pointer, if just one object is selected."""
    if len(canvas.model.selection) != 1:
        return None
    shape = canvas.model.state.shape(canvas.model.selection[0])
    return grip_at(shape, x=pointer.x, y=pointer.y, tolerance_px=pointer.tolerance_px)


def start_grip(canvas: Canvas, pointer: Pointer) -> Drag | None:
    """Begin to reshape the selected object, if the pointer is on one of its grips."""
    grip = selected_grip_at(canvas, pointer)
    if grip is None:
        return None
    drag = _GripDrag(canvas, canvas.model.selection[0], grip)
    return _PointDrag(canvas, pointer, grip, drag) if isinstance(grip, KeypointGrip) else drag


def click(canvas: Canvas, pointer: Pointer) -> None:
    """Select what is under the pointer, or extend the selection by it, or take it out."""
    hit = canvas.scene.object_at(*pointer.point, tolerance_px=pointer.tolerance_px)
    selection = canvas.model.selection
    if not pointer.extends:
        canvas.model.select([] if hit is None else [hit])
    elif hit is not None:
        others = [id_ for id_ in selection if id_ != hit]
        canvas.model.select(others if hit in selection else [*selection, hit])


def _resize_cursor(handle: Handle, shape: Shape) -> Qt.CursorShape:
    """Return the arrow that points as the handle can be dragged."""
    if not isinstance(shape, OrientedBox):
        return _RESIZE_CURSORS[handle]
    across, down = handle.value
    towards = math.atan2(down - 0.5, across - 0.5) + shape.angle
    return _ARROWS[round(towards / _EIGHTH) % len(_ARROWS)]


class _GripDrag:
    def __init__(self, canvas: Canvas, object_id: ObjectId, grip: Grip) -> None:
        self._canvas = canvas
        self._object_id = object_id
        self._grip = grip
        self._before = self._after = canvas.model.state.shape(object_id)

    def move(self, pointer: Pointer) -> None:
        image = self._canvas.model.state.image
        self._after = drag_grip(
            self._before,
            self._grip,
            x=pointer.x,
            y=pointer.y,
            width=image.width,
            height=image.height,
            turn_step=_TURN_STEP if pointer.has_shift else 0.0,
        )
        self._canvas.scene.preview({self._object_id: self._after})

    def finish(self) -> None:
        self.cancel()
        text = tr("Resize box") if isinstance(self._grip, Handle) else tr("Move point")
        text = tr("Turn box") if self._grip is TURN else text
        reshape(self._canvas.model, {self._object_id: self._after}, text=text)

    def cancel(self) -> None:
        self._canvas.scene.preview({})


class _PointDrag:
    """Moves a keypoint; where it was only clicked, it is chosen and seen in another way."""

    def __init__(self, canvas: Canvas, start: Pointer, grip: KeypointGrip, moving: Drag) -> None:
        self._canvas = canvas
        self._start = start
        self._grip = grip
        self._moving = moving
        self._is_click = True

    def move(self, pointer: Pointer) -> None:
        self._is_click = self._is_click and not has_left(self._start, pointer)
        if not self._is_click:
            self._moving.move(pointer)

    def finish(self) -> None:
        if self._is_click:
            self.cancel()
            keypoint_commands.toggle(self._canvas.model, self._grip.index)
        else:
            self._moving.finish()

    def cancel(self) -> None:
        self._moving.cancel()


class _MoveDrag:
    def __init__(self, canvas: Canvas, start: Pointer, hit: ObjectId) -> None:
        self._canvas = canvas
        self._start = start
        self._shapes: dict[ObjectId, Shape] = {}
        # A press on one of several selected objects may begin to move them all.
        self._was_selected = hit in canvas.model.selection
        if not self._was_selected:
            click(canvas, start)

    def move(self, pointer: Pointer) -> None:
        if not self._shapes and not has_left(self._start, pointer):
            return
        model = self._canvas.model
        dx, dy = pointer.x - self._start.x, pointer.y - self._start.y
        self._shapes = moved_shapes(model, model.selection, dx=dx, dy=dy)
        self._canvas.scene.preview(self._shapes)

    def finish(self) -> None:
        self.cancel()
        if self._shapes:
            reshape(self._canvas.model, self._shapes, text=tr("Move"))
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
        self._canvas.scene.show_draft(None, frame=self._frame)

    def finish(self) -> None:
        self.cancel()
        kept = self._canvas.model.selection if self._start.extends else ()
        framed = self._canvas.scene.objects_inside(self._frame) if self._frame else []
        self._canvas.model.select([*kept, *framed])

    def cancel(self) -> None:
        self._canvas.scene.show_draft(None)
