"""The watchdog itself: what it holds against the window, and what not."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer

from tests.desktop.watchdog import LIMIT_S, Watchdog, _own_s, _Times


def _spin(seconds: float) -> None:
    ends = time.thread_time() + seconds
    while time.thread_time() < ends:
        pass


def _after(qtbot, act) -> None:
    """Have the GUI thread do something, and let it tick before and after."""
    done: list[bool] = []
    QTimer.singleShot(60, lambda: (act(), done.append(True)))
    qtbot.waitUntil(lambda: bool(done))
    ticked: list[bool] = []
    QTimer.singleShot(60, lambda: ticked.append(True))
    qtbot.waitUntil(lambda: bool(ticked))


def test_watchdog_when_the_gui_thread_computes_for_long_names_the_place(qapp, qtbot):
    watchdog = Watchdog()
    with watchdog.watching():
        _after(qtbot, lambda: _spin(3 * LIMIT_S))
    assert watchdog.longest_s >= 3 * LIMIT_S - 0.02
    assert any("_spin" in stall.place for stall in watchdog.stalls)


def test_watchdog_when_nothing_happens_is_quiet(qapp, qtbot):
    watchdog = Watchdog()
    with watchdog.watching():
        _after(qtbot, lambda: None)
    watchdog.assert_quiet()


def test_watchdog_when_it_is_not_told_to_watch_sees_nothing(qapp, qtbot):
    watchdog = Watchdog()
    _after(qtbot, lambda: _spin(2 * LIMIT_S))
    watchdog.assert_quiet()


def test_stall_when_it_is_far_over_the_limit_fails_and_is_named(qapp, qtbot):
    watchdog = Watchdog()
    with watchdog.watching():
        _after(qtbot, lambda: _spin(2 * watchdog.allowed_s))
    with pytest.raises(AssertionError, match="_spin"):
        watchdog.assert_quiet()


def test_stall_when_the_machine_is_slow_is_allowed_for(qapp, qtbot, monkeypatch):
    monkeypatch.setattr("tests.desktop.watchdog._FIXED_WORK_S", 1e-5)
    watchdog = Watchdog()
    with watchdog.watching():
        _after(qtbot, lambda: _spin(3 * LIMIT_S))
    assert watchdog.longest_s > 2 * LIMIT_S
    watchdog.assert_quiet()


def _times(clock_s: float, run_s: float, starved_s: float, all_run_s: float, all_starved_s: float):
    return _Times(clock_s, run_s, starved_s, all_run_s, all_starved_s)


def test_own_time_leaves_out_what_other_processes_took():
    before = _times(0, 0, 0, 0, 0)
    # It ran for 50 ms in a second, and wanted to all the time.
    assert _own_s(before, _times(1.0, 0.05, 0.95, 0.05, 0.95)) < 0.06


def test_own_time_counts_waiting_on_an_idle_machine():
    before = _times(0, 0, 0, 0, 0)
    assert _own_s(before, _times(1.0, 0.0, 0.0, 0.9, 0.0)) > 0.99


def test_own_time_counts_waiting_for_a_starved_thread_by_its_share():
    before = _times(0, 0, 0, 0, 0)
    own_s = _own_s(before, _times(1.0, 0.0, 0.0, 0.1, 0.9))
    assert 0.09 < own_s < 0.11
