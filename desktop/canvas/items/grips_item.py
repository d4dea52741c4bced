"""The grips of the selected shape."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.style import CanvasStyle, Layer

# Grips that would stand closer than this on the screen become smaller, to leave the outline seen.
_CROWDED_BELOW_PX = 14.0
_CROWDED_SIZE = 0.6


class GripsItem(QGraphicsItem):
    """Squares of the same size at every zoom, smaller where they stand close.

    Args:
        points_px: Where the grips are, in pixels of the image, in their order around the shape.
        active: Which of them is chosen, if any.
        style: How the canvas looks.
    """

    def __init__(
        self,
        points_px: Iterable[tuple[float, float]],
        *,
        style: CanvasStyle,
        active: int | None = None,
    ) -> None:
        super().__init__()
        self.setZValue(Layer.HANDLES)
        self._points = [QPointF(*point) for point in points_px]
        self._active = active
        self._style = style
        self._scale = 1.0

    def set_scale(self, scale: float) -> None:
        """Take the room that grips need at so many pixels of the screen for one of the image."""
        self.prepareGeometryChange()
        self._scale = scale

    @override
    def boundingRect(self) -> QRectF:
        reach = (self._style.handle_px / 2 + 2) / self._scale
        return QPolygonF(self._points).boundingRect().adjusted(-reach, -reach, reach, reach)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        to_screen = painter.worldTransform()
        places = [to_screen.map(point) for point in self._points]
        painter.resetTransform()
        side = self._style.handle_px * (_CROWDED_SIZE if _is_crowded(places) else 1.0)
        painter.setPen(QPen(QColor(self._style.halo), 1.0))
        painter.setBrush(QBrush(QColor(self._style.selected)))
        painter.drawRects([_square(place, side) for place in places])
        if self._active is not None:
            painter.setBrush(QBrush(QColor(self._style.accent)))
            painter.drawRect(_square(places[self._active], self._style.handle_px + 2))


def _square(center: QPointF, side: float) -> QRectF:
    return QRectF(center.x() - side / 2, center.y() - side / 2, side, side)


def _is_crowded(places: Sequence[QPointF]) -> bool:
    steps = [(after - before).manhattanLength() for before, after in pairwise(places)]
    return bool(steps) and sum(steps) / len(steps) < _CROWDED_BELOW_PX
