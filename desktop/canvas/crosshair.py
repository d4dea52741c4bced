"""Two lines through the pointer, over the whole view."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.canvas.style import CanvasStyle

_ALPHA = 0.55


def paint_crosshair(painter: QPainter, at: QPoint, *, size: QSize, style: CanvasStyle) -> None:
    """Paint the lines in pixels of the screen."""
    color = QColor(style.crosshair)
    color.setAlphaF(_ALPHA)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(color, 1.0))
    painter.drawLine(0, at.y(), size.width(), at.y())
    painter.drawLine(at.x(), 0, at.x(), size.height())
