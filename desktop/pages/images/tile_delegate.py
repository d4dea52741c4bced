"""Paints an image of the grid: thumbnail, name, split and how far it is labeled."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.icons import pixmap
from desktop.qtkit.layouts import RADIUS_PX
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.image_grid_model import ImageRole, ImageTile
from engine.domain.images import Answer, ImageState, Split

TILE_SIZE = QSize(184, 172)
THUMBNAIL_PX = 256
_MARGIN_PX = 6
_CAPTION_PX = 24
_BADGE_PX = 18
_SPLIT_TEXTS = {Split.TEST: tr("test"), Split.VAL: tr("val")}


class TileDelegate(QStyledItemDelegate):
    """One tile; it asks the model for the thumbnail only while it paints."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._size = TILE_SIZE

    def set_size(self, size: QSize) -> None:
        """Paint tiles of another size."""
        self._size = size

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return self._size

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        tile = index.data(ImageRole.TILE)
        area: QRect = option.rect.adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        picture_area = area.adjusted(0, 0, 0, -_CAPTION_PX)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_ground(painter, picture_area, is_chosen=_is(option, "State_Selected"))
        if isinstance(tile, ImageTile):
            self._paint_picture(painter, picture_area, index.data(Qt.ItemDataRole.DecorationRole))
            self._paint_badges(painter, picture_area, tile)
            self._paint_caption(painter, area, tile)
        if _is(option, "State_Selected") or _is(option, "State_HasFocus"):
            painter.setPen(QPen(QColor(self._theme.tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(picture_area), RADIUS_PX, RADIUS_PX)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, *, is_chosen: bool) -> None:
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.raised if is_chosen else tokens.image_surround))
        painter.drawRoundedRect(QRectF(area), RADIUS_PX, RADIUS_PX)

    def _paint_picture(self, painter: QPainter, area: QRect, thumbnail: object) -> None:
        if not isinstance(thumbnail, QImage) or thumbnail.isNull():
            return
        room = area.adjusted(3, 3, -3, -3)
        size = thumbnail.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(QPoint(0, 0), size)
        target.moveCenter(room.center())
        painter.drawImage(target, thumbnail)

    def _paint_badges(self, painter: QPainter, area: QRect, tile: ImageTile) -> None:
        tokens = self._theme.tokens
        if tile.image.split in _SPLIT_TEXTS:
            self._paint_pill(painter, area.topLeft(), _SPLIT_TEXTS[tile.image.split])
        corner = QPoint(area.right() - _BADGE_PX - 4, area.top() + 5)
        if tile.image.state is not ImageState.READY:
            self._paint_mark(painter, corner, "warning", tokens.warning)
        elif tile.answer in (Answer.COMPLETE, Answer.EMPTY):
            self._paint_mark(painter, corner, "check", tokens.accent)
        elif tile.answer is Answer.PARTIAL:
            self._paint_mark(painter, corner, "label", tokens.muted)

    def _paint_pill(self, painter: QPainter, corner: QPoint, text: str) -> None:
        painter.setFont(text_font(CAPTION_PX))
        width = painter.fontMetrics().horizontalAdvance(text) + 14
        pill = QRect(corner.x() + 5, corner.y() + 5, width, _BADGE_PX)
        self._paint_disc(painter, QRectF(pill))
        painter.setPen(QColor(self._theme.tokens.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_mark(self, painter: QPainter, corner: QPoint, name: str, color: str) -> None:
        disc = QRect(corner, QSize(_BADGE_PX, _BADGE_PX))
        self._paint_disc(painter, QRectF(disc))
        scale = painter.device().devicePixelRatio()
        painter.drawPixmap(
            disc.topLeft() + QPoint(2, 2), pixmap(name, color, size_px=14, scale=scale)
        )

    def _paint_disc(self, painter: QPainter, area: QRectF) -> None:
        color = QColor(self._theme.tokens.surface)
        color.setAlpha(230)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(area, _BADGE_PX / 2, _BADGE_PX / 2)

    def _paint_caption(self, painter: QPainter, area: QRect, tile: ImageTile) -> None:
        tokens = self._theme.tokens
        line = QRect(area.left() + 2, area.bottom() - _CAPTION_PX + 3, area.width() - 4, 20)
        painter.setFont(text_font(CAPTION_PX))
        count = f"{tile.num_annotations:,}" if tile.num_annotations else ""
        width = painter.fontMetrics().horizontalAdvance(count)
        painter.setPen(QColor(tokens.muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, count)
        painter.setPen(QColor(tokens.text))
        room = line.adjusted(0, 0, -width - 6 if width else 0, 0)
        middle = Qt.TextElideMode.ElideMiddle
        name = painter.fontMetrics().elidedText(tile.image.name, middle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)


def _is(option: QStyleOptionViewItem, state: str) -> bool:
    return bool(option.state & getattr(QStyle.StateFlag, state))
