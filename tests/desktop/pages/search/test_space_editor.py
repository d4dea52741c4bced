"""What trials try: said in words, fixed and narrowed by gestures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox
from pytestqt.qtbot import QtBot

from desktop.pages.search.page import SearchPage
from desktop.qtkit.theme import Theme
from engine.domain.images import Split
from engine.domain.jobs import JobKind, SearchSpec
from engine.domain.search_limits import SpaceLimits, Span
from tests.desktop.conftest import MessageTrap
from tests.desktop.pages.page_bench import PageBench, page_bench


@pytest.fixture
def bench(tmp_path, qtbot: QtBot, theme: Theme, messages: MessageTrap, monkeypatch):
    with page_bench(tmp_path, qtbot, theme, messages, monkeypatch) as made:
        made.stage.label(40)
        made.stage.label(12, split=Split.VAL)
        made.open(SearchPage)
        yield made


def _type(bench: PageBench, name: str, text: str) -> QDoubleSpinBox:
    boxes = bench.page.findChildren(QDoubleSpinBox)
    box = next(each for each in boxes if each.accessibleName() == name)
    box.setFocus()
    box.selectAll()
    bench.qtbot.keyClicks(box, text)
    bench.qtbot.keyClick(box, Qt.Key.Key_Return)
    bench.settle()
    return box


def _choose(bench: PageBench, name: str, *, down: int) -> None:
    boxes = bench.page.findChildren(QComboBox)
    box = next(each for each in boxes if each.accessibleName() == name)
    box.setFocus()
    for _ in range(down):
        bench.qtbot.keyClick(box, Qt.Key.Key_Down)
    bench.settle()


def test_plan_when_nothing_is_fixed_then_says_what_trials_try(bench: PageBench):
    assert {
        "auto, AdamW, SGD or MuSGD",
        "automatic, or 0.0001 to 0.03, by optimizer",
        "tried both ways",
        "0 to 1, the defaults 0.5, inside the facts",
    } <= bench.texts()


def test_plan_says_too_what_trials_try_that_cannot_be_fixed_here(bench: PageBench):
    assert {
        "End of the learning rate",
        "lrf 0.01 to 0.5",
        "Gains of the losses",
        "box 3.75 to 15, cls 0.25 to 1, dfl 0.75 to 3",
    } <= bench.texts()


def test_space_when_fixed_and_narrowed_then_the_search_keeps_to_it(bench: PageBench):
    _choose(bench, "Optimizer", down=3)
    _type(bench, "Learning rate from", "0.002")
    _type(bench, "Learning rate to", "0.004")
    _choose(bench, "Frozen backbone", down=1)
    _type(bench, "Strength to", "0.4")
    assert {"SGD", "0.002 to 0.004", "never"} <= bench.texts()
    bench.click("Start the search")
    spec = bench.stage.project.background.folder(bench.stage.newest_job(JobKind.SEARCH)).spec()
    assert isinstance(spec, SearchSpec)
    assert spec.limits == SpaceLimits(
        ("SGD",), Span(0.002, 0.004), None, Span(0.0, 0.4), freezes_backbone=False
    )
    assert bench.says("Optimizer: SGD\nLearning rate: 0.002 to 0.004")


def test_span_when_its_ends_cross_then_the_other_follows(bench: PageBench):
    high = _type(bench, "Strength to", "0.4")
    _type(bench, "Strength from", "0.7")
    assert high.value() == pytest.approx(0.7)
    assert "0.7, the defaults 0.5, inside the facts" in bench.texts()


def test_optimizer_when_it_is_the_defaults_own_then_rates_are_its_affair(bench: PageBench):
    low = _type(bench, "Learning rate from", "0.002")
    _choose(bench, "Optimizer", down=1)
    assert not low.isEnabled()
    assert "automatic" in bench.texts()
    _choose(bench, "Optimizer", down=2)
    assert low.isEnabled()
    assert "0.002 to 0.03" in bench.texts()
