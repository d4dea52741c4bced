"""Messages, banners and crash reports."""

from __future__ import annotations

import faulthandler
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.qtkit.theme import Theme
from desktop.reporting.banner import Banner, BannerStack
from desktop.reporting.crash_dialog import CrashDialog
from desktop.reporting.crash_reports import CrashReport, CrashReporter
from desktop.reporting.messages import Message, MessageCenter, Remedy, Severity
from engine.domain.errors import DataError
from tests.desktop.conftest import LogTrap


@pytest.fixture
def center(qtbot: QtBot) -> MessageCenter:
    return MessageCenter()


def test_message_when_repeated_then_replaces_the_earlier(center: MessageCenter):
    center.warning("3 files left", key="import")
    center.warning("2 files left", key="import")
    center.error(DataError("x.png is cut short.", hint="Copy it again."))
    assert [message.text for message in center.history] == ["2 files left", "x.png is cut short."]
    assert center.history[-1].hint == "Copy it again."


def test_message_when_withdrawn_then_told_once(center: MessageCenter, qtbot: QtBot):
    center.warning("low disk", key="disk")
    with qtbot.waitSignal(center.withdrawn):
        center.withdraw("disk")
    with qtbot.assertNotEmitted(center.withdrawn):
        center.withdraw("disk")


def test_banners_when_message_came_before_the_window_then_is_shown(
    center: MessageCenter, theme: Theme, qtbot: QtBot
):
    center.warning("early")
    stack = _stack(center, theme, qtbot)
    assert [message.text for message in stack.shown] == ["early"]


def test_banners_when_page_changes_then_only_fitting_ones_are_shown(
    center: MessageCenter, theme: Theme, qtbot: QtBot
):
    stack = _stack(center, theme, qtbot)
    center.error(DataError("search failed"), page_id="search")
    center.error(DataError("disk full"))
    center.info("saved")
    assert [message.text for message in stack.shown] == ["disk full"]
    stack.set_page("search")
    assert [message.text for message in stack.shown] == ["disk full", "search failed"]


def test_banner_when_closed_then_message_is_gone(center: MessageCenter, theme: Theme, qtbot: QtBot):
    stack = _stack(center, theme, qtbot)
    stack.show()
    center.warning("look")
    stack.findChild(QToolButton).click()
    assert stack.shown == ()
    assert center.history == ()
    assert stack.isHidden()


def test_banner_when_it_has_details_and_remedy_then_buttons_do_them(theme: Theme, qtbot: QtBot):
    ran: list[str] = []
    remedy = Remedy("Try again", lambda: ran.append("again"))
    message = Message("2 boxes kept out", Severity.WARNING, details="a.xml line 4", remedy=remedy)
    banner = Banner(message, theme)
    qtbot.addWidget(banner)
    banner.show()
    details = banner.findChild(QPlainTextEdit)
    assert not details.isVisible()
    buttons = {button.text(): button for button in banner.findChildren(QPushButton)}
    buttons["Details"].click()
    buttons["Try again"].click()
    assert details.isVisible()
    assert details.toPlainText() == "a.xml line 4"
    assert ran == ["again"]


def test_banner_when_other_things_are_told_then_open_details_stay(
    center: MessageCenter, theme: Theme, qtbot: QtBot
):
    stack = _stack(center, theme, qtbot)
    center.warning("2 boxes kept out", details="a.xml line 4")
    stack.show()
    stack.findChild(QPushButton).click()
    center.info("saved")
    assert stack.findChild(QPlainTextEdit).isVisible()


def test_hooks_when_uninstalled_then_are_those_of_before(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    before = (sys.excepthook, threading.excepthook)
    reporter = CrashReporter(tmp_path)
    monkeypatch.setattr(faulthandler, "enable", lambda file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    reporter.install()
    assert sys.excepthook == reporter._on_exception
    reporter.uninstall()
    reporter.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_crash_when_showing_it_crashes_too_then_does_not_go_on_for_ever(
    tmp_path: Path, qtbot: QtBot, log_trap: LogTrap
):
    reporter = CrashReporter(tmp_path)
    reporter.crashed.connect(lambda _: reporter.report(_raised(ValueError("second"))))
    reporter.report(_raised(ValueError("first")))
    assert len(list(tmp_path.glob("crash-*.txt"))) == 2
    log_trap.expect("first")
    log_trap.expect("second")


def test_crash_when_slot_raises_then_report_is_written_and_told(
    tmp_path: Path, qtbot: QtBot, log_trap: LogTrap
):
    reporter = CrashReporter(tmp_path)
    with qtbot.waitSignal(reporter.crashed) as blocker:
        reporter.report(_raised(ZeroDivisionError("nothing to divide by")))
    report = blocker.args[0]
    assert "nothing to divide by" in report.summary
    assert report.path.read_text() == report.text
    assert "Traceback" in report.text
    log_trap.expect("unexpected error")


def test_crash_when_folder_cannot_be_written_then_is_told_all_the_same(
    tmp_path: Path, qtbot: QtBot, log_trap: LogTrap
):
    (tmp_path / "file").write_text("")
    reporter = CrashReporter(tmp_path / "file" / "crashes")
    assert reporter.report(_raised(ValueError("x"))).path is None
    log_trap.expect("unexpected error")


def test_crash_reports_when_many_then_the_oldest_go(
    tmp_path: Path, qtbot: QtBot, log_trap: LogTrap
):
    reporter = CrashReporter(tmp_path)
    for number in range(23):
        reporter.report(_raised(ValueError(str(number))))
        log_trap.expect("unexpected error")
    assert len(list(tmp_path.glob("crash-*.txt"))) == 20


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_hooks_when_thread_raises_then_report_names_the_thread(
    tmp_path: Path, qtbot: QtBot, log_trap: LogTrap, monkeypatch: pytest.MonkeyPatch
):
    reporter = CrashReporter(tmp_path)
    monkeypatch.setattr(threading, "excepthook", reporter._on_thread_exception)
    thread = threading.Thread(target=lambda: 1 // 0, name="decoder")
    with qtbot.waitSignal(reporter.crashed) as blocker:
        thread.start()
        thread.join()
    assert "Thread decoder" in blocker.args[0].text
    log_trap.expect("unexpected error")


def test_fault_when_process_dies_in_a_library_then_next_start_finds_the_stack(tmp_path: Path):
    code = (
        "import ctypes, sys; from pathlib import Path;"
        "from desktop.reporting.crash_reports import CrashReporter;"
        "reporter = CrashReporter(Path(sys.argv[1])); reporter.install();"
        "print(len(reporter.previous_fault), flush=True); ctypes.string_at(0)"
    )
    first = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True)
    assert first.returncode != 0
    assert first.stdout == "0\n"
    second = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True)
    assert int(second.stdout) > 100


def test_crash_dialog_when_errors_repeat_then_stays_one(qtbot: QtBot):
    dialog = CrashDialog()
    qtbot.addWidget(dialog)
    for number in range(3):
        dialog.add(CrashReport("ValueError: x", f"report {number}", None))
    assert dialog.num_reports == 3
    assert not dialog.isModal()
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    assert not buttons["Open its folder"].isEnabled()
    buttons["Copy the report"].click()
    assert "report 2" in QGuiApplication.clipboard().text()
    buttons["Go on working"].click()
    assert dialog.isHidden()


def _stack(center: MessageCenter, theme: Theme, qtbot: QtBot) -> BannerStack:
    stack = BannerStack(center, theme)
    qtbot.addWidget(stack)
    return stack


def _raised(error: Exception) -> Exception:
    def _raise() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        _raise()
    return caught.value
