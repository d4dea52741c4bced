"""One shape that is hovered, selected, asked about or being drawn."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from desktop.canvas.figures import exact_path
from desktop.canvas.items.pens import dot_pen, faded, halo_pen, outline_pen
from desktop.canvas.style import CanvasStyle, Layer
from engine.domain.outlines import Outline
from engine.domain.shapes import Box, KeypointSet, Visibility

_FILL_ALPHA = 30
# Room for the dots of keypoints, in pixels of the image, besides what the view adds.
_MARGIN_PX = 1.0


class ShapeItem(QGraphicsItem):
    """A shape of any kind with a halo under its lines and a faint fill.

    Args:
        outline: The shape, with the edges of its skeleton.
        color: Its lines, as #rrggbb.
        fill: Its inside, as #rrggbb; painted faintly.
        style: How the canvas looks.
        is_dashed: Whether it is a suggestion or a frame.
    """

    def __init__(
        self,
        outline: Outline,
        *,
        color: str,
        fill: str,
        style: CanvasStyle,
        is_dashed: bool = False,
    ) -> None:
        super().__init__()
        self.setZValue(Layer.DRAFT)
        self._shape = outline.shape
        self._rect = to_rect(outline.box)
        self._path = exact_path(outline.shape)
        self._bones = [QLineF(*line) for line in outline.bones_px.tolist()]
        self._style = style
        self._pen = outline_pen(color, style=style, is_dashed=is_dashed)
        self._halo = halo_pen(self._pen, style=style)
        self._fill = QBrush(faded(fill, alpha=_FILL_ALPHA))

    @override
    def boundingRect(self) -> QRectF:
        # The view itself repaints two pixels of the screen more than this, which the outline and
        # its halo need at small zooms.
        return self._rect.adjusted(-_MARGIN_PX, -_MARGIN_PX, _MARGIN_PX, _MARGIN_PX)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        match self._shape:
            case Box():
                self._paint_box(painter)
            case KeypointSet():
                self._paint_skeleton(painter, self._shape)
            case _:
                self._paint_path(painter)

    def _paint_box(self, painter: QPainter) -> None:
        painter.setPen(self._halo)
        painter.setBrush(self._fill)
        painter.drawRect(self._rect)
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self._rect)

    def _paint_path(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._halo)
        painter.setBrush(self._fill)
        painter.drawPath(self._path)
        painter.setPen(self._pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)

    def _paint_skeleton(self, painter: QPainter, shape: KeypointSet) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QPen(self._pen)
        frame.setWidthF(1.0)
        painter.setPen(frame)
        painter.setBrush(self._fill)
        painter.drawRect(self._rect)
        bone = QPen(self._pen)
        bone.setWidthF(self._style.bone_px + 1)
        for pen in (halo_pen(bone, style=self._style), bone):
            painter.setPen(pen)
            painter.drawLines(self._bones)
        self._paint_dots(painter, shape)

    def _paint_dots(self, painter: QPainter, shape: KeypointSet) -> None:
        style, color = self._style, self._pen.color().name()
        labeled = _points(shape, Visibility.HIDDEN, Visibility.VISIBLE)
        hidden = _points(shape, Visibility.HIDDEN)
        for dots, dot_color, width_px in (
            (labeled, style.halo, style.dot_px + 3),
            (labeled, color, style.dot_px + 1),
            (hidden, style.halo, style.dot_px / 2),
        ):
            painter.setPen(dot_pen(dot_color, width_px=width_px))
            painter.drawPoints(dots)


def to_rect(box: Box) -> QRectF:
    """Return a box as Qt's rectangle."""
    return QRectF(box.x1, box.y1, box.width, box.height)


def _points(shape: KeypointSet, *seen: Visibility) -> list[QPointF]:
    return [QPointF(x, y) for x, y, visibility in shape.points_px if visibility in seen]
