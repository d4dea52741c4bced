"""What the whole image is called, in its corner."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.items.pens import faded
from desktop.canvas.style import CanvasStyle, Layer

_OFFSET_PX = 14.0
_HEIGHT_PX = 34.0
_SWATCH_PX = 14.0
_GAP_PX = 10.0
_RADIUS_PX = 6.0
_FONT_RATIO = 1.25
_GROUND_ALPHA = 200


class ImageClassItem(QGraphicsItem):
    """A plate with the class's color and name, as large at every zoom.

    Args:
        text: The class; of a suggestion with its confidence.
        color: The class's color, as #rrggbb.
        style: How the canvas looks.
        is_dashed: Whether it is a suggestion.
    """

    def __init__(
        self, text: str, *, color: str, style: CanvasStyle, is_dashed: bool = False
    ) -> None:
        super().__init__()
        self.setZValue(Layer.HANDLES)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._text = text
        self._color = QColor(color)
        self._style = style
        self._is_dashed = is_dashed
        self._font = QFont(style.font_family)
        self._font.setPixelSize(round(style.font_px * _FONT_RATIO))
        self._font.setWeight(QFont.Weight.DemiBold)
        width = QFontMetricsF(self._font).horizontalAdvance(text)
        self._plate = QRectF(_OFFSET_PX, _OFFSET_PX, width + _SWATCH_PX + 3 * _GAP_PX, _HEIGHT_PX)

    @override
    def boundingRect(self) -> QRectF:
        return self._plate.adjusted(-2, -2, 2, 2)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QPen(self._color, 2.0)
        if self._is_dashed:
            line.setDashPattern(list(self._style.dash))
        painter.setPen(line)
        painter.setBrush(QBrush(faded(self._style.halo, alpha=_GROUND_ALPHA)))
        painter.drawRoundedRect(self._plate, _RADIUS_PX, _RADIUS_PX)
        self._paint_swatch(painter)
        painter.setFont(self._font)
        painter.setPen(QColor(self._style.tag))
        words = self._plate.adjusted(_SWATCH_PX + 2 * _GAP_PX, 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self._text)

    def _paint_swatch(self, painter: QPainter) -> None:
        corner = QPointF(self._plate.left() + _GAP_PX, self._plate.center().y() - _SWATCH_PX / 2)
        swatch = QRectF(corner.x(), corner.y(), _SWATCH_PX, _SWATCH_PX)
        painter.setPen(QPen(self._color, 2.0))
        hollow = Qt.BrushStyle.NoBrush
        painter.setBrush(QBrush(hollow) if self._is_dashed else QBrush(self._color))
        painter.drawRect(swatch.adjusted(1, 1, -1, -1))
