"""Accuracy against cost: a chart, what the cost is, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.charts.trade_chart import TradeChart
from desktop.charts.trade_data import Cost, trade_data, trade_words
from desktop.qtkit.layouts import column, row
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from engine.domain.searches import TrialRecord

_COSTS = (
    (Cost.LATENCY.value, tr("Time per image")),
    (Cost.SIZE.value, tr("Model size")),
    (Cost.TRAINING.value, tr("Training")),
)


class TradeView(QWidget):
    """Which trials are worth their cost. GUI thread only."""

    # A trial was chosen: its number.
    trial_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._trials: tuple[TrialRecord, ...] = ()
        self._costs = Segments(_COSTS, name=tr("Cost"))
        self._chart = TradeChart(theme)
        self._words = text_label("", TextRole.CAPTION, wrap=True)
        layout = column(row(self._costs, None), self._chart, self._words)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._costs.chosen.connect(self._show)
        self._chart.chosen.connect(self.trial_chosen)

    def show_trials(self, trials: Sequence[TrialRecord]) -> None:
        """Show these trials by the cost that is chosen."""
        self._trials = tuple(trials)
        self._show()

    def _show(self) -> None:
        data = trade_data(self._trials, Cost(self._costs.current))
        self._chart.set_data(data)
        self._words.setText(trade_words(data))
        self._words.setVisible(bool(data.points))
