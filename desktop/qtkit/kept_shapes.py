"""Shapes that evaluations keep, painted over a picture of their image or of a part of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPolygonF

from engine.domain.seen_shapes import SeenShape

_WHOLE = (0.0, 0.0, 1.0, 1.0)
_DOT_PX = 2.5


class KeptShape:
    """The lines and dots of a shape, where they lie on the screen.

    Args:
        shape: In fractions of the image.
        target: Where the picture is painted.
        cut_norm: Corners of what it shows of the image, as fractions of that.

    Attributes:
        lines: Around pieces and holes, or between keypoints.
        dots: The keypoints.
    """

    def __init__(
        self,
        shape: SeenShape,
        target: QRectF,
        *,
        cut_norm: tuple[float, float, float, float] = _WHOLE,
    ) -> None:
        self._target = target
        self._cut_norm = cut_norm
        self.lines, self.dots = QPainterPath(), QPainterPath()
        for line in shape.closed_lines_norm:
            self.lines.addPolygon(QPolygonF([self._at(x, y) for x, y in line.tolist()]))
            self.lines.closeSubpath()
        for x1, y1, x2, y2 in shape.bones_norm.tolist():
            self.lines.moveTo(self._at(x1, y1))
            self.lines.lineTo(self._at(x2, y2))
        for x, y in shape.keypoints_norm.tolist():
            self.dots.addEllipse(self._at(x, y), _DOT_PX, _DOT_PX)

    def paint(self, painter: QPainter) -> None:
        """Paint with the pen of the painter, whose style is of the lines alone."""
        painter.drawPath(self.lines)
        painter.fillPath(self.dots, painter.pen().color())

    def _at(self, x: float, y: float) -> QPointF:
        left, top, right, bottom = self._cut_norm
        across, down = max(right - left, 1e-9), max(bottom - top, 1e-9)
        return QPointF(
            self._target.left() + (x - left) / across * self._target.width(),
            self._target.top() + (y - top) / down * self._target.height(),
        )
