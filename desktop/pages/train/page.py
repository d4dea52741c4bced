"""The page Train: what will be trained, how it goes, what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget
from typing_extensions import override

from desktop.actions.action import Action
from desktop.actions.availability import show_availability
from desktop.actions.steering import SteeringWords, steering_actions
from desktop.charts.chart import Chart
from desktop.charts.loop_charts import accuracy_by_epoch, losses_by_epoch
from desktop.forms.files import ask_weights
from desktop.forms.goal import GoalField
from desktop.pages.train.presenter import PAGE_ID, TrainPresenter
from desktop.pages.train.recipe_form import RecipeForm
from desktop.pages.train.state import ClassRow, TrainState
from desktop.qtkit.cards import Card, Figures, NamedValues, page_body, side_column
from desktop.qtkit.layouts import column, row
from desktop.qtkit.notice import Notice, NoticeCard
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.progress_line import ProgressLine
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.reading_page import ReadingPage
from desktop.reporting.messages import MessageCenter
from desktop.settings.settings import Settings
from desktop.tasks.project_session import ProjectSession
from desktop.viewmodels.record_table_model import Column, RecordTableModel
from engine.loop.bootstrap import Project

_NUM_FIGURES = 3
_RUNNING_TIP = tr("A training keeps the recipe it began with; choose another when it has ended.")
_NEXT_CHART_MS = 50
_CLASS_COLUMNS: tuple[Column[ClassRow], ...] = (
    Column(tr("Class"), lambda each: each.name, lambda each: each.name, is_number=False),
    Column("AP50-95", lambda each: f"{each.ap50_95:.3f}", lambda each: each.ap50_95),
    Column("AP50", lambda each: f"{each.ap50:.3f}", lambda each: each.ap50),
    Column(tr("Objects"), lambda each: f"{each.num_objects:,}", lambda each: each.num_objects),
)
_WORDS = SteeringWords(
    start=tr("Train on what is labeled"),
    start_hint=tr("train"),
    start_key="T",
    pause=tr("Pause the training"),
    stop=tr("Stop the training"),
    resume=tr("Resume the training"),
)


class TrainPage(ReadingPage):
    """Widgets only; `TrainPresenter` decides."""

    busy_text = tr("Reading what is labeled")

    _presenter: TrainPresenter

    def __init__(
        self,
        project: Project,
        session: ProjectSession,
        *,
        theme: Theme,
        messages: MessageCenter,
        settings: Settings,  # noqa: ARG002 - every page is made alike
    ) -> None:
        super().__init__()
        self._figures = Figures(_NUM_FIGURES)
        self._start = QPushButton(tr("Train"))
        self._pause = QPushButton(tr("Pause"))
        self._stop = QPushButton(tr("Stop"))
        self._notice = NoticeCard(theme)
        self._accuracy = Chart(
            theme, empty_text=tr("The curve begins when the first epoch is measured.")
        )
        self._losses = Chart(theme, empty_text=tr("Losses come with the first epoch."))
        self._accuracy_card = Card(tr("Accuracy"), self._accuracy)
        self._classes = RecordTableModel(_CLASS_COLUMNS, key=lambda each: each.name, parent=self)
        self._classes_card = Card(tr("Per class"), RecordTable(self._classes, theme))
        self._progress = ProgressLine()
        self._progress_card = Card(tr("This training"), self._progress)
        self._data = NamedValues()
        self._data_note = text_label("", TextRole.CAPTION, wrap=True)
        self._data_card = Card(tr("What will be trained"), self._data, self._data_note)
        self._form = RecipeForm()
        self._goal = GoalField()
        self._states = PageStates(theme, page_body(self._main(), self._side()))
        self.setLayout(column(self._states))
        self._presenter = TrainPresenter(project, session, self, messages=messages)
        self._connect_signals()
        self._presenter.load()

    def start(self) -> None:
        """Train as soon as it is known what on."""
        self._presenter.start_soon()

    @override
    def page_actions(self) -> Iterable[Action]:
        return steering_actions(PAGE_ID, _WORDS, self._presenter)

    def show_state(self, state: TrainState) -> None:
        """Show how training stands."""
        if state.is_empty:
            self._states.show_empty(
                "train",
                tr("Nothing to learn from yet"),
                state.refusal,
                Way(tr("Go to Label"), partial(self.open_page, "label")),
            )
            return
        self._states.show_content()
        self._figures.set_figures(state.figures)
        self._show_buttons(state)
        self._progress_card.setVisible(state.progress is not None)
        if state.progress is not None:
            self._progress.set_progress(state.progress)
        self._accuracy_card.set_title(state.curve_title)
        self._accuracy.set_data(accuracy_by_epoch(state.curve, state.task))
        # The first drawing of a chart takes some hundredths of a second: one after the other.
        losses = losses_by_epoch(state.curve)
        QTimer.singleShot(_NEXT_CHART_MS, self, lambda: self._losses.set_data(losses))
        self._data.set_rows(state.data)
        self._data_note.setText(state.data_note)
        self._form.show_recipe(
            state.recipe, task=state.task, note=state.recipe_note, values=state.values
        )
        self._form.setEnabled(not state.is_active)
        self._form.setToolTip(_RUNNING_TIP if state.is_active else "")
        self._data_card.set_title(
            tr("What the next training learns from")
            if state.is_active
            else tr("What will be trained")
        )
        self._goal.set_goal(state.goal)
        self._goal.set_availability(state.can_edit_goal)
        self._classes.show(state.classes)
        self._classes_card.set_title(state.classes_title)
        self._classes_card.setVisible(bool(state.classes))
        self.tell_key_hints()

    def show_notice(self, notice: Notice | None) -> None:
        """Show what stopped and the ways on, or nothing of the kind."""
        self._notice.set_notice(notice)

    def ask_weights(self) -> Path | None:
        """Ask for a weights file."""
        return ask_weights(self)

    def _main(self) -> QWidget:
        main = QWidget()
        figures = row(self._figures, None, self._start, self._pause, self._stop)
        charts = row(self._accuracy_card, Card(tr("Losses"), self._losses), spacing_px=16)
        layout = column(figures, self._notice, charts, self._classes_card, spacing_px=16)
        layout.setStretch(2, 3)
        layout.setStretch(3, 2)
        main.setLayout(layout)
        return main

    def _side(self) -> QWidget:
        return side_column(
            self._progress_card,
            self._data_card,
            Card(tr("Recipe"), self._form),
            Card(tr("When to stop labeling"), self._goal),
        )

    def _connect_signals(self) -> None:
        self._start.clicked.connect(self._presenter.start)
        self._pause.clicked.connect(self._presenter.pause)
        self._stop.clicked.connect(self._presenter.stop)
        self._goal.changed.connect(self._presenter.set_goal)
        self._form.wished.connect(lambda name, value: self._presenter.wish(**{name: value}))

    def _show_buttons(self, state: TrainState) -> None:
        self._start.setVisible(not state.is_active)
        self._pause.setVisible(state.is_active)
        self._stop.setVisible(state.is_active)
        show_availability(
            self._start, self._presenter.can_start, tip=tr("Train on what is labeled")
        )
        show_availability(
            self._pause, self._presenter.can_pause, tip=tr("Save after this epoch, to go on later")
        )
        show_availability(self._stop, self._presenter.can_stop, tip=tr("End the training now"))
