"""The brush and the eraser: paint what belongs to an object, or rub it out."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable

from PySide6.QtCore import Qt
from typing_extensions import override

from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Tool, ToolName
from desktop.qtkit.translation import tr
from desktop.viewmodels.edits import ObjectId
from desktop.viewmodels.outline_commands import (
    change_outline,
    draw_outline,
    outline_of,
    selected_outline,
)
from engine.domain.polygon_edits import Outlined, added, stroke, taken_away
from engine.domain.shapes import Point

_FIRST_RADIUS_PX = 14.0
_MIN_RADIUS_PX, _MAX_RADIUS_PX = 2.0, 200.0
_STEP = 1.2
# A point of the trail for so much of the radius is enough.
_TRAIL_SHARE = 0.15
_CIRCLE_SIDES = 48
_NOTHING_TO_ERASE = tr("There is no outline here to erase from. Select one, or press on it.")


class BrushSize:
    """How large brush and eraser are, in pixels of the screen: near by, strokes become finer."""

    def __init__(self) -> None:
        self.radius_px = _FIRST_RADIUS_PX

    def change(self, steps: int) -> None:
        """Make them larger by steps, or smaller."""
        self.set_radius(self.radius_px * _STEP**steps)

    def set_radius(self, radius_px: float) -> None:
        """Make them so large, within limits."""
        self.radius_px = min(max(radius_px, _MIN_RADIUS_PX), _MAX_RADIUS_PX)


class BrushTool(Tool):
    """A stroke goes on with the outline that is selected, or else begins another one.

    Args:
        canvas: What to work on.
        size: Shared with the other tool of its kind.
        erases: Whether strokes take away; with Alt held they do the opposite.
    """

    hints = (("Ctrl+[", "smaller"), ("Ctrl+]", "larger"))

    def __init__(self, canvas: Canvas, size: BrushSize, *, erases: bool = False) -> None:
        self.name = ToolName.ERASER if erases else ToolName.BRUSH
        self._canvas = canvas
        self._size = size
        self._erases = erases
        self._hovered: Pointer | None = None

    @override
    def start(self, pointer: Pointer) -> Drag | None:
        radius_px = self._size.radius_px * pointer.pixel_px
        if self._erases == pointer.has_alt:
            selected = selected_outline(self._canvas.model)
            return _PaintDrag(self._canvas, pointer, radius_px, selected[0] if selected else None)
        target = self._erased_at(pointer)
        if target is None:
            self._canvas.model.refused.emit(_NOTHING_TO_ERASE)
            return None
        return _EraseDrag(self._canvas, pointer, radius_px, target)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor

    @override
    def hover(self, pointer: Pointer | None) -> None:
        self._hovered = pointer
        if pointer is None:
            self._canvas.scene.show_draft(None)
        else:
            radius_px = self._size.radius_px * pointer.pixel_px
            self._canvas.scene.show_draft(None, lines_px=[_circle(pointer.point, radius_px)])

    @override
    def resize(self, steps: int) -> bool:
        self._size.change(steps)
        if self._hovered is not None:
            self.hover(self._hovered)
        return True

    def _erased_at(self, pointer: Pointer) -> ObjectId | None:
        selected = selected_outline(self._canvas.model)
        if selected is not None:
            return selected[0]
        hit = self._canvas.scene.object_at(*pointer.point, tolerance_px=pointer.tolerance_px)
        return hit if outline_of(self._canvas.model, hit) is not None else None


class _StrokeDrag(ABC):
    """Follows the pointer with a round brush; what a stroke means is up to the kind of drag."""

    def __init__(
        self, canvas: Canvas, start: Pointer, radius_px: float, target: ObjectId | None
    ) -> None:
        self._canvas = canvas
        self._radius_px = radius_px
        self._target = target
        self._before = outline_of(canvas.model, target)
        self._trail: list[Point] = []
        self.move(start)

    def move(self, pointer: Pointer) -> None:
        far_px = self._radius_px * _TRAIL_SHARE
        if not self._trail or math.dist(pointer.point, self._trail[-1]) >= far_px:
            self._trail.append(pointer.point)
            self._show()

    def cancel(self) -> None:
        self._canvas.scene.preview({})
        self._canvas.scene.show_draft(None)

    def _stroke(self) -> Outlined | None:
        image = self._canvas.model.state.image
        return stroke(
            self._trail, radius_px=self._radius_px, width=image.width, height=image.height
        )

    def _changed(self, change: Callable[[Outlined, Outlined], Outlined | None]) -> Outlined | None:
        """Return the target's outline after the stroke."""
        drawn = self._stroke()
        if self._before is None or drawn is None:
            return self._before
        return change(self._before, drawn)

    @abstractmethod
    def _show(self) -> None:
        """Show what the stroke would do."""


class _PaintDrag(_StrokeDrag):
    def finish(self) -> None:
        self.cancel()
        drawn = self._stroke()
        if self._target is not None:
            change_outline(self._canvas.model, self._target, self._changed(added), text=tr("Paint"))
        elif drawn is not None:
            draw_outline(self._canvas.model, drawn, text=tr("Paint"))

    @override
    def _show(self) -> None:
        more = self._changed(added)
        if self._target is not None and more is not None:
            self._canvas.scene.preview({self._target: more})
        else:
            self._canvas.scene.show_draft(self._stroke())


class _EraseDrag(_StrokeDrag):
    def finish(self) -> None:
        self.cancel()
        assert self._target is not None
        less = self._changed(taken_away)
        change_outline(self._canvas.model, self._target, less, text=tr("Erase"))

    @override
    def _show(self) -> None:
        assert self._target is not None
        less = self._changed(taken_away)
        if less is not None:
            self._canvas.scene.preview({self._target: less})
        circle = _circle(self._trail[-1], self._radius_px)
        self._canvas.scene.show_draft(None, lines_px=[circle])


def _circle(center: Point, radius_px: float) -> list[Point]:
    turns = (2 * math.pi * side / _CIRCLE_SIDES for side in range(_CIRCLE_SIDES + 1))
    x, y = center
    return [(x + radius_px * math.cos(turn), y + radius_px * math.sin(turn)) for turn in turns]
