"""Accuracy against cost: which trials none outdoes, what it comes to, and how one is chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.charts.trade_chart import TradeChart
from desktop.charts.trade_data import Cost, TradeData, trade_data, trade_words
from desktop.qtkit.theme import Theme
from engine.domain.metrics import ModelCost
from engine.domain.recipes import Recipe
from engine.domain.searches import TrialRecord, TrialState


def _trial(
    number: int,
    value: float,
    ms: float,
    *,
    model: str = "",
    state: TrialState = TrialState.COMPLETE,
) -> TrialRecord:
    recipe = Recipe(model or f"model{number}.pt")
    cost = ModelCost(int(ms * 1e6), ms)
    return TrialRecord(number, state, recipe, value=value, seconds=60 * ms, cost=cost)


TRIALS = (
    _trial(0, 0.400, 10.0),
    _trial(1, 0.395, 4.0),
    _trial(2, 0.300, 6.0),
    _trial(3, 0.500, 1.0, state=TrialState.PRUNED),
)


def test_trade_then_the_front_is_what_no_cheaper_trial_reaches():
    data = trade_data(TRIALS, Cost.LATENCY)
    assert [point.number for point in data.points] == [1, 2, 0]
    assert [point.number for point in data.front] == [1, 0]
    assert data.points[0].text == "Trial 1: 0.395, 4 ms, model1 at 640 px"


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 99)), min_size=2, max_size=12))
def test_trade_then_no_trial_outdoes_one_of_the_front(found: list[tuple[float, float]]):
    trials = [_trial(n, value, ms) for n, (value, ms) in enumerate(found)]
    data = trade_data(trials, Cost.LATENCY)
    for point in data.front:
        others = [each for each in data.points if each is not point]
        assert not any(o.value >= point.value and o.cost < point.cost for o in others)
        assert not any(o.value > point.value and o.cost <= point.cost for o in others)


def test_trade_when_one_is_cheaper_and_close_then_it_is_named_with_care():
    assert trade_words(trade_data(TRIALS, Cost.LATENCY)) == (
        "Trial 1 costs 60% less than trial 0 and is 0.005 behind it. "
        "Each is one training on validation: no proof."
    )


def test_trade_when_none_is_close_then_that_is_said():
    trials = (_trial(0, 0.4, 10.0), _trial(1, 0.3, 4.0))
    assert trade_words(trade_data(trials, Cost.SIZE)).startswith("No cheaper trial comes close")


def test_trade_when_networks_are_the_same_then_so_is_their_time():
    trials = [_trial(n, 0.4 + n / 100, ms, model="one.pt") for n, ms in enumerate((3.0, 9.0, 4.0))]
    data = trade_data(trials, Cost.LATENCY)
    assert {point.cost for point in data.points} == {4.0}
    assert [point.number for point in data.front] == [2]
    assert trade_words(data).startswith("All cost the same")


@pytest.mark.parametrize("trials", [(), TRIALS[:1], TRIALS[3:]])
def test_trade_when_fewer_than_two_are_complete_then_there_is_none(trials):
    assert trade_data(trials, Cost.TRAINING) == TradeData()
    assert trade_words(TradeData()) == ""


def test_chart_when_keys_are_pressed_then_walks_along_and_chooses(qtbot: QtBot, theme: Theme):
    chart = TradeChart(theme)
    qtbot.addWidget(chart)
    chart.resize(500, 300)
    chart.set_data(trade_data(TRIALS, Cost.LATENCY))
    chart.show()
    for _ in range(2):
        qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.accessibleDescription() == "Trial 2: 0.300, 6 ms, model2 at 640 px"
    with qtbot.waitSignal(chart.chosen) as told:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert told.args == [2]
    assert "Trial 1: 0.395" in chart.accessibleName()
    assert "Trial 2" not in chart.accessibleName()


def test_chart_when_a_point_is_clicked_then_its_trial_is_told(qtbot: QtBot, theme: Theme):
    chart = TradeChart(theme)
    qtbot.addWidget(chart)
    chart.resize(500, 300)
    chart.set_data(trade_data(TRIALS, Cost.LATENCY))
    image = chart.grab().toImage()
    accent = QColor(theme.tokens.accent)
    spots = [
        (x, y)
        for y in range(image.height())
        for x in range(0, image.width(), 2)
        if image.pixelColor(x, y) == accent
    ]
    with qtbot.waitSignal(chart.chosen) as told:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=_last(spots))
    assert told.args == [0]


def _last(spots: list[tuple[int, int]]) -> QPoint:
    """Return the spot farthest to the right: the dearest trial of the front."""
    return QPoint(*max(spots))
