"""A value from 0 to 1 for each class, as bars in the colors of the classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_ROW_PX, _BAR_PX = 26, 12
_GAP_PX = 10
_MAX_NAME_SHARE = 0.38
_BODY_PX = 13


@dataclass(frozen=True, slots=True)
class ClassBar:
    """A class with its value, 0 to 1; None = not measured."""

    name: str
    color: str
    value: float | None
    more: str = ""


class ClassBars(QWidget):
    """One row a class: name, bar, value. GUI thread only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[ClassBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_bars(self, bars: Sequence[ClassBar]) -> None:
        """Show these classes, from above."""
        self._bars = tuple(bars)
        spoken = [f"{bar.name} {_value_text(bar)}" for bar in self._bars]
        self.setAccessibleName(tr("Accuracy per class: ") + ", ".join(spoken))
        self.setToolTip("\n".join(f"{bar.name}: {bar.more}" for bar in self._bars if bar.more))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, max(1, len(self._bars)) * _ROW_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body, caption = text_font(_BODY_PX), text_font(CAPTION_PX)
        longest = max((QFontMetrics(body).horizontalAdvance(b.name) for b in self._bars), default=0)
        name_px = min(longest, round(self.width() * _MAX_NAME_SHARE))
        value_px = QFontMetrics(caption).horizontalAdvance(tr("not measured"))
        room = QRect(name_px + _GAP_PX, 0, self.width() - name_px - value_px - 2 * _GAP_PX, 0)
        for number, bar in enumerate(self._bars):
            line = QRect(0, number * _ROW_PX, self.width(), _ROW_PX)
            painter.setFont(body)
            painter.setPen(QColor(self._theme.tokens.text))
            name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, name_px)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, left, name)
            painter.setFont(caption)
            end = self._paint_bar(painter, bar, room, line.center().y())
            painter.setPen(QColor(self._theme.tokens.muted))
            painter.drawText(line.adjusted(end + _GAP_PX, 0, 0, 0), left, _value_text(bar))

    def _paint_bar(self, painter: QPainter, bar: ClassBar, room: QRect, middle: int) -> int:
        """Paint a bar on its track; return where its value is written."""
        painter.setPen(Qt.PenStyle.NoPen)
        top = middle - _BAR_PX / 2
        painter.setBrush(QColor(self._theme.tokens.raised))
        track = QRectF(room.left(), top, max(1, room.width()), _BAR_PX)
        painter.drawRoundedRect(track, 3, 3)
        if bar.value:
            painter.setBrush(QColor(bar.color))
            track.setWidth(max(3.0, track.width() * bar.value))
            painter.drawRoundedRect(track, 3, 3)
        return room.right()


def _value_text(bar: ClassBar) -> str:
    return tr("not measured") if bar.value is None else f"{bar.value:.2f}"
