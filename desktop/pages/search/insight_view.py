"""What a trial does differently, and what mattered over all trials."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QWidget

from desktop.actions.action import Availability
from desktop.actions.availability import show_availability
from desktop.charts.importance_bars import ImportanceBars
from desktop.pages.search.importance_words import ImportanceState
from desktop.pages.search.state import CourseState, Difference
from desktop.qtkit.cards import Card
from desktop.qtkit.layouts import Part, column, row
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.record_table_model import Column, RecordTableModel

_COMPARED_COLUMNS: tuple[Column[Difference], ...] = (
    Column(tr("Value"), lambda each: each.name, lambda each: each.name, is_number=False),
    Column(tr("Defaults"), lambda each: each.defaults, lambda each: each.defaults),
    Column(tr("Here"), lambda each: each.recipe, lambda each: each.recipe),
)
_SAME = tr("Nothing to compare yet: no other trial has done better than the defaults so far.")
_TRAIN_TIP = tr(
    "Train one model version with it, to compare with the others. The project's "
    "own recipe stays: only a confirmation replaces it."
)
_MIN_HEIGHT_PX = 200
_WAYS = (("differs", tr("One trial")), ("mattered", tr("What mattered")))


class InsightView(QWidget):
    """A card that explains the trials. GUI thread only."""

    # The recipe of the compared trial is to train a version.
    train_wanted = Signal()
    # The pointer or the keyboard is at something trials differ in; None: at nothing.
    choice_pointed = Signal(object)
    # Something trials differ in was chosen, to be seen among them.
    choice_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ways = Segments(_WAYS, name=tr("Explanation"))
        self._compared = RecordTableModel(
            _COMPARED_COLUMNS, key=lambda each: each.name, parent=self
        )
        self._compared_title = text_label("", wrap=True)
        self._compared_stack = QStackedWidget()
        self._carried = text_label("", TextRole.CAPTION, wrap=True)
        self._train = QPushButton(tr("Train with this recipe"))
        self._bars = ImportanceBars(theme)
        self._finding = text_label("", TextRole.CAPTION, wrap=True)
        self._stack = QStackedWidget()
        self._build(theme)
        self._ways.chosen.connect(self._on_way_chosen)
        self._train.clicked.connect(self.train_wanted)
        self._bars.pointed.connect(self.choice_pointed)
        self._bars.chosen.connect(self.choice_chosen)

    def show_course(self, state: CourseState, *, can_train: Availability) -> None:
        """Show the chosen trial beside the defaults, and what mattered."""
        self._compared_title.setText(state.compared_title)
        self._compared.show(state.differences)
        self._compared_stack.setCurrentIndex(0 if state.differences else 1)
        self._carried.setText(state.carried)
        self._carried.setVisible(bool(state.carried))
        show_availability(self._train, can_train, tip=_TRAIN_TIP)
        self._show_importance(state.importance)

    def show_trial(self) -> None:
        """Turn to the comparison of one trial."""
        self._ways.choose("differs")
        self._on_way_chosen("differs")

    def _show_importance(self, state: ImportanceState) -> None:
        self._bars.set_bars(state.bars)
        self._bars.setVisible(bool(state.bars))
        self._finding.setText(state.text)

    def _build(self, theme: Theme) -> None:
        same = text_label(_SAME, TextRole.CAPTION, wrap=True)
        self._compared_stack.addWidget(RecordTable(self._compared, theme))
        self._compared_stack.addWidget(_page(None, same, None))
        self._stack.addWidget(
            _page(self._compared_title, self._compared_stack, self._carried, row(self._train, None))
        )
        self._stack.addWidget(_page(self._bars, self._finding, None))
        # The table of all trials needs the height more than a long comparison does.
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self._stack.setMinimumHeight(_MIN_HEIGHT_PX)
        card = Card(tr("Recipes"), row(self._ways, None), self._stack)
        self.setLayout(column(card))

    def _on_way_chosen(self, way: str) -> None:
        self._stack.setCurrentIndex(0 if way == "differs" else 1)


def _page(*parts: Part) -> QWidget:
    page = QWidget()
    page.setLayout(column(*parts, spacing_px=8))
    return page
