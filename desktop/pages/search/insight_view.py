"""What a trial does differently, and what mattered over all trials."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.charts.importance_bars import ImportanceBars
from desktop.pages.search.importance_words import ImportanceState
from desktop.pages.search.state import CourseState, Difference
from desktop.qtkit.cards import Card
from desktop.qtkit.layouts import column, row
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.viewmodels.record_table_model import Column, RecordTableModel

_COMPARED_COLUMNS: tuple[Column[Difference], ...] = (
    Column("Value", lambda each: each.name, lambda each: each.name, is_number=False),
    Column("Defaults", lambda each: each.defaults, lambda each: each.defaults),
    Column("Here", lambda each: each.recipe, lambda each: each.recipe),
)
_SAME = "Nothing to compare yet: no other trial has done better than the defaults so far."
_WAYS = (("differs", "One trial"), ("mattered", "What mattered"))


class InsightView(QWidget):
    """A card that explains the trials. GUI thread only."""

    # The pointer or the keyboard is at something trials differ in; None: at nothing.
    choice_pointed = Signal(object)
    # Something trials differ in was chosen, to be seen among them.
    choice_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._ways = Segments(_WAYS, name="Explanation")
        self._compared = RecordTableModel(
            _COMPARED_COLUMNS, key=lambda each: each.name, parent=self
        )
        self._compared_title = text_label("", wrap=True)
        self._compared_stack = QStackedWidget()
        self._bars = ImportanceBars(theme)
        self._finding = text_label("", TextRole.CAPTION, wrap=True)
        self._stack = QStackedWidget()
        self._build(theme)
        self._ways.chosen.connect(self._on_way_chosen)
        self._bars.pointed.connect(self.choice_pointed)
        self._bars.chosen.connect(self.choice_chosen)

    def show_course(self, state: CourseState) -> None:
        """Show the chosen trial beside the defaults, and what mattered."""
        self._compared_title.setText(state.compared_title)
        self._compared.show(state.differences)
        self._compared_stack.setCurrentIndex(0 if state.differences else 1)
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
        self._stack.addWidget(_page(self._compared_title, self._compared_stack))
        self._stack.addWidget(_page(self._bars, self._finding, None))
        card = Card("Recipes", row(self._ways, None), self._stack)
        self.setLayout(column(card))

    def _on_way_chosen(self, way: str) -> None:
        self._stack.setCurrentIndex(0 if way == "differs" else 1)


def _page(*parts: QWidget | None) -> QWidget:
    page = QWidget()
    page.setLayout(column(*parts, spacing_px=8))
    return page
