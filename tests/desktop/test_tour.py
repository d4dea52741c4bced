"""The tour of the window: shown once, walked through, left at any time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop import __main__ as program
from desktop.app import Desktop
from desktop.tour import Tour


@pytest.fixture
def tour(desktop: Desktop, qtbot: QtBot) -> Tour:
    desktop.window.show()
    desktop.window.activateWindow()
    qtbot.waitUntil(desktop.window.isActiveWindow)
    desktop.welcome()
    return desktop.window.findChild(Tour)


def test_tour_when_window_is_seen_again_then_stays_away(desktop: Desktop, tour: Tour):
    assert tour.isVisible()
    QTest.keyClick(tour, Qt.Key.Key_Escape)
    desktop.welcome()
    assert not tour.isVisible()
    desktop.window.run_action("window.tour")
    assert tour.isVisible()


def test_tour_when_enter_goes_on_then_ends_after_the_last_stop(tour: Tour):
    seen = []
    while tour.isVisible():
        seen += [each.text() for each in tour.findChildren(QLabel) if " of " in each.text()[:5]]
        QTest.keyClick(tour, Qt.Key.Key_Return)
    assert seen == ["1 of 4", "2 of 4", "3 of 4", "4 of 4"]


def test_tour_when_the_window_is_for_watching_then_comes_the_next_time(
    desktop: Desktop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    kept = []

    def run(_: Sequence[str], start: Callable[[Desktop], object]) -> int:
        kept.append(start(desktop))
        return 0

    monkeypatch.setattr("desktop.app.run", run)
    monkeypatch.setattr(program, "make_light", lambda: None)
    program.main(["--no-tour"])
    qtbot.waitUntil(desktop.window.isVisible)
    assert desktop.window.findChild(Tour) is None
    desktop.welcome()
    assert desktop.window.findChild(Tour).isVisible()
