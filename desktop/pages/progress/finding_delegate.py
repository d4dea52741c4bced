"""Paints one thing a model got wrong: the cut-out with its shapes, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.pages.progress.crops import cut_norm
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.kept_shapes import KeptShape
from desktop.qtkit.layouts import RADIUS_PX
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.finding_grid_model import FindingRole, FindingTile
from engine.domain.evaluations import Finding

TILE_SIZE = QSize(172, 196)
_MARGIN_PX = 6
_CAPTION_PX = 38
_LINE_PX = 18
_PEN_PX = 2
_QUIET_PX = 1.0
_BODY_PX = 12


class FindingDelegate(QStyledItemDelegate):
    """What is there is drawn solid, what the model saw dashed, as on the canvas."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return TILE_SIZE

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tile = index.data(FindingRole.TILE)
        if not isinstance(tile, FindingTile):
            return
        tokens = self._theme.tokens
        area = option.rect.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        ground = area.adjusted(0, 0, 0, -_CAPTION_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.image_surround))
        painter.drawRoundedRect(QRectF(ground), RADIUS_PX, RADIUS_PX)
        self._paint_crop(painter, ground, tile, index.data(Qt.ItemDataRole.DecorationRole))
        self._paint_caption(painter, area, tile)
        if option.state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected):
            painter.setPen(QPen(QColor(tokens.accent), _PEN_PX))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(ground), RADIUS_PX, RADIUS_PX)
        painter.restore()

    def _paint_crop(
        self, painter: QPainter, ground: QRect, tile: FindingTile, crop: object
    ) -> None:
        if not isinstance(crop, QImage) or crop.isNull():
            return
        room = ground.adjusted(3, 3, -3, -3)
        size = crop.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(room.topLeft(), size)
        target.moveCenter(room.center())
        painter.drawImage(target, crop)
        painter.save()
        painter.setClipRect(target.adjusted(-_PEN_PX, -_PEN_PX, _PEN_PX, _PEN_PX))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        _paint_shapes(painter, tile, QRectF(target))
        painter.restore()

    def _paint_caption(self, painter: QPainter, area: QRect, tile: FindingTile) -> None:
        tokens = self._theme.tokens
        top = area.bottom() - _CAPTION_PX + 4
        name = tile.image.name if tile.image else tr("no longer in the project")
        lines = (
            (tile.caption, tokens.text, _BODY_PX, Qt.TextElideMode.ElideRight),
            (name, tokens.muted, CAPTION_PX, Qt.TextElideMode.ElideMiddle),
        )
        for number, (text, color, size_px, elide) in enumerate(lines):
            line = QRect(area.left() + 2, top + number * _LINE_PX, area.width() - 4, _LINE_PX)
            painter.setFont(text_font(size_px))
            painter.setPen(QColor(color))
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(
                line, left, painter.fontMetrics().elidedText(text, elide, line.width())
            )


def _paint_shapes(painter: QPainter, tile: FindingTile, target: QRectF) -> None:
    """Paint what is there and what the model saw; a box where no more than that is known."""
    is_missed = tile.kind is Finding.MISSED
    there = QPen(QColor(tile.color), _PEN_PX if is_missed else _QUIET_PX)
    seen = QPen(QColor(tile.color), _PEN_PX, Qt.PenStyle.DashLine)
    for shape, pen in ((tile.there_shape, there), (tile.said_shape, seen)):
        painter.setPen(pen)
        if shape is not None:
            KeptShape(shape, target, cut_norm=cut_norm(tile)).paint(painter)
    if (tile.there_shape if is_missed else tile.said_shape) is None:
        painter.setPen(there if is_missed else seen)
        painter.drawRect(_inside(tile, target))


def _inside(tile: FindingTile, target: QRectF) -> QRectF:
    """Return where the box of a tile lies in its picture."""
    left, top, right, bottom = cut_norm(tile)
    x1, y1, x2, y2 = tile.box_norm

    def _at(x: float, y: float) -> QPointF:
        return QPointF(
            target.left() + (x - left) / max(right - left, 1e-9) * target.width(),
            target.top() + (y - top) / max(bottom - top, 1e-9) * target.height(),
        )

    return QRectF(_at(x1, y1), _at(x2, y2)).intersected(target)
