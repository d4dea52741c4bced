"""The pictures of the page Progress: its curve, its bars, its cells."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.charts.class_bars import ClassBar, ClassBars
from desktop.charts.confusion_table import ConfusionTable
from desktop.pages.progress.curve_state import course_words, curve_title, is_timed, progress_chart
from desktop.pages.progress.state import ProgressReading
from desktop.qtkit.theme import Theme
from desktop.qtkit.tokens import contrast_ratio
from engine.domain.metrics import Accuracy, Interval, Yardstick
from engine.domain.project import Goal, Task
from engine.loop.advisor import Action, Advice
from engine.loop.curves import Curve, CurvePoint


def point(
    number: int, value: float, *, images: int, minutes: float = 0.0, objective: str = "same"
) -> CurvePoint:
    interval = Interval(value - 0.05, value + 0.05)
    accuracy = Accuracy(Yardstick.TEST, 62, value, value, value, value, interval)
    return CurvePoint(number, images, minutes, accuracy, objective)


def reading(*points: CurvePoint, target: float | None = None) -> ProgressReading:
    return ProgressReading(
        task=Task.DETECT,
        versions=(),
        classes=(),
        curve=Curve("cells", Yardstick.TEST, points),
        goal=Goal(target_accuracy=target),
        searches=(),
        expert_s=0.0,
        advice=Advice(Action.ASK, "Ask", ""),
        is_read_only=False,
    )


def test_curve_over_minutes_has_other_efforts_than_over_images():
    told = reading(point(1, 0.2, images=20, minutes=12), point(2, 0.3, images=40, minutes=30))

    over_images = progress_chart(told, by_minutes=False)
    over_minutes = progress_chart(told, by_minutes=True)

    assert over_images.series[0].xs == (20.0, 40.0)
    assert over_minutes.series[0].xs == (12.0, 30.0)
    assert over_minutes.x_name == "expert minutes"
    assert over_images.series[0].lows == (0.2 - 0.05, 0.3 - 0.05)
    assert is_timed(told)


def test_curve_when_classes_changed_is_not_joined():
    told = reading(
        point(1, 0.4, images=20, objective="two classes"),
        point(2, 0.5, images=40, objective="two classes"),
        point(3, 0.3, images=60, objective="three classes"),
        target=0.6,
    )

    chart = progress_chart(told, by_minutes=False)

    assert [series.xs for series in chart.series] == [(20.0, 40.0), (60.0,)]
    assert [series.name for series in chart.series] == ["", "test mAP50-95"]
    assert chart.levels[0].value == 0.6
    assert course_words(told) == ("The target is 0.60.",)


def test_course_says_what_the_last_labels_gained_and_cost():
    told = reading(point(1, 0.2, images=20, minutes=12), point(2, 0.3, images=40, minutes=30))

    assert course_words(told) == (
        "Version 2 changed test mAP50-95 by +0.100 over version 1, "
        "for 20 more images and 18 min of your time.",
    )
    assert curve_title(told) == "Accuracy (mAP50-95) on 62 test images, drawn at random, frozen"


def test_curve_before_the_first_figure_is_empty_and_says_nothing():
    assert progress_chart(reading(), by_minutes=False).is_empty
    assert course_words(reading()) == ()
    assert not is_timed(reading())


def test_cells_are_the_fuller_the_more_of_their_row_they_hold(qtbot: QtBot, theme: Theme):
    table = ConfusionTable(theme)
    qtbot.addWidget(table)
    table.resize(400, 300)
    table.show_confusions(["scratch", "dent"], np.array([[8, 1, 1], [0, 9, 1], [3, 0, 0]]))
    table.show()
    picture = table.viewport().grab().toImage()

    def ground(row: int, column: int) -> QColor:
        area = table.visualRect(table.model().index(row, column))
        return picture.pixelColor(area.topLeft() + QPoint(8, 8))

    accent, raised = QColor(theme.tokens.accent), QColor(theme.tokens.raised)
    assert _distance(ground(0, 0), accent) < _distance(ground(0, 1), accent)
    assert ground(1, 0) == raised
    for row, column in ((0, 0), (0, 2), (2, 0), (1, 0)):
        inks = (theme.tokens.text, theme.tokens.surface)
        assert max(contrast_ratio(ink, ground(row, column).name()) for ink in inks) >= 4.5


def test_bars_have_the_colors_of_their_classes(qtbot: QtBot, theme: Theme):
    bars = ClassBars(theme)
    qtbot.addWidget(bars)
    bars.set_bars([ClassBar("scratch", "#e69f00", 0.9), ClassBar("dent", "#56b4e9", None)])
    bars.resize(400, bars.sizeHint().height())
    picture = bars.grab().toImage()

    colors = {picture.pixelColor(x, 13).name() for x in range(picture.width())}
    below = {picture.pixelColor(x, 39).name() for x in range(picture.width())}

    assert "#e69f00" in colors
    assert "#56b4e9" not in below
    assert bars.accessibleName() == "Accuracy per class: scratch 0.90, dent not measured"


def _distance(one: QColor, other: QColor) -> int:
    return (
        abs(one.red() - other.red())
        + abs(one.green() - other.green())
        + abs(one.blue() - other.blue())
    )
