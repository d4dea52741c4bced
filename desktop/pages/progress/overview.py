"""The first view: the learning curve, the classes, the confusions, what went wrong in numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QWidget

from desktop.charts.chart import Chart
from desktop.charts.class_bars import ClassBar, ClassBars
from desktop.charts.confusion_table import ConfusionTable
from desktop.pages.progress.curve_state import course_words, curve_title, is_timed, progress_chart
from desktop.pages.progress.state import (
    ClassLook,
    Look,
    ProgressReading,
)
from desktop.qtkit.engine_texts import said
from desktop.qtkit.layouts import Part, column, row
from desktop.qtkit.segments import Segments
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.qtkit.words import duration_text
from desktop.viewmodels.accuracy_words import yardstick_text
from engine.domain.evaluations import Finding
from engine.domain.metrics import Yardstick
from engine.domain.project import Task

_EMPTY_CURVE = tr("The curve begins with the first model that is measured on ten images.")
_BY_IMAGES, _BY_MINUTES = "images", "minutes"
_COUNTS = (
    (Finding.MISSED, tr("Missed"), True),
    (Finding.FALSE_ALARM, tr("False alarms"), False),
    (Finding.WRONG_CLASS, tr("Wrong class"), True),
)


class Overview(QWidget):
    """Widgets only. GUI thread only."""

    # The person wants to see images: the kind of finding.
    finding_chosen = Signal(object)
    # A cell of the confusions was opened: what is there, what it was called, by place.
    cell_chosen = Signal(int, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._reading: ProgressReading | None = None
        self._advice = text_label("", TextRole.TITLE)
        self._reason = text_label("", TextRole.BODY, wrap=True)
        self._chart = Chart(theme, empty_text=_EMPTY_CURVE)
        self._effort = Segments(
            [(_BY_IMAGES, tr("Images")), (_BY_MINUTES, tr("Expert minutes"))],
            name=tr("What the curve is over"),
        )
        self._curve_title = ElidedLabel("", TextRole.HEADING)
        self._bars = ClassBars(theme)
        self._bars_title = ElidedLabel("", TextRole.HEADING)
        self._confusion_title = ElidedLabel("", TextRole.HEADING)
        self._confusions = ConfusionTable(theme)
        self._no_confusions = text_label("", TextRole.CAPTION, wrap=True)
        self._confusion_stack = QStackedWidget()
        self._counts = {kind: _Count(title) for kind, title, _ in _COUNTS}
        self._passed = _Count(tr("Pass wrongly"))
        self._spent = _Count(tr("Spent"))
        self._build()
        self._connect_signals()

    def show_reading(self, reading: ProgressReading) -> None:
        """Show what the project knows without looking at single images."""
        self._reading = reading
        advice = reading.advice
        self._advice.setText(f"{said(advice.text)}.")
        told = [said(each) for each in (advice.reason, *advice.evidence)]
        self._reason.setText(" ".join([*told, *course_words(reading)]))
        self._curve_title.setText(curve_title(reading))
        has_time = is_timed(reading)
        self._effort.setVisible(has_time)
        if not has_time:
            self._effort.choose(_BY_IMAGES)
        self._show_curve()
        self._spent.say(tr("{time} of yours").format(time=duration_text(reading.expert_s)))

    def show_classes(self, classes: Sequence[ClassLook], yardstick: Yardstick) -> None:
        """Show what each class reached on a yardstick."""
        is_whole = self._reading is not None and self._reading.task is Task.CLASSIFY
        figure = tr("share recognized") if is_whole else "AP50-95"
        self._bars_title.setText(
            tr("Per class, {figure} on {yardstick}").format(
                figure=figure, yardstick=yardstick_text(yardstick)
            )
        )
        self._bars.set_bars([_bar(each) for each in classes])

    def show_look(self, look: Look, names: tuple[str, ...]) -> None:
        """Show what the version got wrong."""
        where = yardstick_text(look.yardstick)
        self._confusion_title.setText(
            tr("Confusions on {where}: rows are there, columns what they were called").format(
                where=where
            )
        )
        self._confusions.show_confusions(names, look.confusion)
        self._confusion_stack.setCurrentIndex(0)
        for kind, _, of_objects in _COUNTS:
            count = look.counts[kind]
            what = tr("%n box(es)", "", count.number)
            if of_objects:
                what = tr("%n object(s)", "", count.number)
            text = (
                tr("{what} in %n image(s)", "", count.num_images).format(what=what)
                if count.number
                else tr("none")
            )
            self._counts[kind].say(text, is_open=bool(count.number))
        self._passed.say(
            tr("{num_passed:,} of %n image(s) with objects", "", look.reach.num_images_with).format(
                num_passed=look.reach.num_passed
            )
        )

    def show_nothing_seen(self, why: str) -> None:
        """Say why single images cannot be told of."""
        self._confusion_title.setText(tr("Confusions"))
        self._no_confusions.setText(why)
        self._confusion_stack.setCurrentIndex(1)
        for count in (*self._counts.values(), self._passed):
            count.say(tr("not known"))

    def _build(self) -> None:
        advice = styled(QFrame(), look="card")
        advice.setLayout(column(self._advice, self._reason, spacing_px=4, margin_px=16))
        head = row(self._curve_title, self._effort)
        head.setStretch(0, 1)
        curve = _card(head, self._chart)
        reason = QWidget()
        reason.setLayout(column(self._no_confusions, None))
        self._confusion_stack.addWidget(self._confusions)
        self._confusion_stack.addWidget(reason)
        classes = _card(
            self._bars_title, self._bars, 6, self._confusion_title, self._confusion_stack
        )
        middle = row(curve, classes, spacing_px=16)
        middle.setStretch(0, 17)
        middle.setStretch(1, 13)
        counts = styled(QFrame(), look="card")
        shown = [*self._counts.values(), self._passed, self._spent]
        counts.setLayout(row(*shown, None, spacing_px=24, margin_px=10))
        layout = column(advice, middle, counts, spacing_px=16)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect_signals(self) -> None:
        self._effort.chosen.connect(self._show_curve)
        self._confusions.cell_chosen.connect(self.cell_chosen)
        for kind, count in self._counts.items():
            count.opened.connect(lambda kind=kind: self.finding_chosen.emit(kind))

    def _show_curve(self) -> None:
        if self._reading is not None:
            by_minutes = self._effort.current == _BY_MINUTES
            self._chart.set_data(progress_chart(self._reading, by_minutes=by_minutes))


class _Count(QWidget):
    """How much of something there is, and a way to it."""

    opened = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._button = styled(QPushButton(), look="count")
        self._button.clicked.connect(self.opened)
        heading = text_label(title, TextRole.HEADING)
        heading.setContentsMargins(7, 0, 0, 0)
        self.setLayout(column(heading, self._button, spacing_px=2))

    def say(self, text: str, *, is_open: bool = False) -> None:
        """Show a text; it leads somewhere where it is open."""
        self._button.setText(text)
        self._button.setAccessibleName(f"{self._title}: {text}")
        styled(self._button, look="count" if is_open else "said")
        self._button.setEnabled(is_open)


def _bar(look: ClassLook) -> ClassBar:
    more = (
        tr("%n object(s)", "", look.num_objects)
        if look.num_objects
        else tr("no object measured on")
    )
    return ClassBar(look.name, look.color, look.ap50_95, more)


def _card(*parts: Part) -> QFrame:
    frame = styled(QFrame(), look="card")
    frame.setLayout(column(*parts, spacing_px=10, margin_px=16))
    return frame
