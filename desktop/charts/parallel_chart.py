"""Trials as lines over parallel axes, painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.charts.parallel_data import ParallelData, TrialLine
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from engine.domain.searches import Choice

_MARGIN_X_PX, _TOP_PX, _BOTTOM_PX = 44, 44, 24
_MIN_HEIGHT_PX = 160
_WORDS_PX = 18
# Closer axes could not be read.
_AXIS_PX = 84
_EMPTY = tr("Lines come as soon as two trials have a value.")


class ParallelChart(QWidget):
    """A line a trial, the best in the accent color, its outcome at the right. GUI thread only."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._data = ParallelData()
        self._pointed: Choice | None = None
        self.setMinimumHeight(_MIN_HEIGHT_PX)
        self.setAccessibleName(tr("What the trials tried, and how well they did"))
        self.setToolTip(tr("Dashed lines are trials that did not run to the end."))
        theme.changed.connect(self.update)

    def set_data(self, data: ParallelData) -> None:
        """Show other trials."""
        if data != self._data:
            self._data = data
            self.update()

    def point_at(self, choice: Choice | None) -> None:
        """Bring out the axes of something that trials differ in; None = no axis."""
        if choice is not self._pointed:
            self._pointed = choice
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(CAPTION_PX))
        if not self._data.lines:
            painter.setPen(QColor(self._theme.tokens.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _EMPTY)
            return
        self._paint_axes(painter)
        for line in self._data.lines:
            self._paint_line(painter, line)

    def _paint_axes(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        axes = self._data.axes
        for number, axis in enumerate(axes[index] for index in self._shown):
            x, room = self._x(number), self._room_px
            is_pointed = axis.choice is not None and axis.choice is self._pointed
            pen = QPen(QColor(tokens.accent), 2) if is_pointed else QPen(QColor(tokens.line), 1)
            painter.setPen(pen)
            painter.drawLine(QPointF(x, self._y(0.0)), QPointF(x, self._y(1.0)))
            painter.setPen(QColor(tokens.accent if is_pointed else tokens.text))
            name = painter.fontMetrics().elidedText(
                axis.name, Qt.TextElideMode.ElideRight, round(room)
            )
            self._write(painter, x, self._y(1.0) - 2 * _WORDS_PX, name)
            painter.setPen(QColor(tokens.muted))
            self._write(painter, x, self._y(1.0) - _WORDS_PX, axis.high)
            self._write(painter, x, self._y(0.0) + 2, axis.low)

    def _paint_line(self, painter: QPainter, line: TrialLine) -> None:
        tokens = self._theme.tokens
        color = QColor(tokens.accent if line.is_best else tokens.muted)
        color.setAlphaF(1.0 if line.is_best else 0.6)
        style = Qt.PenStyle.SolidLine if line.is_complete else Qt.PenStyle.DashLine
        painter.setPen(QPen(color, 2.2 if line.is_best else 1.0, style))
        points: list[QPointF] = []
        for number, index in enumerate(self._shown):
            place = line.places[index]
            if place is not None:
                points.append(QPointF(self._x(number), self._y(place)))
                continue
            painter.drawPolyline(QPolygonF(points))
            points = []
        painter.drawPolyline(QPolygonF(points))

    def _write(self, painter: QPainter, x: float, top: float, text: str) -> None:
        # The first and the last axis stand at the edge.
        width = painter.fontMetrics().horizontalAdvance(text) + 2
        left = min(max(0.0, x - width / 2), self.width() - width)
        painter.drawText(QRectF(left, top, width, _WORDS_PX), Qt.AlignmentFlag.AlignCenter, text)

    @property
    def _shown(self) -> list[int]:
        """The axes there is room for: the first ones, what is pointed at, and the outcome."""
        *others, last = range(len(self._data.axes))
        num_others = max(1, (self.width() - 2 * _MARGIN_X_PX) // _AXIS_PX)
        pointed = [n for n in others if self._data.axes[n].choice is self._pointed is not None]
        kept = pointed[:1] if set(pointed).isdisjoint(others[:num_others]) else []
        return [*others[: num_others - len(kept)], *kept, last]

    @property
    def _room_px(self) -> float:
        gaps = max(1, len(self._shown) - 1)
        return (self.width() - 2 * _MARGIN_X_PX) / gaps - 8

    def _x(self, number: int) -> float:
        gaps = max(1, len(self._shown) - 1)
        return _MARGIN_X_PX + number * (self.width() - 2 * _MARGIN_X_PX) / gaps

    def _y(self, place: float) -> float:
        return self.height() - _BOTTOM_PX - place * (self.height() - _TOP_PX - _BOTTOM_PX)
