"""The wand: press on an object of one color, and drag to take in more of its neighborhood."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage
from typing_extensions import override

from desktop.canvas.tools.tool import Canvas, Drag, Pointer, Tool, ToolName
from desktop.qtkit.translation import tr
from desktop.viewmodels.outline_commands import change_outline, draw_outline, selected_outline
from engine.domain.flood import color_distances, outline_of, region_at
from engine.domain.polygon_edits import Outlined, added, placed, taken_away

_FIRST_TOLERANCE = 16.0
# What dragging by a pixel of the screen adds.
_TOLERANCE_PER_PX = 0.4
_MAX_TOLERANCE = 255.0
# How far around the press the wand sees, in pixels of the screen: a frame's time for the search.
_REACH_PX = 500.0


class WandTool(Tool):
    """Takes what hangs together in color with the place pressed, as it looks on the screen.

    It sees what the expert sees: the image under the view settings, as finely as it is zoomed. With
    Shift the region is added to the selected outline, with Alt it is taken away from it.
    """

    name = ToolName.WAND
    hints = (("Shift", tr("add")), ("Alt", tr("take away")))

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    @override
    def start(self, pointer: Pointer) -> Drag | None:
        image = self._canvas.model.state.image
        if not (0 <= pointer.x < image.width and 0 <= pointer.y < image.height):
            return None
        return _WandDrag(self._canvas, pointer)

    @override
    def cursor_at(self, pointer: Pointer) -> Qt.CursorShape:
        return Qt.CursorShape.CrossCursor


class _WandDrag:
    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self._canvas = canvas
        self._start = start
        # At most as fine as the image itself, and no finer than it is seen.
        self._scale = min(1.0, 1.0 / start.pixel_px)
        self._area = self._seen_around(start)
        pixels = _pixels(canvas.scene.image_item.copy(self._area, scale=self._scale))
        self._column = min(int((start.x - self._area.x()) * self._scale), pixels.shape[1] - 1)
        self._row = min(int((start.y - self._area.y()) * self._scale), pixels.shape[0] - 1)
        self._distances = color_distances(pixels, x=self._column, y=self._row)
        self._tolerance = -1
        self._region: Outlined | None = None
        self._target = selected_outline(canvas.model) if start.has_shift or start.has_alt else None
        self.move(start)

    def move(self, pointer: Pointer) -> None:
        dragged_px = math.dist(self._start.point, pointer.point) / pointer.pixel_px
        tolerance = int(min(_FIRST_TOLERANCE + dragged_px * _TOLERANCE_PER_PX, _MAX_TOLERANCE))
        if tolerance == self._tolerance:
            return
        self._tolerance = tolerance
        mask = self._distances <= tolerance
        outline = outline_of(region_at(mask, x=self._column, y=self._row))
        self._region = None if outline is None else self._to_image(outline)
        self._canvas.scene.show_draft(self._region)

    def finish(self) -> None:
        self.cancel()
        if self._region is None:
            return
        if self._target is None:
            draw_outline(self._canvas.model, self._region, text=tr("Wand"))
            return
        object_id, before = self._target
        change = taken_away if self._start.has_alt else added
        change_outline(self._canvas.model, object_id, change(before, self._region), text=tr("Wand"))

    def cancel(self) -> None:
        self._canvas.scene.show_draft(None)

    def _seen_around(self, start: Pointer) -> QRectF:
        """Return what the wand sees, with whole pixels, in pixels of the image."""
        reach = _REACH_PX / self._scale
        image = self._canvas.model.state.image
        left, top = max(0, math.floor(start.x - reach)), max(0, math.floor(start.y - reach))
        right = min(image.width, math.ceil(start.x + reach))
        bottom = min(image.height, math.ceil(start.y + reach))
        return QRectF(left, top, right - left, bottom - top)

    def _to_image(self, outline: Outlined) -> Outlined:
        left, top = self._area.x(), self._area.y()
        return placed(outline, scale=1.0 / self._scale, left=left, top=top)


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """Return red, green and blue of an image of 32 bits a pixel, shape (height, width, 3)."""
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    # The memory goes with the image.
    return lines[:, :, :3].copy()
