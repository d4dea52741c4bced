"""Chart data drawn with pyqtgraph. Imported by `chart` alone, when a chart is first seen."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPen
from PySide6.QtWidgets import QWidget

from desktop.charts.chart_data import ChartData, Series, Tone, spread
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.layouts import column
from desktop.qtkit.tokens import DARK, Tokens, mix

_LABEL_GAP_PX = 10
_LEFT_PX = 44
_POINT_PX = 7
_MANY_POINTS = 40
_BAND_SHARE = 0.22


class Plot(QWidget):
    """A still plot: hairlines across, names beside the ends of the lines, no legend."""

    def __init__(self) -> None:
        super().__init__()
        self._data = ChartData()
        self._tokens = DARK
        self._font = text_font(CAPTION_PX)
        self._view = pyqtgraph.PlotWidget(enableMenu=False)
        self._view.setAntialiasing(True)
        self._view.setBackground(None)
        self._view.setMouseEnabled(x=False, y=False)
        self._view.hideButtons()
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.getAxis("left").setWidth(_LEFT_PX)
        self._view.getViewBox().sigResized.connect(self._on_resized)
        self.setLayout(column(self._view))

    def draw(self, data: ChartData, tokens: Tokens) -> None:
        """Draw the data, which has at least one point, in the colors of a theme."""
        self._data = data
        self._tokens = tokens
        self._view.clear()
        self._draw_axes()
        for series in data.series:
            if series.xs:
                self._draw_band(series)
                self._draw_line(series)
        for level in data.levels:
            pen = _pen(tokens.warning, 1.0, is_dashed=True)
            self._view.addItem(pyqtgraph.InfiniteLine(level.value, angle=0, pen=pen))
        self._place_labels()

    def _on_resized(self) -> None:
        if not self._data.is_empty:
            self.draw(self._data, self._tokens)

    @property
    def _size_px(self) -> tuple[float, float]:
        """Width and height of the area inside the axes."""
        box = self._view.getViewBox()
        return max(1.0, box.width()), max(1.0, box.height())

    def _draw_axes(self) -> None:
        item = self._view.getPlotItem()
        item.showGrid(x=False, y=False)
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(self._tokens.muted)
            axis.setStyle(tickFont=self._font, tickLength=0, tickTextOffset=8)
        item.getAxis("bottom").setTicks([list(self._data.ticks)] if self._data.ticks else None)
        name = self._data.x_name
        item.setLabel("bottom", name, color=self._tokens.muted, **{"font-size": f"{CAPTION_PX}px"})
        item.showLabel("bottom", show=bool(name))
        low, high = self._data.y_range()
        self._view.setYRange(low, high, padding=0)
        for value, _ in _round_ticks(item.getAxis("left"), low, high, self._size_px[1]):
            pen = _pen(self._tokens.line, 1.0)
            self._view.addItem(pyqtgraph.InfiniteLine(value, angle=0, pen=pen))

    def _draw_band(self, series: Series) -> None:
        if not series.lows:
            return
        color = QColor(self._color(series.tone))
        color.setAlphaF(_BAND_SHARE)
        low = pyqtgraph.PlotCurveItem(list(series.xs), list(series.lows), pen=None)
        high = pyqtgraph.PlotCurveItem(list(series.xs), list(series.highs), pen=None)
        self._view.addItem(pyqtgraph.FillBetweenItem(low, high, brush=color))

    def _draw_line(self, series: Series) -> None:
        color = self._color(series.tone)
        width = 2.0 if series.tone is Tone.MAIN or series.is_dashed else 1.4
        has_points = len(series.xs) <= _MANY_POINTS
        self._view.plot(
            list(series.xs),
            list(series.ys),
            pen=_pen(color, width, is_dashed=series.is_dashed),
            symbol="o" if has_points else None,
            symbolSize=_POINT_PX,
            symbolBrush=color,
            symbolPen=None,
        )

    def _place_labels(self) -> None:
        """Write the names in a column right of all lines, so that none lies on a line."""
        names = [
            (series.name, series.xs[-1], series.ys[-1], self._color(series.tone))
            for series in self._data.series
            if series.name and series.xs
        ]
        first, last = self._data.x_range()
        names += [
            (level.name, last, level.value, self._tokens.warning) for level in self._data.levels
        ]
        metrics = QFontMetricsF(self._font)
        room_px = max((metrics.horizontalAdvance(name) for name, *_ in names), default=0.0)
        room_px += _LABEL_GAP_PX * 2
        width_px, height_px = self._size_px
        end = first + (last - first) * width_px / max(1.0, width_px - room_px)
        margin = (last - first) * 0.03
        self._view.setXRange(first - margin, end + margin, padding=0)
        low, high = self._data.y_range()
        line_px = (high - low) / height_px * metrics.height()
        text_x = last + (end - last) * _LABEL_GAP_PX / room_px
        places = spread([y for _, _, y, _ in names], gap=line_px)
        for (name, x, y, color), place in zip(names, places, strict=True):
            self._write(name, text_x, place, color, anchor=(0.0, 0.5))
            if x < last:
                self._lead(x, y, text_x, place)
        for mark in self._data.marks:
            self._write(mark.text, mark.x, high, self._tokens.text, anchor=(0.5, 0.0))
            self._lead(mark.x, mark.y, mark.x, high - line_px * 1.2)

    def _write(
        self, text: str, x: float, y: float, color: str, *, anchor: tuple[float, float]
    ) -> None:
        item = pyqtgraph.TextItem(text, color=color, anchor=anchor)
        item.setFont(self._font)
        self._view.addItem(item, ignoreBounds=True)
        item.setPos(x, y)

    def _lead(self, x: float, y: float, to_x: float, to_y: float) -> None:
        pen = _pen(self._tokens.faint, 1.0)
        self._view.addItem(pyqtgraph.PlotCurveItem([x, to_x], [y, to_y], pen=pen))

    def _color(self, tone: Tone) -> str:
        tokens = self._tokens
        return {
            Tone.MAIN: tokens.accent,
            Tone.PLAIN: tokens.text,
            Tone.QUIET: mix(tokens.surface, tokens.muted, 0.7),
        }[tone]


def _pen(color: str, width: float, *, is_dashed: bool = False) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    if is_dashed:
        pen.setDashPattern([4, 3])
    return pen


def _round_ticks(
    axis: pyqtgraph.AxisItem, low: float, high: float, height_px: float
) -> list[tuple[float, str]]:
    """Put the axis' labels on round values and return them."""
    spacing = axis.tickSpacing(low, high, height_px)[0][0]
    count = int((high - low) / spacing) + 2
    first = int(low / spacing) - 1
    values = [spacing * (first + number) for number in range(count + 1)]
    decimals = max(0, len(f"{spacing:g}".partition(".")[2]))
    ticks = [(value, f"{value:.{decimals}f}") for value in values if low <= value <= high]
    axis.setTicks([ticks])
    return ticks
