"""Chart data drawn with pyqtgraph. Imported by `chart` alone, when it is first wanted."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPen
from PySide6.QtWidgets import QWidget

from desktop.charts.chart_data import ChartData, Series, Tone, spread
from desktop.qtkit.fonts import CAPTION_PX, text_font
from desktop.qtkit.layouts import column
from desktop.qtkit.texts import styled
from desktop.qtkit.tokens import DARK, Tokens, mix

_LABEL_GAP_PX = 10
_LEFT_PX = 44
_MARGIN_SHARE = 0.03
_POINT_PX = 7
_MANY_POINTS = 20
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
        styled(self._view, look="clear")
        # Stand on the card or the window, whichever it is.
        self._view.setBackground(None)
        self._view.viewport().setAutoFillBackground(False)
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
        # The view keeps a picture of its background, which is another one in another theme.
        self._view.resetCachedContent()
        self._view.clear()
        self._draw_axes()
        drawn = [series for series in data.series if series.xs]
        # An item of pyqtgraph takes milliseconds, so those that look alike share one.
        for _, alike in itertools.groupby(drawn, lambda each: (each.tone, each.is_dashed)):
            self._draw_alike(list(alike))
        pen = _pen(tokens.warning, 1.0, is_dashed=True)
        self._draw_across([level.value for level in data.levels], pen)
        self._place_labels()

    @property
    def _size_px(self) -> tuple[float, float]:
        """Width and height of the area inside the axes."""
        box = self._view.getViewBox()
        return max(1.0, box.width()), max(1.0, box.height())

    def _on_resized(self) -> None:
        if not self._data.is_empty:
            self.draw(self._data, self._tokens)

    def _draw_axes(self) -> None:
        item = self._view.getPlotItem()
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            # Else pyqtgraph counts shares in thousandths.
            axis.enableAutoSIPrefix(False)  # noqa: FBT003 - pyqtgraph's own
            axis.setPen(QPen(Qt.PenStyle.NoPen))
            axis.setTextPen(self._tokens.muted)
            axis.setStyle(tickFont=self._font, tickLength=0, tickTextOffset=8, tickAlpha=0)
        # pyqtgraph would leave out the first label, half of which may stand left of the axis.
        item.getAxis("bottom").setStyle(hideOverlappingLabels=_LEFT_PX)
        name = self._data.x_name
        item.setLabel("bottom", name, color=self._tokens.muted, **{"font-size": f"{CAPTION_PX}px"})
        item.showLabel("bottom", show=bool(name))
        width_px, height_px = self._size_px
        first, last = self._data.x_range()
        x_ticks = self._data.ticks or _round_ticks(
            item.getAxis("bottom"), first, last, width_px, least=1.0 if self._data.counts else 0.0
        )
        item.getAxis("bottom").setTicks([list(x_ticks)])
        low, high = self._data.y_range()
        self._view.setYRange(low, high, padding=0)
        y_ticks = _round_ticks(item.getAxis("left"), low, high, height_px)
        # A text at the upper edge would be cut.
        half_line = QFontMetricsF(self._font).height() / 2 / height_px * (high - low)
        y_ticks = [tick for tick in y_ticks if tick[0] + half_line <= high]
        item.getAxis("left").setTicks([y_ticks])
        self._draw_across([value for value, _ in y_ticks], _pen(self._tokens.line, 1.0))

    def _draw_across(self, values: Sequence[float], pen: QPen) -> None:
        """Draw level lines that end where the names begin."""
        if not values:
            return
        first, last = self._data.x_range()
        margin = (last - first) * _MARGIN_SHARE
        xs = [first - margin, last + margin / 2] * len(values)
        ys = np.repeat(values, 2)
        self._view.addItem(pyqtgraph.PlotCurveItem(xs, ys, pen=pen, connect="pairs"))

    def _draw_band(self, series: Series) -> None:
        if not series.lows:
            return
        color = QColor(self._color(series.tone))
        color.setAlphaF(_BAND_SHARE)
        low = pyqtgraph.PlotCurveItem(list(series.xs), list(series.lows), pen=None)
        high = pyqtgraph.PlotCurveItem(list(series.xs), list(series.highs), pen=None)
        self._view.addItem(pyqtgraph.FillBetweenItem(low, high, brush=color))

    def _draw_alike(self, alike: Sequence[Series]) -> None:
        """Draw series of one tone, all dashed or none."""
        for series in alike:
            self._draw_band(series)
        first = alike[0]
        color = self._color(first.tone)
        width = 2.0 if first.tone is Tone.MAIN or first.is_dashed else 1.4
        pen = _pen(color, width, is_dashed=first.is_dashed)
        # Lines end where a value is no number.
        xs = np.concatenate([(*series.xs, np.nan) for series in alike])
        ys = np.concatenate([(*series.ys, np.nan) for series in alike])
        self._view.addItem(pyqtgraph.PlotCurveItem(xs, ys, pen=pen, connect="finite"))
        self._draw_points([s for s in alike if s.has_points and len(s.xs) <= _MANY_POINTS], color)

    def _draw_points(self, alike: Sequence[Series], color: str) -> None:
        xs = [x for series in alike for x in series.xs]
        if xs:
            ys = [y for series in alike for y in series.ys]
            self._view.addItem(
                pyqtgraph.ScatterPlotItem(xs, ys, size=_POINT_PX, brush=color, pen=None)
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
        margin = (last - first) * _MARGIN_SHARE
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
            self._dot(mark.x, mark.y)
            self._write(mark.text, mark.x, high, self._tokens.text, anchor=(0.5, 0.0))
            self._lead(mark.x, mark.y, mark.x, high - line_px * 1.6)

    def _write(
        self, text: str, x: float, y: float, color: str, *, anchor: tuple[float, float]
    ) -> None:
        item = pyqtgraph.TextItem(text, color=color, anchor=anchor)
        item.setFont(self._font)
        self._view.addItem(item, ignoreBounds=True)
        item.setPos(x, y)

    def _dot(self, x: float, y: float) -> None:
        dot = pyqtgraph.ScatterPlotItem(
            [x], [y], size=_POINT_PX + 2, brush=self._tokens.text, pen=None
        )
        self._view.addItem(dot)

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
    axis: pyqtgraph.AxisItem, low: float, high: float, length_px: float, *, least: float = 0.0
) -> list[tuple[float, str]]:
    """Return round values in the range with their texts, `least` or more apart."""
    spacing = max(least, axis.tickSpacing(low, high, length_px)[0][0])
    count = int((high - low) / spacing) + 2
    first = int(low / spacing) - 1
    values = [spacing * (first + number) for number in range(count + 1)]
    decimals = max(0, len(f"{spacing:g}".partition(".")[2]))
    return [(value, f"{value:.{decimals}f}") for value in values if low <= value <= high]
