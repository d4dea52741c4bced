"""Charts: what they show, and that they wait with the plotting library."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyqtgraph import PlotWidget
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.charts.chart import Chart
from desktop.charts.chart_data import ChartData, Level, Mark, Series, Tone, spread
from desktop.charts.loop_charts import (
    CurvePoint,
    accuracy_by_epoch,
    learning_curve,
    losses_by_epoch,
    trials_by_rung,
)
from desktop.charts.plot import Plot
from desktop.qtkit.theme import Theme, ThemeMode
from engine.domain.events import EpochFinished
from engine.domain.metrics import Interval
from engine.domain.project import Task
from engine.domain.recipes import Recipe
from engine.domain.searches import RungValue, TrialRecord, TrialState

EPOCHS = [
    EpochFinished(1, 3, {"box": 2.0, "class": 3.0}, None, None, None),
    EpochFinished(2, 3, {"box": 1.5, "class": 2.0}, 0.3, 0.1, None),
    EpochFinished(3, 3, {"box": 1.2, "class": 1.8}, 0.5, 0.2, None),
]


@given(
    st.lists(st.floats(-1e3, 1e3), max_size=12),
    st.floats(0.01, 50),
)
def test_spread_when_positions_are_close_then_are_a_gap_apart_in_order(
    positions: list[float], gap: float
):
    places = spread(positions, gap=gap)
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    placed = [places[index] for index in order]
    assert all(b - a >= gap * 0.999 for a, b in itertools.pairwise(placed))
    if all(abs(a - b) >= gap * 1.01 for i, a in enumerate(positions) for b in positions[:i]):
        assert places == pytest.approx(positions)


def test_epochs_when_some_were_not_validated_then_only_the_others_are_points():
    loose, strict = accuracy_by_epoch(EPOCHS, Task.DETECT).series
    assert strict == Series("mAP50-95", (2, 3), (0.1, 0.2), Tone.MAIN)
    assert loose.ys == (0.3, 0.5)
    assert [each.name for each in losses_by_epoch(EPOCHS).series] == ["box", "class"]


def test_trials_when_one_is_best_then_it_is_drawn_last_and_defaults_are_dashed():
    trials = [
        _trial(0, 0.2, 0.4),
        _trial(1, 0.3, 0.5),
        _trial(2, 0.1, state=TrialState.PRUNED),
        _trial(3, state=TrialState.RUNNING),
    ]
    data = trials_by_rung(trials)
    assert [(each.name, each.tone) for each in data.series] == [
        ("", Tone.QUIET),
        ("defaults", Tone.PLAIN),
        ("trial 1, best", Tone.MAIN),
    ]
    assert [each.is_dashed for each in data.series] == [False, True, False]
    assert data.ticks == ((5.0, "epoch 5"), (15.0, "epoch 15"))


def test_trials_when_nothing_beat_the_defaults_then_they_are_the_best():
    assert trials_by_rung([_trial(0, 0.2, 0.4)]).series[0].name == "defaults, best"


def test_learning_curve_when_target_is_given_then_range_has_room_for_all():
    data = _curve()
    assert data.levels == (Level(0.6, "target 0.60"),)
    low, high = data.y_range()
    assert low == 0
    assert high > 0.6
    assert data.x_range() == (10, 70)


def test_range_when_there_is_one_point_then_still_has_width():
    data = ChartData((Series("a", (1.0,), (0.0,)),), starts_at_zero=False)
    assert data.x_range() == (0.5, 1.5)
    low, high = data.y_range()
    assert low < 0 < high


@pytest.mark.parametrize(
    "lengths", [(2, 1, 0, 0), (2, 2, 1, 1), (2, 2, 2, 0)], ids=["ys", "short", "highs"]
)
def test_series_when_lengths_differ_then_is_refused(lengths: tuple[int, int, int, int]):
    xs, ys, lows, highs = ((0.0,) * length for length in lengths)
    with pytest.raises(ValueError, match="name"):
        Series("name", xs, ys, lows=lows, highs=highs)


def test_chart_when_empty_then_says_so_and_then_draws_what_comes(theme: Theme, qtbot: QtBot):
    chart = Chart(theme, empty_text="No epoch has ended yet.")
    qtbot.addWidget(chart)
    chart.resize(480, 280)
    chart.show()
    words = chart.findChild(QLabel)
    assert words.isVisible()
    for data in (_curve(), losses_by_epoch(EPOCHS), trials_by_rung([_trial(0, 0.2, 0.4)])):
        chart.set_data(data)
        qtbot.waitUntil(lambda: not words.isVisible())
        assert _colors(chart) > 3
    chart.set_data(ChartData())
    assert words.isVisible()


def test_chart_when_theme_changes_then_wears_it(theme: Theme, qtbot: QtBot):
    chart = Chart(theme, empty_text="")
    qtbot.addWidget(chart)
    chart.resize(480, 280)
    chart.set_data(_curve())
    chart.show()
    corner = chart.grab().toImage().pixelColor(470, 5)
    theme.set_mode(ThemeMode.LIGHT)
    assert chart.grab().toImage().pixelColor(470, 5).lightness() > corner.lightness() + 100


def test_chart_when_there_are_many_trials_draws_as_many_items_as_for_few(
    theme: Theme, qtbot: QtBot
):
    chart = Chart(theme, empty_text="")
    qtbot.addWidget(chart)
    chart.resize(480, 280)
    chart.show()
    counts = []
    for num_trials in (5, 50):
        chart.set_data(trials_by_rung([_trial(0, 0.2, 0.4), *_others(num_trials)]))
        qtbot.waitUntil(lambda: len(chart.findChildren(PlotWidget)) == 1)
        qtbot.waitUntil(lambda: bool(chart.findChild(PlotWidget).getPlotItem().items))
        counts.append(len(chart.findChild(PlotWidget).getPlotItem().items))
    assert counts[0] == counts[1]


def test_chart_when_the_first_label_is_wide_then_it_is_drawn_all_the_same(
    theme: Theme, qtbot: QtBot
):
    chart = Chart(theme, empty_text="")
    qtbot.addWidget(chart)
    chart.resize(380, 280)
    chart.show()
    ticks = ((15.0, "epoch 15"), (45.0, "epoch 45"))
    chart.set_data(ChartData((Series("defaults", (15.0, 45.0), (0.2, 0.4)),), ticks=ticks))
    qtbot.waitUntil(lambda: len(chart.findChildren(PlotWidget)) == 1)
    qtbot.waitUntil(lambda: bool(chart.findChild(PlotWidget).getPlotItem().items))
    axis = chart.findChild(PlotWidget).getAxis("bottom")
    image = QImage(chart.size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    *_, drawn = axis.generateDrawSpecs(painter)
    painter.end()
    assert [text for *_, text in drawn] == ["epoch 15", "epoch 45"]


@pytest.mark.parametrize("last", [1, 2, 3])
def test_chart_of_few_epochs_labels_whole_ones_alone(theme: Theme, qtbot: QtBot, last: int):
    chart = Chart(theme, empty_text="")
    qtbot.addWidget(chart)
    chart.resize(480, 280)
    chart.show()
    epochs = [EpochFinished(n, last, {"box_loss": 1.0}, 0.1, 0.1, None) for n in range(1, last + 1)]
    chart.set_data(losses_by_epoch(epochs))
    qtbot.waitUntil(lambda: len(chart.findChildren(PlotWidget)) == 1)
    qtbot.waitUntil(lambda: bool(chart.findChild(PlotWidget).getPlotItem().items))
    ticks = chart.findChild(PlotWidget).getAxis("bottom")._tickLevels
    assert [text for _, text in ticks[0]] == [str(n) for n in range(1, last + 1)]


def test_chart_when_it_comes_to_the_front_again_is_not_drawn_again(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    chart = Chart(theme, empty_text="")
    qtbot.addWidget(chart)
    chart.resize(480, 280)
    chart.set_data(_curve())
    chart.show()
    qtbot.waitUntil(lambda: _colors(chart) > 3)
    drawn = []
    plain_draw = Plot.draw
    monkeypatch.setattr(Plot, "draw", lambda *arguments: [drawn.append(1), plain_draw(*arguments)])
    chart.hide()
    chart.show()
    chart.grab()
    assert not drawn
    chart.hide()
    theme.set_mode(ThemeMode.LIGHT)
    chart.show()
    chart.grab()
    assert len(drawn) == 1


def test_process_when_a_chart_is_made_but_empty_then_plotting_is_not_imported():
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from desktop.qtkit.theme import Theme\n"
        "from desktop.charts.chart import Chart\n"
        "from desktop.charts.loop_charts import losses_by_epoch\n"
        "from engine.domain.events import EpochFinished\n"
        "chart = Chart(Theme(app), empty_text='')\n"
        "chart.show()\n"
        "print('pyqtgraph' in sys.modules)\n"
        "chart.set_data(losses_by_epoch([EpochFinished(1, 1, {'box': 1.0}, None, None, None)]))\n"
        "chart.grab()\n"
        "heavy = {'torch', 'cv2', 'scipy', 'sklearn', 'optuna', 'ultralytics', 'ray', 'faiss'}\n"
        "print('pyqtgraph' in sys.modules, sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\nTrue []\n"


def _trial(number: int, *values: float, state: TrialState = TrialState.COMPLETE) -> TrialRecord:
    rungs = tuple(
        RungValue(epoch, value) for epoch, value in zip((5, 15, 45), values, strict=False)
    )
    return TrialRecord(number, state, Recipe(), rungs, values[-1] if values else None)


def _others(count: int) -> list[TrialRecord]:
    return [_trial(number, 0.1, 0.002 * number) for number in range(1, count + 1)]


def _curve() -> ChartData:
    points = [
        CurvePoint(effort, value, Interval(value - 0.05, value + 0.05))
        for effort, value in ((10, 0.1), (30, 0.3), (70, 0.5))
    ]
    return learning_curve(
        points,
        name="test mAP50-95",
        x_name="expert minutes",
        target=0.6,
        marks=[Mark(30, 0.3, "search adopted, +0.03")],
    )


def _colors(chart: Chart) -> int:
    image = chart.grab().toImage()
    return len({image.pixel(x, y) for x in range(0, 480, 2) for y in range(0, 280, 2)})
