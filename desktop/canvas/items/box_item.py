"""One box that is hovered, selected, asked about or being drawn, and its handles."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.style import CanvasStyle, Layer
from engine.domain.hit_testing import CORNERS, handle_point
from engine.domain.shapes import Box

_HALO_ALPHA = 70
_FILL_ALPHA = 30
_MARGIN_PX = 1.0


class BoxItem(QGraphicsItem):
    """A box with a halo under its outline, and handles at its corners."""

    def __init__(
        self,
        box: Box,
        *,
        color: str,
        fill: str,
        style: CanvasStyle,
        is_dashed: bool = False,
        has_handles: bool = False,
    ) -> None:
        super().__init__()
        self.setZValue(Layer.DRAFT)
        self._box = box
        self._pen = outline_pen(color, style=style, is_dashed=is_dashed)
        self._halo = outline_pen(style.halo, style=style)
        self._halo.setWidthF(self._pen.widthF() + 2)
        self._halo.setColor(_faded(style.halo, alpha=_HALO_ALPHA))
        self._fill = QBrush(_faded(fill, alpha=_FILL_ALPHA))
        self._handles = {
            handle: HandleItem(parent=self, style=style)
            for handle in (CORNERS if has_handles else ())
        }
        self.set_box(box)

    def set_box(self, box: Box) -> None:
        """Show another box, in pixels of the image."""
        self.prepareGeometryChange()
        self._box = box
        for handle, item in self._handles.items():
            item.setPos(*handle_point(box, handle))

    @override
    def boundingRect(self) -> QRectF:
        # The view itself repaints two pixels of the screen more than this, which the outline and
        # its halo need at small zooms.
        return to_rect(self._box).adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setPen(self._halo)
        painter.setBrush(self._fill)
        painter.drawRect(to_rect(self._box))
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(to_rect(self._box))


class HandleItem(QGraphicsItem):
    """A square of the same size at every zoom."""

    def __init__(self, *, parent: QGraphicsItem, style: CanvasStyle) -> None:
        super().__init__(parent)
        self.setZValue(Layer.HANDLES)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._side_px = style.handle_px
        self._fill = QBrush(QColor(style.selected))
        self._line = QPen(QColor(style.halo), 1.0)

    @override
    def boundingRect(self) -> QRectF:
        reach = self._side_px / 2 + 1
        return QRectF(-reach, -reach, 2 * reach, 2 * reach)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setPen(self._line)
        painter.setBrush(self._fill)
        painter.drawRect(
            QRectF(-self._side_px / 2, -self._side_px / 2, self._side_px, self._side_px)
        )


def outline_pen(color: str, *, style: CanvasStyle, is_dashed: bool = False) -> QPen:
    """Return the pen of an outline, as wide on the screen at every zoom.

    A box at rest and its item have the same pen, so that one covers the other dash by dash.
    """
    pen = QPen(QColor(color), style.dashed_line_px if is_dashed else style.line_px)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if is_dashed:
        pen.setDashPattern(list(style.dash))
    return pen


def to_rect(box: Box) -> QRectF:
    """Return a box as Qt's rectangle."""
    return QRectF(box.x1, box.y1, box.width, box.height)


def _faded(color: str, *, alpha: int) -> QColor:
    faded = QColor(color)
    faded.setAlpha(alpha)
    return faded
