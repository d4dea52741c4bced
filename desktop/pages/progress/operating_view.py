"""The second view: from which confidence boxes count, in the expert's terms."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QSlider, QWidget
from typing_extensions import override

from desktop.actions.action import Availability
from desktop.charts.chart import Chart
from desktop.charts.reach_charts import found_over_false_alarms, precision_over_recall
from desktop.pages.progress.point_words import ClassPoint, PointWords
from desktop.pages.progress.state import Look, told_curves
from desktop.qtkit.blocked import blocked
from desktop.qtkit.cards import Card, Figures
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

_DOT_PX = 10
_SIDE_PX = 400
_NUM_FIGURES = 3
_NO_CURVE = tr("No object of this class is in these images.")
_EXPLAINED = tr(
    "Say how much the model must find; it then shows boxes from the confidence at "
    "which it found as much on images it had not learned from. More found means "
    "more false alarms."
)


class OperatingView(QWidget):
    """Widgets only. GUI thread only."""

    # A class is wanted at another aim: its place, the share to find (0 to 1) or None for balance.
    aim_changed = Signal(int, object)
    # The person looks at another class: its place.
    class_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._dials: list[ClassDial] = []
        self._sentence = text_label("", TextRole.TITLE, wrap=True)
        self._figures = Figures(_NUM_FIGURES)
        self._note = text_label("", TextRole.CAPTION, wrap=True)
        self._precision = Chart(theme, empty_text=_NO_CURVE)
        self._alarms = Chart(theme, empty_text=_NO_CURVE)
        self._precision_card = Card("", self._precision)
        self._alarms_card = Card("", self._alarms)
        self._holder = styled(QWidget(), look="clear")
        self._rows = column(None, spacing_px=4)
        self._holder.setLayout(self._rows)
        self._build()

    def show_look(self, look: Look, words: PointWords, *, can_change: Availability) -> None:
        """Show the thresholds and what they reach."""
        self._show_dials(words.classes, chosen=look.class_index, can_change=can_change)
        self._sentence.setText(words.sentence)
        self._figures.set_figures(words.figures)
        self._note.setText(words.note)
        told = told_curves(look)
        name = words.classes[look.class_index].name
        self._precision_card.set_title(tr("Precision over share found: {name}").format(name=name))
        self._precision.set_data(precision_over_recall(told))
        self._alarms_card.set_title(
            tr("Share found over false alarms (FROC): {name}").format(name=name)
        )
        self._alarms.set_data(found_over_false_alarms(told))

    def _show_dials(
        self, points: Sequence[ClassPoint], *, chosen: int, can_change: Availability
    ) -> None:
        while len(self._dials) < len(points):
            dial = ClassDial(len(self._dials))
            dial.aim_changed.connect(self.aim_changed)
            dial.chosen.connect(self.class_chosen)
            self._dials.append(dial)
            self._rows.insertWidget(self._rows.count() - 1, dial)
        for place, dial in enumerate(self._dials):
            dial.setVisible(place < len(points))
            if place < len(points):
                dial.show_point(points[place], is_chosen=place == chosen, can_change=can_change)

    def _build(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._holder)
        explained = text_label(_EXPLAINED, TextRole.CAPTION, wrap=True)
        dials = Card(tr("Find at least"), explained, scroll, spacing_px=10)
        dials.setFixedWidth(_SIDE_PX)
        said = styled(QFrame(), look="card")
        said.setLayout(
            column(self._sentence, self._figures, self._note, spacing_px=12, margin_px=16)
        )
        charts = row(self._precision_card, self._alarms_card, spacing_px=16)
        charts.setStretch(0, 1)
        charts.setStretch(1, 1)
        right = column(said, charts, spacing_px=16)
        right.setStretch(1, 1)
        layout = row(dials, right, spacing_px=16)
        layout.setStretch(1, 1)
        self.setLayout(layout)


class ClassDial(QFrame):
    """One class: how much of it is to be found, and from which confidence that is."""

    # Its place, and the share to find (0 to 1) or None for the best balance.
    aim_changed = Signal(int, object)
    # Its place: the person looks at it.
    chosen = Signal(int)

    def __init__(self, place: int) -> None:
        super().__init__()
        self._place = place
        self._dot = _Dot()
        self._name = ElidedLabel("", TextRole.STRONG)
        self._value = text_label("")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(1, 100)
        self._slider.setPageStep(5)
        self._balance = styled(QPushButton(tr("Balance")), look="quiet")
        self._words = text_label("", TextRole.CAPTION, wrap=True)
        # Not valueChanged: who moves it to where the balance stands means that share from then on.
        self._slider.actionTriggered.connect(self._on_moved)
        # A click on the handle means the share it stands at.
        self._slider.sliderReleased.connect(self._on_moved)
        self._balance.clicked.connect(self._on_balance)
        head = row(self._dot, self._name, self._value, spacing_px=8)
        head.setStretch(1, 1)
        line = row(self._slider, self._balance, spacing_px=8)
        line.setStretch(0, 1)
        self.setLayout(column(head, line, self._words, spacing_px=2, margin_px=10))

    def show_point(self, point: ClassPoint, *, is_chosen: bool, can_change: Availability) -> None:
        """Show where the class stands."""
        styled(self, look="dial", chosen="yes" if is_chosen else "no")
        self._dot.set_color(point.color)
        self._name.setText(point.name)
        self._value.setText(point.aim_text)
        # While the person moves it, what was asked for earlier must not move it back.
        if not self._slider.isSliderDown():
            with blocked(self._slider):
                self._slider.setValue(point.percent)
        is_free = can_change.is_enabled and not point.why_not
        why = can_change.reason or point.why_not
        for control in (self._slider, self._balance):
            control.setEnabled(is_free)
        self._slider.setToolTip("" if is_free else why)
        self._slider.setAccessibleName(tr("Share of {name} to find").format(name=point.name))
        tip = tr("As many found and as few false alarms as go together (best F1)")
        self._balance.setToolTip(tip if is_free else why)
        self._balance.setAccessibleName(tr("Best balance for {name}").format(name=point.name))
        self._words.setText(point.words)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit(self._place)
        super().mousePressEvent(event)

    def _on_moved(self) -> None:
        # The value follows only after this signal.
        self.aim_changed.emit(self._place, self._slider.sliderPosition() / 100)

    def _on_balance(self) -> None:
        self.aim_changed.emit(self._place, None)


class _Dot(QWidget):
    """The color of a class."""

    def __init__(self) -> None:
        super().__init__()
        self._color = ""
        self.setFixedSize(_DOT_PX, _DOT_PX)

    def set_color(self, color: str) -> None:
        self._color = color
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._color))
        painter.drawEllipse(self.rect())
