"""Words to the user who looks elsewhere, as the desktop shows them."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.settings.schema import TELL_WHEN_DONE
from desktop.settings.settings import Settings
from engine.domain.jobs import JobRecord, JobState

_LONG_S = 60.0
_ENDS = {
    JobState.FINISHED: tr("is done"),
    JobState.FAILED: tr("failed"),
}


class Notifier(QObject):
    """Tells the desktop of long runs that end while another window is in front.

    Silent where the desktop has no place for it. GUI thread only.
    """

    def __init__(self, window: QWidget, settings: Settings) -> None:
        super().__init__()
        self._window = window
        self._settings = settings
        self._tray: QSystemTrayIcon | None = None

    def tell_ended(self, job: JobRecord, *, project: str) -> None:
        """Tell of a job that ended, if the user waits for it elsewhere."""
        text = end_text(job, now_s=time.time())
        if text and self._settings.get(TELL_WHEN_DONE) and not self._window.isActiveWindow():
            self.show(project, text)

    def show(self, title: str, text: str) -> None:
        """Have the desktop show words."""
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(self._on_message_clicked)
        self._tray.show()
        self._tray.showMessage(title, text, self._window.windowIcon())

    def shutdown(self) -> None:
        """Take the sign out of the desktop's tray."""
        if self._tray is not None:
            self._tray.hide()

    def _on_message_clicked(self) -> None:
        self._window.raise_()
        self._window.activateWindow()


def end_text(job: JobRecord, *, now_s: float) -> str:
    """Return how a long job ended; empty for what was short or was ended by the user.

    Args:
        job: It has ended.
        now_s: The time now, in seconds since the epoch.
    """
    how = _ENDS.get(job.state)
    return f"{said(job.title)} {how}." if how and now_s - job.created_at > _LONG_S else ""
