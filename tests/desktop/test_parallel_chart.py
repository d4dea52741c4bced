"""Trials over parallel axes: which axes there are, and where the lines run."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from desktop.charts.parallel_chart import ParallelChart
from desktop.charts.parallel_data import ParallelData, parallel_data
from desktop.qtkit.theme import Theme
from engine.domain.recipes import Augmentation, Recipe
from engine.domain.searches import Choice, TrialRecord, TrialState


def _trial(number: int, value: float | None, recipe: Recipe) -> TrialRecord:
    return TrialRecord(number, TrialState.COMPLETE, recipe, value=value)


TRIALS = (
    _trial(0, 0.4, Recipe(lr0=0.01)),
    _trial(1, 0.5, Recipe(lr0=0.0001, optimizer="SGD", augmentation=Augmentation(mixup=0.2))),
    _trial(2, 0.3, Recipe(lr0=0.001, optimizer="AdamW")),
    _trial(3, None, Recipe(batch=4)),
)


def test_trials_when_they_differ_then_only_that_has_axes_and_the_outcome_is_last():
    data = parallel_data(TRIALS)
    assert [axis.name for axis in data.axes] == [
        "Optimizer",
        "First learning rate",
        "Mix-up",
        "mAP50-95",
    ]
    assert (data.axes[0].low, data.axes[0].high) == ("AdamW", "auto")
    assert (data.axes[-1].low, data.axes[-1].high) == ("0.3", "0.5")


def test_trials_when_placed_then_rates_are_even_by_powers_of_ten_and_best_is_on_top():
    lines = parallel_data(TRIALS).lines
    assert [line.number for line in lines] == [2, 0, 1]
    assert [line.is_best for line in lines] == [False, False, True]
    assert [line.places[1] for line in lines] == pytest.approx([0.5, 1.0, 0.0])
    assert [line.places[-1] for line in lines] == pytest.approx([0.0, 0.5, 1.0])


@pytest.mark.parametrize("trials", [(), TRIALS[:1], TRIALS[3:]])
def test_trials_when_fewer_than_two_have_a_value_then_there_is_nothing(
    trials: tuple[TrialRecord, ...],
):
    assert parallel_data(trials) == ParallelData()


def test_chart_when_trials_come_then_lines_replace_the_words(qtbot: QtBot, theme: Theme):
    chart = ParallelChart(theme)
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    empty = chart.grab().toImage()
    chart.set_data(parallel_data(TRIALS))
    assert chart.grab().toImage() != empty


def test_trials_when_all_have_a_strength_then_it_stands_for_what_is_done_to_images():
    trials = [replace(trial, strength=0.25 * n) for n, trial in enumerate(TRIALS)]
    axes = parallel_data(trials).axes
    assert [axis.name for axis in axes] == [
        "Optimizer",
        "First learning rate",
        "Augmentation strength",
        "mAP50-95",
    ]
    assert axes[2].choice is Choice.AUGMENTATION


def test_trial_when_it_comes_from_elsewhere_then_it_has_no_place_among_strengths():
    trials = [
        replace(trial, strength=None if n == 1 else 0.25 * n) for n, trial in enumerate(TRIALS)
    ]
    lines = {line.number: line.places for line in parallel_data(trials).lines}
    assert [lines[number][2] for number in (0, 1, 2)] == [0.0, None, 1.0]


def test_chart_when_pointed_at_then_the_axis_comes_into_view(qtbot: QtBot, theme: Theme):
    chart = ParallelChart(theme)
    qtbot.addWidget(chart)
    chart.resize(260, 300)  # room for two axes and the outcome
    trials = [replace(trial, strength=0.25 * n) for n, trial in enumerate(TRIALS)]
    chart.set_data(parallel_data(trials))
    before = chart.grab().toImage()
    chart.point_at(Choice.AUGMENTATION)
    pointed = chart.grab().toImage()
    accent = QColor(theme.tokens.accent)
    heights = range(60, 260, 20)
    lines = [
        x
        for x in range(pointed.width())
        if all(pointed.pixelColor(x, y) == accent for y in heights)
    ]
    assert pointed != before
    assert lines
    chart.point_at(None)
    assert chart.grab().toImage() == before
