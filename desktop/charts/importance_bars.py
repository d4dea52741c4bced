"""What mattered in a search, as bars one can point at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from desktop.charts.marks import MarkWidget
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.theme import Theme
from desktop.qtkit.tokens import mix
from desktop.qtkit.translation import tr
from engine.domain.searches import Choice

_ROW_PX, _BAR_PX = 28, 12
_GAP_PX, _PAD_PX = 10, 6
_BODY_PX = 13


@dataclass(frozen=True, slots=True)
class ImportanceBar:
    """Something trials differ in, with its share of what mattered, 0 to 1."""

    choice: Choice
    name: str
    share: float
    may_be_chance: bool

    @property
    def text(self) -> str:
        """The share as it is written."""
        return f"{self.share:.0%}"

    @property
    def spoken(self) -> str:
        """The bar in words, for who cannot see how pale it is."""
        return f"{self.name} {self.text}" + (tr(", may be chance") if self.may_be_chance else "")


class ImportanceBars(MarkWidget):
    """One row a choice: name, bar, share; pale where it may be chance. GUI thread only."""

    # The pointer or the keyboard is at a row: its choice, None when it left all of them.
    pointed = Signal(object)
    # A row was clicked, or Enter pressed on it: its choice.
    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, back=Qt.Key.Key_Up, forth=Qt.Key.Key_Down)
        self._bars: tuple[ImportanceBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(tr("Choose one to see it among the trials, recipe by recipe"))

    def set_bars(self, bars: Sequence[ImportanceBar]) -> None:
        """Show these choices, from above."""
        if tuple(bars) == self._bars:
            return
        self._bars = tuple(bars)
        self.setAccessibleName(tr("What mattered: ") + ", ".join(bar.spoken for bar in bars))
        self._leave_what_is_gone()
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, max(1, len(self._bars)) * _ROW_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body, caption = QFontMetrics(text_font(_BODY_PX)), QFontMetrics(text_font(CAPTION_PX))
        name_px = max((body.horizontalAdvance(bar.name) for bar in self._bars), default=0)
        text_px = max((caption.horizontalAdvance(bar.text) for bar in self._bars), default=0)
        left = _PAD_PX + name_px + _GAP_PX
        room = QRect(left, 0, self.width() - left - text_px - _GAP_PX - _PAD_PX, _ROW_PX)
        for row, bar in enumerate(self._bars):
            line = QRect(0, row * _ROW_PX, self.width(), _ROW_PX)
            if row == self._current:
                self._paint_current(painter, line)
            self._paint_row(painter, bar, line, room.translated(0, line.top()))

    def _paint_current(self, painter: QPainter, line: QRect) -> None:
        tokens = self._theme.tokens
        ring = QPen(QColor(tokens.accent), 1) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
        painter.setPen(ring)
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(QRectF(line).adjusted(0.5, 1.5, -0.5, -1.5), 4, 4)

    def _paint_row(self, painter: QPainter, bar: ImportanceBar, line: QRect, room: QRect) -> None:
        tokens = self._theme.tokens
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(text_font(_BODY_PX))
        painter.setPen(QColor(tokens.muted if bar.may_be_chance else tokens.text))
        painter.drawText(line.adjusted(_PAD_PX, 0, 0, 0), middle, bar.name)
        painter.setPen(Qt.PenStyle.NoPen)
        pale = mix(tokens.surface, tokens.muted, 0.45)
        painter.setBrush(QColor(pale if bar.may_be_chance else tokens.accent))
        width = max(2.0, room.width() * bar.share)
        top = line.top() + (_ROW_PX - _BAR_PX) / 2
        painter.drawRoundedRect(QRectF(room.left(), top, width, _BAR_PX), 3, 3)
        painter.setFont(text_font(CAPTION_PX))
        painter.setPen(QColor(tokens.muted))
        end = round(room.left() + width) + _GAP_PX
        painter.drawText(line.adjusted(end, 0, 0, 0), middle, bar.text)

    @override
    def _num_marks(self) -> int:
        return len(self._bars)

    @override
    def _mark_at(self, place: QPointF) -> int | None:
        row = int(place.y() // _ROW_PX)
        return row if 0 <= row < len(self._bars) else None

    @override
    def _come_to(self, mark: int | None) -> None:
        self.pointed.emit(None if mark is None else self._bars[mark].choice)

    @override
    def _choose(self, mark: int) -> None:
        self.chosen.emit(self._bars[mark].choice)
