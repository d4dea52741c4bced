"""Trials by what they cost and what they reach, painted; the ones that none outdoes are joined."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QToolTip
from typing_extensions import override

from desktop.charts.marks import MarkWidget
from desktop.charts.trade_data import TradeData, TradePoint
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 48, 64, 16, 44
_MIN_HEIGHT_PX = 160
_POINT_PX, _RING_PX = 4.5, 8.0
_NEAR_PX = 24.0
_WORDS_PX = 18
_ROOM_SHARE = 0.08
_EMPTY = tr("Points come as soon as two trials ran to the end and their cost is known.")


class TradeChart(MarkWidget):
    """A point a trial; arrow keys walk along them, Enter or a click chooses. GUI thread only."""

    # A point was chosen: the number of its trial.
    chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, back=Qt.Key.Key_Left, forth=Qt.Key.Key_Right)
        self._data = TradeData()
        self.setMinimumHeight(_MIN_HEIGHT_PX)
        self._name()

    def set_data(self, data: TradeData) -> None:
        """Show other trials."""
        if data == self._data:
            return
        self._data = data
        self._leave_what_is_gone()
        self._name()
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        text = "" if self._current is None else self._data.points[self._current].text
        QToolTip.showText(event.globalPosition().toPoint(), text, self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(CAPTION_PX))
        if not self._data.points:
            painter.setPen(QColor(self._theme.tokens.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, _EMPTY)
            return
        self._paint_axes(painter)
        self._paint_front(painter)
        for row, point in enumerate(self._data.points):
            self._paint_point(painter, point, is_current=row == self._current)

    def _paint_axes(self, painter: QPainter) -> None:
        tokens = self._theme.tokens
        costs = [point.cost for point in self._data.points]
        values = [point.value for point in self._data.points]
        left, bottom = float(_LEFT_PX), float(self.height() - _BOTTOM_PX)
        for value in sorted({min(values), max(values)}):
            y = self._y(value)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(left, y), QPointF(self.width() - _RIGHT_PX, y))
            painter.setPen(QColor(tokens.muted))
            self._write(painter, QRectF(0, y - _WORDS_PX / 2, _LEFT_PX - 8, _WORDS_PX), value)
        painter.setPen(QColor(tokens.muted))
        for cost in sorted({min(costs), max(costs)}):
            place = QRectF(self._x(cost) - 40, bottom + 4, 80, _WORDS_PX)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{cost:.3g}")
        name = QRectF(left, bottom + 4 + _WORDS_PX, self.width() - left - _RIGHT_PX, _WORDS_PX)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, self._data.unit)

    def _write(self, painter: QPainter, place: QRectF, value: float) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, right, f"{value:.3f}")

    def _paint_front(self, painter: QPainter) -> None:
        """Join the front in steps: between two trials one has no more than the cheaper one."""
        front = [QPointF(self._x(p.cost), self._y(p.value)) for p in self._data.front]
        steps = front[:1]
        for point in front[1:]:
            steps += [QPointF(point.x(), steps[-1].y()), point]
        painter.setPen(QPen(QColor(self._theme.tokens.accent), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(steps))

    def _paint_point(self, painter: QPainter, point: TradePoint, *, is_current: bool) -> None:
        tokens = self._theme.tokens
        color = QColor(tokens.accent if point.is_front else tokens.muted)
        center = QPointF(self._x(point.cost), self._y(point.value))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(center, _POINT_PX, _POINT_PX)
        if is_current:
            painter.setPen(QPen(QColor(tokens.text), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(center, _RING_PX, _RING_PX)
        if point.is_front:
            painter.setPen(QColor(tokens.text))
            place = QRectF(center.x() + 8, center.y() - _WORDS_PX + 2, _RIGHT_PX, _WORDS_PX)
            name = (
                tr("defaults")
                if point.number == 0
                else tr("trial {number}").format(number=point.number)
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)

    @override
    def _mark_at(self, place: QPointF) -> int | None:
        """Return the point next to a place, None where none is near."""
        ways = [
            (QPointF(self._x(p.cost), self._y(p.value)) - place).manhattanLength()
            for p in self._data.points
        ]
        nearest = min(range(len(ways)), key=lambda row: ways[row], default=None)
        return nearest if nearest is not None and ways[nearest] <= _NEAR_PX else None

    def _x(self, cost: float) -> float:
        costs = [point.cost for point in self._data.points]
        width = self.width() - _LEFT_PX - _RIGHT_PX
        return _LEFT_PX + _share(cost, min(costs), max(costs)) * width

    def _y(self, value: float) -> float:
        values = [point.value for point in self._data.points]
        height = self.height() - _TOP_PX - _BOTTOM_PX
        return _TOP_PX + (1 - _share(value, min(values), max(values))) * height

    def _name(self) -> None:
        spoken = "; ".join(point.text for point in self._data.front)
        self.setAccessibleName(
            tr("Accuracy against cost, none outdone: {spoken}").format(
                spoken=spoken or tr("no trial yet")
            )
        )

    @override
    def _num_marks(self) -> int:
        return len(self._data.points)

    @override
    def _come_to(self, mark: int | None) -> None:
        self.setAccessibleDescription("" if mark is None else self._data.points[mark].text)

    @override
    def _choose(self, mark: int) -> None:
        self.chosen.emit(self._data.points[mark].number)


def _share(value: float, low: float, high: float) -> float:
    """Return where a value lies between two, 0 to 1, with some room at both ends."""
    share = (value - low) / (high - low) if high > low else 0.5
    return _ROOM_SHARE + (1 - 2 * _ROOM_SHARE) * share
