"""How often each value comes, and how the window maps it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.qtkit.layouts import RADIUS_PX
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.view_state import ViewState

_HEIGHT_PX = 46
_LINE_PX = 1.5
_NUM_BARS = 64


class ValueHistogram(QWidget):
    """Bars of the values of the open image, under the line from black to white. GUI thread only."""

    def __init__(self, state: ViewState, theme: Theme) -> None:
        super().__init__()
        self._state = state
        self._theme = theme
        self.setFixedHeight(_HEIGHT_PX)
        self.setAccessibleName(tr("How often each value comes"))
        for changed in (state.changed, state.stats_changed, theme.changed):
            changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(tokens.line))
        painter.setBrush(QColor(tokens.background))
        painter.drawRoundedRect(area, RADIUS_PX, RADIUS_PX)
        inner = area.adjusted(4, 4, -4, -4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        for bar in self._bars(inner):
            painter.fillRect(bar, QColor(tokens.faint))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(inner.adjusted(-1, -1, 1, 1))
        painter.setPen(QPen(QColor(tokens.accent), _LINE_PX))
        painter.drawPolyline(self._ramp(inner))

    def _bars(self, area: QRectF) -> list[QRectF]:
        counts = _merged(self._state.stats.histogram)
        # The square root lets rare values be seen beside a dark surround.
        heights = [count**0.5 for count in counts]
        tallest = max(heights, default=0.0)
        if not tallest:
            return []
        width = area.width() / len(heights)
        return [
            QRectF(area.left() + i * width, area.bottom() - h, max(width - 1, 1), h)
            for i, each in enumerate(heights)
            if (h := area.height() * each / tallest) > 0
        ]

    def _ramp(self, area: QRectF) -> QPolygonF:
        """Return the line from black at the bottom to white at the top."""
        window, stats = self._state.window, self._state.stats
        left, right = (
            area.left() + area.width() * (end - stats.low) / self._state.extent
            for end in (window.low, window.high)
        )
        ends = (area.top(), area.bottom())
        if not self._state.settings.is_inverted:
            ends = ends[::-1]
        return QPolygonF(
            [
                QPointF(min(area.left(), left), ends[0]),
                QPointF(left, ends[0]),
                QPointF(right, ends[1]),
                QPointF(max(area.right(), right), ends[1]),
            ]
        )


def _merged(counts: tuple[int, ...]) -> list[int]:
    each = max(1, len(counts) // _NUM_BARS)
    return [sum(counts[first : first + each]) for first in range(0, len(counts), each)]
