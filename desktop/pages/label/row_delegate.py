"""Rows of the side panel: a colored square, a name, a figure, a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from desktop.qtkit.focus import paint_focus
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.icons import icon
from desktop.qtkit.layouts import RADIUS_PX
from desktop.qtkit.theme import Theme
from desktop.qtkit.tokens import Tokens, mix

ROW_PX = 30
_MARGIN_PX = 8
_SWATCH_PX = 10
_GAP_PX = 10
_CAP_HEIGHT_PX = 18
_CAP_PADDING_PX = 6
_ICON_PX = 16
_ICON_ROOM_PX = 24
_FAINT = 0.35


@dataclass(frozen=True, slots=True)
class RowContent:
    """What a row shows; `is_hollow` marks what is not confirmed.

    Attributes:
        detail: Smaller, beside the name.
        icons: At the right, with whether they are in force; the others are faint.
    """

    color: QColor
    name: str
    figure: str = ""
    key: str = ""
    is_hollow: bool = False
    is_marked: bool = False
    detail: str = ""
    icons: tuple[tuple[str, bool], ...] = ()


class RowDelegate(QStyledItemDelegate):
    """Paints the content that `content_of` finds in an index."""

    def __init__(
        self,
        theme: Theme,
        *,
        content_of: Callable[[QModelIndex | QPersistentModelIndex], RowContent],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._content_of = content_of
        # Drawing one from its file takes milliseconds, and each row has some.
        self._icons: dict[tuple[str, Tokens], QIcon] = {}

    @override
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, ROW_PX)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        content, tokens = self._content_of(index), self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        _paint_ground(painter, area, _ground(content, option, tokens))
        inner = area.adjusted(_MARGIN_PX, 0, -_MARGIN_PX, 0)
        _paint_swatch(painter, inner, content)
        right = inner.right()
        if content.key:
            right = _paint_key(painter, inner, content.key, tokens)
        if content.icons:
            right = self._paint_icons(painter, area, content.icons)
        right = _paint_figure(painter, inner, right, content.figure, tokens)
        left = inner.left() + _SWATCH_PX + _GAP_PX
        room = QRect(left, inner.top(), right - _GAP_PX - left, inner.height())
        painter.setFont(text_font())
        painter.setPen(QColor(tokens.text))
        room.setLeft(_paint_elided(painter, room, content.name) + _GAP_PX)
        painter.setFont(text_font(CAPTION_PX))
        painter.setPen(QColor(tokens.muted))
        _paint_elided(painter, room, content.detail)
        paint_focus(painter, option, area, tokens)
        painter.restore()

    def _paint_icons(
        self, painter: QPainter, area: QRect, icons: tuple[tuple[str, bool], ...]
    ) -> int:
        """Paint icons at the right; return where they begin."""
        rooms = _icon_rooms(area, len(icons))
        for (name, is_in_force), room in zip(icons, rooms, strict=True):
            target = QRect(0, 0, _ICON_PX, _ICON_PX)
            target.moveCenter(room.center())
            painter.setOpacity(1.0 if is_in_force else _FAINT)
            self._icon(name).paint(painter, target)
        painter.setOpacity(1.0)
        return rooms[0].left()

    def _icon(self, name: str) -> QIcon:
        key = name, self._theme.tokens
        if key not in self._icons:
            self._icons[key] = icon(name, self._theme.tokens, size_px=_ICON_PX)
        return self._icons[key]


def icon_at(area: QRect, place: QPoint, *, num_icons: int) -> int | None:
    """Return which icon of a row lies at a place, counted from the left."""
    for number, room in enumerate(_icon_rooms(area, num_icons)):
        if room.contains(place):
            return number
    return None


def _icon_rooms(area: QRect, num_icons: int) -> list[QRect]:
    left = area.right() - num_icons * _ICON_ROOM_PX
    return [
        QRect(left + number * _ICON_ROOM_PX, area.top(), _ICON_ROOM_PX, area.height())
        for number in range(num_icons)
    ]


def _paint_elided(painter: QPainter, room: QRect, text: str) -> int:
    """Paint a text as far as there is room; return where it ends."""
    metrics = painter.fontMetrics()
    elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), elided)
    return room.left() + metrics.horizontalAdvance(elided)


def _ground(content: RowContent, option: QStyleOptionViewItem, tokens: Tokens) -> str:
    if content.is_marked or option.state & QStyle.StateFlag.State_Selected:
        return tokens.raised
    if option.state & QStyle.StateFlag.State_MouseOver:
        return mix(tokens.surface, tokens.raised, 0.6)
    return ""


def _paint_ground(painter: QPainter, area: QRect, color: str) -> None:
    if color:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), RADIUS_PX, RADIUS_PX)


def _paint_swatch(painter: QPainter, inner: QRect, content: RowContent) -> None:
    top = inner.center().y() - _SWATCH_PX / 2 + 0.5
    swatch = QRectF(inner.left(), top, _SWATCH_PX, _SWATCH_PX)
    if content.is_hollow:
        painter.setPen(QPen(content.color, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(swatch.adjusted(1, 1, -1, -1))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(content.color)
        painter.drawRoundedRect(swatch, 2, 2)


def _paint_key(painter: QPainter, inner: QRect, key: str, tokens: Tokens) -> int:
    """Paint a key cap at the right; return where it begins."""
    painter.setFont(text_font(CAPTION_PX, weight=QFont.Weight.Medium))
    text = key.replace("Shift+", "⇧")
    width = painter.fontMetrics().horizontalAdvance(text) + 2 * _CAP_PADDING_PX
    top = inner.center().y() - _CAP_HEIGHT_PX // 2 + 1
    cap = QRect(inner.right() - width + 1, top, width, _CAP_HEIGHT_PX)
    painter.setPen(QPen(QColor(tokens.line), 1))
    painter.setBrush(QColor(tokens.raised))
    painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(QColor(tokens.text))
    painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), text)
    return cap.left() - _GAP_PX // 2


def _paint_figure(painter: QPainter, inner: QRect, right: int, figure: str, tokens: Tokens) -> int:
    """Paint a figure that ends at `right`; return where it begins."""
    painter.setFont(text_font())
    painter.setPen(QColor(tokens.muted))
    width = painter.fontMetrics().horizontalAdvance(figure)
    room = QRect(right - width, inner.top(), width + 1, inner.height())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), figure)
    return room.left()
