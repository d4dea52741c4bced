"""Guards and traps around every test of the window."""

from __future__ import annotations

import gc
import logging
import threading
import traceback
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.paths import DesktopPaths
from desktop.qtkit.theme import Theme, ThemeMode
from desktop.reporting.messages import Message, MessageCenter, Severity
from tests.desktop.watchdog import Watchdog


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a Qt application."""
    # Qt's offscreen platform says so of every window with a least size.
    harmless = pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
    for item in items:
        if "qapp" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.gui)
            item.add_marker(harmless)


@pytest.fixture(autouse=True)
def _garbage_waits() -> Iterator[None]:
    """Have no thread of a test free the widgets of another; see desktop/tasks/garbage.py."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(1.0)
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"threads left running: {names}"


@pytest.fixture(autouse=True)
def _no_timer_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test that leaves a timer running, and name the line that started it."""
    started: dict[weakref.ref[QTimer], str] = {}
    plain_start = QTimer.start

    def _start(timer: QTimer, *args: int) -> None:
        started[weakref.ref(timer)] = "".join(traceback.format_stack(limit=4)[:-1])
        plain_start(timer, *args)

    monkeypatch.setattr(QTimer, "start", _start)
    yield
    _delete_later_now()
    left = [place for ref, place in started.items() if _is_running(ref())]
    assert not left, "timers left running, started at:\n" + "\n".join(left)


@pytest.fixture(autouse=True)
def _no_window_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a top-level widget open."""
    before = set(QApplication.topLevelWidgets()) if QApplication.instance() else set()
    yield
    if QApplication.instance() is None:
        return
    _delete_later_now()
    left = [
        widget
        for widget in QApplication.topLevelWidgets()
        if widget not in before and widget.isVisible()
    ]
    assert not left, f"windows left open: {left}"


class LogTrap(logging.Handler):
    """Collects warnings; a test names those that it expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())

    def expect(self, part: str) -> None:
        """Assert that a warning with this part came, and forget it."""
        found = [line for line in self._lines if part in line]
        assert found, f"no warning with {part!r} in {self._lines}"
        self._lines.remove(found[0])

    def assert_empty(self) -> None:
        assert not self._lines, f"unexpected warnings in the log: {self._lines}"


@pytest.fixture(autouse=True)
def log_trap() -> Iterator[LogTrap]:
    """Fail a test in which a warning was logged that it did not expect."""
    trap = LogTrap()
    logging.getLogger().addHandler(trap)
    yield trap
    logging.getLogger().removeHandler(trap)
    trap.assert_empty()


class MessageTrap:
    """A message center whose messages a test must expect."""

    def __init__(self) -> None:
        self.center = MessageCenter()
        self._seen: list[Message] = []
        self.center.posted.connect(self._seen.append)

    def expect(self, severity: Severity, part: str) -> Message:
        """Assert that a message with this part was shown, forget it and return it."""
        for message in self._seen:
            if message.severity is severity and part in message.text:
                self._seen.remove(message)
                return message
        raise AssertionError(f"no {severity} with {part!r} in {self._seen}")

    def assert_empty(self) -> None:
        assert not self._seen, f"unexpected messages to the user: {self._seen}"


@pytest.fixture
def messages(qapp: QApplication) -> Iterator[MessageTrap]:
    """Fail a test in which the user was told something that the test did not expect."""
    trap = MessageTrap()
    yield trap
    trap.assert_empty()


def _is_running(timer: QTimer | None) -> bool:
    try:
        return timer is not None and timer.isActive()
    except RuntimeError:  # Qt has deleted it.
        return False


def _delete_later_now() -> None:
    if QApplication.instance() is not None:
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The dark theme, worn by whatever a test makes a window of."""
    theme = Theme(qapp, ThemeMode.DARK)
    qapp.setStyleSheet(theme.style_sheet)
    theme.changed.connect(lambda: qapp.setStyleSheet(theme.style_sheet))
    yield theme
    # Its images go with it.
    qapp.setStyleSheet("")


@pytest.fixture
def desktop(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Desktop]:
    """The whole window on folders of its own, not shown yet."""
    desktop = Desktop(qapp, DesktopPaths(tmp_path / "config", tmp_path / "state"))
    qtbot.addWidget(desktop.window)
    yield desktop
    desktop.window.close()
    desktop.shutdown()
    qapp.setStyleSheet("")


@pytest.fixture
def watchdog(qapp: QApplication) -> Iterator[Watchdog]:
    """Watches the GUI thread where the test says so; stalls far over 100 ms fail the test.

    They are counted by the clock, less the time in which the machine gave the processor to others,
    and by its pace: see `Watchdog`. Computing counts, and so does waiting for a lock, a file or
    another thread.
    """
    watchdog = Watchdog()
    yield watchdog
    watchdog.assert_quiet()
