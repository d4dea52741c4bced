"""The keypoint tool: one click places the whole skeleton, then its points are dragged."""

from __future__ import annotations

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.box_drag import BoxDrag
from desktop.canvas.tools.select_tool import (
    click,
    grip_cursor,
    selected_grip_at,
    start_grip,
)
from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Tool, ToolName
from desktop.qtkit.translation import tr
from desktop.viewmodels import keypoint_commands
from engine.domain.grips import KeypointGrip
from engine.domain.shapes import Box, KeypointSet

# A skeleton placed by a click is so many times as high as what counts as near: 200 pixels of the
# screen, whatever the zoom.
_HEIGHT_IN_TOLERANCES = 28
_NO_SKELETON = tr("The project has no skeleton. Keypoints belong to projects with the task pose.")


class KeypointTool(Tool):
    """A click places a skeleton, a drag fits one into a box.

    Where an object is selected, its points are dragged, and a click on one says that it is hidden,
    then that it is not labeled. A click beside an object that lacks points places the next of them.
    """

    name = ToolName.KEYPOINTS
    has_crosshair = True
    hints = ((tr("Click"), tr("on a point: hidden, not labeled")),)

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @override
    def start(self, pointer: Pointer) -> Drag | None:
        on_grip = start_grip(self._canvas, pointer)
        if on_grip is not None:
            return on_grip
        if self._canvas.model.skeleton is None:
            self._canvas.model.refused.emit(_NO_SKELETON)
            return None
        return BoxDrag(
            self._canvas,
            pointer,
            preview=self._template_in,
            draw=self._draw_in,
            click=self._click,
            min_side=1.0,
        )

    @override
    def hover(self, pointer: Pointer | None) -> None:
        grip = None if pointer is None else selected_grip_at(self._canvas, pointer)
        if isinstance(grip, KeypointGrip):
            place, text = keypoint_commands.keypoint_in_words(self._canvas.model, grip.index)
            self._canvas.scene.show_draft(None, points_px=[place], text=text)
        else:
            self._canvas.scene.show_draft(None)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        on_grip = grip_cursor(self._canvas, pointer)
        return Qt.CursorShape.CrossCursor if on_grip is None else on_grip

    def _template_in(self, box: Box) -> KeypointSet:
        return keypoint_commands.template_in(self._canvas.model, box)

    def _draw_in(self, box: Box) -> None:
        keypoint_commands.draw_keypoints(self._canvas.model, self._template_in(box))

    def _click(self, start: Pointer) -> None:
        canvas = self._canvas
        x, y = canvas.inside(start)
        hit = canvas.scene.object_at(*start.point, tolerance_px=start.tolerance_px)
        if keypoint_commands.place_missing(canvas.model, x=x, y=y):
            return
        if start.extends or (hit is not None and hit not in canvas.model.selection):
            click(canvas, start)
            return
        height = start.tolerance_px * _HEIGHT_IN_TOLERANCES
        template = keypoint_commands.template_at(canvas.model, x=x, y=y, height_px=height)
        keypoint_commands.draw_keypoints(canvas.model, template)
