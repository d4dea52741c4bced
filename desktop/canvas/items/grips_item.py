"""The grips of the selected shape."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.style import CanvasStyle, Layer

# Grips closer than this to the one before or after, in pixels of the screen, become smaller, to
# leave the outline seen.
_ROOM_PX = 16.0
_LEAST_SIZE = 0.5
# Grips nearer than this to the last one shown wait until the view is nearer.
_SHOWN_FROM_PX = 8.0


class GripsItem(QGraphicsItem):
    """Squares of the same size at every zoom, smaller where they stand close.

    Args:
        points_px: Where the grips are, in pixels of the image, in their order around the shape.
        active: Which of them is chosen, if any.
        hollow: Which of them stand for what is there but hidden.
        stem_px: The line that ties a grip to its shape, if one lies apart.
        style: How the canvas looks.
    """

    def __init__(
        self,
        points_px: Iterable[tuple[float, float]],
        *,
        style: CanvasStyle,
        active: int | None = None,
        hollow: Collection[int] = (),
        stem_px: Sequence[tuple[float, float]] = (),
    ) -> None:
        super().__init__()
        self.setZValue(Layer.HANDLES)
        self._points = [QPointF(*point) for point in points_px]
        self._active = active
        self._hollow = hollow
        self._stem = QPolygonF([QPointF(*point) for point in stem_px])
        self._style = style
        self._scale = 1.0

    def set_scale(self, scale: float) -> None:
        """Take the room that grips need at so many pixels of the screen for one of the image."""
        self.prepareGeometryChange()
        self._scale = scale

    @override
    def boundingRect(self) -> QRectF:
        reach = (self._style.handle_px / 2 + 2) / self._scale
        bounds = QPolygonF(self._points).boundingRect().united(self._stem.boundingRect())
        return bounds.adjusted(-reach, -reach, reach, reach)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        to_screen = painter.worldTransform()
        places = [to_screen.map(point) for point in self._points]
        stem = to_screen.map(self._stem)
        painter.resetTransform()
        self._paint_stem(painter, stem)
        sides = [self._style.handle_px * size for size in _sizes(places)]
        painter.setPen(QPen(QColor(self._style.halo), 1.0))
        painter.setBrush(QBrush(QColor(self._style.selected)))
        painter.drawRects([_square(places[row], sides[row]) for row in _apart(places)])
        painter.setBrush(QBrush(QColor(self._style.halo)))
        painter.drawRects(
            [_square(places[index], max(sides[index] - 3, 1.5)) for index in self._hollow]
        )
        if self._active is not None:
            painter.setBrush(QBrush(QColor(self._style.accent)))
            painter.drawRect(_square(places[self._active], self._style.handle_px + 2))

    def _paint_stem(self, painter: QPainter, stem: QPolygonF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width_px in ((self._style.halo, 3.0), (self._style.selected, 1.5)):
            painter.setPen(QPen(QColor(color), width_px))
            painter.drawPolyline(stem)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _square(center: QPointF, side: float) -> QRectF:
    return QRectF(center.x() - side / 2, center.y() - side / 2, side, side)


def _apart(places: Sequence[QPointF]) -> list[int]:
    """Return the grips to show, so that they do not cover the outline."""
    shown: list[int] = []
    for row, place in enumerate(places):
        if not shown or (place - places[shown[-1]]).manhattanLength() >= _SHOWN_FROM_PX:
            shown.append(row)
    return shown


def _sizes(places: Sequence[QPointF]) -> list[float]:
    """Return how large each grip is painted, as shares of the full size."""
    steps = [(after - before).manhattanLength() for before, after in pairwise(places)]
    rooms = zip([_ROOM_PX, *steps], [*steps, _ROOM_PX], strict=True)
    return [min(max(min(room) / _ROOM_PX, _LEAST_SIZE), 1.0) for room in rooms]
