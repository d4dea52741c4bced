"""The chart widget."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from desktop.charts.chart_data import ChartData
from desktop.qtkit.layouts import column
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.tokens import Tokens

_MIN_HEIGHT_PX = 160


def load_plotting() -> None:
    """Import the plotting library, so that the first chart does not wait for it. Any thread."""
    import desktop.charts.plot  # noqa: F401


class Chart(QWidget):
    """Shows chart data, or in words that there is none yet.

    The plotting library takes about half a second to import, so a window comes up without it; see
    `load_plotting`. GUI thread only.
    """

    def __init__(self, theme: Theme, *, empty_text: str) -> None:
        super().__init__()
        self._theme = theme
        self._data = ChartData()
        # What the plot shows; in another size it draws itself.
        self._drawn: tuple[ChartData, Tokens] | None = None
        # Making the plot and drawing in it take some hundredths of a second each: one a turn.
        # `QTimer.singleShot` would not do: two of those often come in one turn.
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self._on_turn)
        self._stack = QStackedLayout(self)
        words_label = text_label(empty_text, TextRole.CAPTION, wrap=True)
        words_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QWidget()
        words.setLayout(column(None, words_label, None))
        self._stack.addWidget(words)
        self.setMinimumHeight(_MIN_HEIGHT_PX)
        theme.changed.connect(self._draw)

    def set_data(self, data: ChartData) -> None:
        """Show other data."""
        if data != self._data:
            self._data = data
            self._draw()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        if self._data.is_empty:
            self._stack.setCurrentIndex(0)
            return
        from desktop.charts.plot import Plot

        plot = self._stack.widget(1)
        if not isinstance(plot, Plot):
            self._turn.start()
            return
        # First the size, which the drawing follows: else it is drawn twice.
        self._stack.setCurrentIndex(1)
        wanted = (self._data, self._theme.tokens)
        if wanted != self._drawn:
            self._drawn = wanted
            plot.draw(*wanted)

    def _on_turn(self) -> None:
        from desktop.charts.plot import Plot

        if self._stack.count() == 1:
            self._stack.addWidget(Plot())
            self._turn.start()
        else:
            self._draw()
