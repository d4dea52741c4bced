"""A search under way or ended: figures, rungs, the best recipe, all trials."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QWidget

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.charts.chart import Chart
from desktop.charts.loop_charts import trials_by_rung
from desktop.charts.parallel_chart import ParallelChart
from desktop.charts.parallel_data import parallel_data
from desktop.pages.search.insight_view import InsightView
from desktop.pages.search.state import CourseState
from desktop.pages.search.trade_view import TradeView
from desktop.qtkit.cards import Card, Figures
from desktop.qtkit.layouts import column, row
from desktop.qtkit.notice import NoticeCard
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.segments import Segments
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.trials_table_model import VALUE_COLUMN, TrialsTableModel

_NUM_FIGURES = 3
_WAYS = (("rungs", tr("By rung")), ("tried", tr("By recipe")), ("cost", tr("By cost")))


class CourseView(QWidget):
    """Widgets of one search. GUI thread only."""

    pause_wanted = Signal()
    stop_wanted = Signal()
    plan_wanted = Signal()
    # The recipe of the compared trial is to train a version.
    train_wanted = Signal()
    # A trial was chosen, in the table or by its cost: its number.
    trial_chosen = Signal(int)

    def __init__(self, theme: Theme, notice: NoticeCard) -> None:
        super().__init__()
        self._figures = Figures(_NUM_FIGURES)
        self._pause = QPushButton(tr("Pause after this rung"))
        self._stop = QPushButton(tr("Stop"))
        self._plan = QPushButton(tr("Plan another search"))
        self._chart = Chart(theme, empty_text=tr("Lines begin when trials reach their first rung."))
        self._tried = ParallelChart(theme)
        self._trade = TradeView(theme)
        self._charts = QStackedWidget()
        self._ways = Segments(_WAYS, name=tr("Trials"))
        self._insight = InsightView(theme)
        self._trials = TrialsTableModel(self)
        self._table = RecordTable(self._trials, theme, sort_column=VALUE_COLUMN, is_descending=True)
        self._build(notice)
        self._connect_signals()

    def show_course(
        self,
        state: CourseState,
        *,
        can_pause: Availability,
        can_stop: Availability,
        can_train: Availability,
    ) -> None:
        """Show how the search stands."""
        self._figures.set_figures(state.figures)
        self._show_buttons(state, can_pause=can_pause, can_stop=can_stop)
        self._chart.set_data(trials_by_rung(state.trials))
        self._tried.set_data(parallel_data(state.trials))
        self._trade.show_trials(state.trials)
        self._insight.show_course(state, can_train=can_train)
        self._trials.show(state.trials)
        self._trials.mark_best()

    def _show_buttons(
        self, state: CourseState, *, can_pause: Availability, can_stop: Availability
    ) -> None:
        self._pause.setVisible(state.is_active)
        self._stop.setVisible(state.is_active)
        self._plan.setVisible(not state.is_active)
        tip = tr("Let the trainings save what they have; the search goes on later")
        show_availability(self._pause, can_pause, tip=tip)
        show_availability(self._stop, can_stop, tip=tr("End the search now"))

    def _build(self, notice: NoticeCard) -> None:
        head = row(self._figures, None, self._pause, self._stop, self._plan)
        self._charts.addWidget(self._chart)
        self._charts.addWidget(self._tried)
        self._charts.addWidget(self._trade)
        charts = Card(tr("Trials"), row(self._ways, None), self._charts)
        top = row(charts, self._insight, spacing_px=16)
        top.setStretch(0, 5)
        top.setStretch(1, 4)
        layout = column(head, notice, top, Card(tr("All trials"), self._table), spacing_px=16)
        # A plot would take what the table of all trials needs.
        self._charts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        layout.setStretch(2, 4)
        layout.setStretch(3, 3)
        self.setLayout(layout)

    def _connect_signals(self) -> None:
        self._pause.clicked.connect(self.pause_wanted)
        self._stop.clicked.connect(self.stop_wanted)
        self._plan.clicked.connect(self.plan_wanted)
        self._table.chosen.connect(lambda trial: self._on_trial_chosen(trial.number))
        self._trade.trial_chosen.connect(self._on_trial_chosen)
        self._insight.train_wanted.connect(self.train_wanted)
        self._ways.chosen.connect(self._on_way_chosen)
        self._insight.choice_pointed.connect(self._tried.point_at)
        self._insight.choice_chosen.connect(self._on_choice_chosen)

    def _on_choice_chosen(self) -> None:
        """Show the recipes, where the axis of what is pointed at stands out."""
        self._ways.choose("tried")
        self._on_way_chosen("tried")

    def _on_trial_chosen(self, number: int) -> None:
        self._insight.show_trial()
        self.trial_chosen.emit(number)

    def _on_way_chosen(self, way: str) -> None:
        charts = {"rungs": self._chart, "tried": self._tried, "cost": self._trade}
        self._charts.setCurrentWidget(charts[way])
