"""What the desktop is told of runs that end, and what the task bar says meanwhile."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import Desktop
from desktop.notifier import Notifier, end_text
from desktop.settings.schema import TELL_WHEN_DONE
from desktop.settings.settings import Settings
from desktop.strip import LoopStrip
from engine.domain.identifiers import JobId
from engine.domain.jobs import JobKind, JobRecord, JobState
from tests.desktop.builders import STATUS

DONE = JobRecord(JobId("job"), JobKind.TRAIN, JobState.FINISHED, 1000.0, "Training 4")


class NotingNotifier(Notifier):
    """Notes what the desktop would be told."""

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__(window, settings)
        self.told: list[tuple[str, str]] = []

    def show(self, title: str, text: str) -> None:
        self.told.append((title, text))


@pytest.mark.parametrize(
    ("state", "seconds", "text"),
    [
        (JobState.FINISHED, 61, "Training 4 is done."),
        (JobState.FAILED, 3600, "Training 4 failed."),
        (JobState.FINISHED, 59, ""),
        (JobState.CANCELLED, 3600, ""),
        (JobState.PAUSED, 3600, ""),
    ],
)
def test_job_when_it_ended_then_only_a_long_wait_is_told_of(
    state: JobState, seconds: float, text: str
):
    assert end_text(replace(DONE, state=state), now_s=1000.0 + seconds) == text


def test_job_when_window_is_in_front_or_user_wants_peace_then_nothing_is_told(qtbot: QtBot):
    window, settings = QWidget(), Settings(None)
    qtbot.addWidget(window)
    notifier = NotingNotifier(window, settings)
    notifier.tell_ended(DONE, project="Cells")
    assert notifier.told == [("Cells", "Training 4 is done.")]
    settings.set(TELL_WHEN_DONE, False)
    notifier.tell_ended(DONE, project="Cells")
    settings.set(TELL_WHEN_DONE, True)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    notifier.tell_ended(DONE, project="Cells")
    assert len(notifier.told) == 1


def test_desktop_when_it_has_no_tray_then_is_told_nothing(qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    if QSystemTrayIcon.isSystemTrayAvailable():
        pytest.skip("this desktop has a tray")
    notifier = Notifier(window, Settings(None))
    notifier.tell_ended(replace(DONE, created_at=time.time() - 100), project="Cells")
    assert notifier.findChildren(QSystemTrayIcon) == []
    notifier.shutdown()


def test_title_when_job_runs_then_says_how_far_it_is(desktop: Desktop):
    window = desktop.window
    window.set_loop_status(replace(STATUS, job_share=0.374))
    assert window.windowTitle() == "37 % - Blood smears - Loupe"
    window.set_loop_status(STATUS)
    assert window.windowTitle() == "Blood smears - Loupe"


def test_job_in_the_strip_when_clicked_then_jobs_are_asked_for(desktop: Desktop, qtbot: QtBot):
    window = desktop.window
    window.set_loop_status(STATUS)
    strip = window.findChild(LoopStrip)
    job = next(
        each
        for each in strip.findChildren(QAbstractButton)
        if each.accessibleName() == "Jobs: Trial 7 of 20, GPU, 14 min left"
    )
    strip.jobs_requested.disconnect()
    with qtbot.waitSignal(strip.jobs_requested):
        QTest.mouseClick(job, Qt.MouseButton.LeftButton)
