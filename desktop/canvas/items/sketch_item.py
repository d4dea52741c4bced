"""Lines and points of a shape that is not yet one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.figures import open_path
from desktop.canvas.items.pens import dot_pen, halo_pen, outline_pen
from desktop.canvas.style import CanvasStyle, Layer

Line = Sequence[tuple[float, float]]


class SketchItem(QGraphicsItem):
    """Open lines, and dots where something was placed, in pixels of the image."""

    def __init__(
        self,
        lines_px: Sequence[Line],
        points_px: Line,
        *,
        hollow_px: Line = (),
        color: str,
        style: CanvasStyle,
    ) -> None:
        super().__init__()
        self.setZValue(Layer.DRAFT)
        self._path = QPainterPath()
        for line in lines_px:
            self._path.addPath(open_path(line))
        self._points = QPolygonF([QPointF(*point) for point in points_px])
        self._hollow = QPolygonF([QPointF(*point) for point in hollow_px])
        self._pen = outline_pen(color, style=style)
        self._halo = halo_pen(self._pen, style=style)
        self._style = style
        self._scale = 1.0

    def set_scale(self, scale: float) -> None:
        """Take the room that dots need at so many pixels of the screen for one of the image."""
        self.prepareGeometryChange()
        self._scale = scale

    @override
    def boundingRect(self) -> QRectF:
        reach = (self._style.dot_px + 2) / self._scale
        bounds = QRectF()
        # Qt takes the bounds of a single point for none until they are widened.
        for parts in (self._path, self._points, self._hollow):
            if not parts.isEmpty():
                around = parts.boundingRect().adjusted(-reach, -reach, reach, reach)
                bounds = bounds.united(around)
        return bounds

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pen in (self._halo, self._pen):
            painter.strokePath(self._path, pen)
        halo, color = self._style.halo, self._pen.color().name()
        self._paint_dots(painter, self._points, (halo, 3.0), (color, 1.0))
        self._paint_dots(painter, self._hollow, (halo, 4.0), (color, 2.0), (halo, -2.0))

    def _paint_dots(self, painter: QPainter, points: QPolygonF, *layers: tuple[str, float]) -> None:
        """Paint dots, each layer in a color and so much wider than a dot is."""
        for color, more_px in layers:
            painter.setPen(dot_pen(color, width_px=self._style.dot_px + more_px))
            painter.drawPoints(points)
