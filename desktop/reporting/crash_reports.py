"""What happens to errors nobody expected: a file, and a word to the user."""

from __future__ import annotations

import datetime
import faulthandler
import io
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeAlias

import PySide6
from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)
_FAULT_FILE = "fault.log"
_MAX_REPORTS = 20
_Hooks: TypeAlias = tuple[
    Callable[[type[BaseException], BaseException, TracebackType | None], Any],
    Callable[[threading.ExceptHookArgs], Any],
]


@dataclass(frozen=True, slots=True)
class CrashReport:
    """One unexpected error: its last line, everything known, and the file (None: disk full)."""

    summary: str
    text: str
    path: Path | None


class CrashReporter(QObject):
    """Writes unexpected errors of all threads into files and tells the window.

    Even what kills the process (a segmentation fault in a library) leaves its stack in a file,
    which `previous_fault` finds at the next start. Nothing is sent anywhere.
    """

    # An unexpected error was reported: the `CrashReport`. Emitted on any thread, so connect it to
    # methods of QObjects alone.
    crashed = Signal(object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._fault_file: io.TextIOWrapper | None = None
        self._hooks_before: _Hooks | None = None
        self._is_telling = False
        self.previous_fault = ""

    def install(self) -> None:
        """Take over the hooks of Python. GUI thread, once."""
        self._watch_for_faults()
        self._hooks_before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Give the hooks back, if they were taken."""
        if self._hooks_before is None:
            return
        sys.excepthook, threading.excepthook = self._hooks_before
        self._hooks_before = None
        if self._fault_file is not None:
            faulthandler.disable()
            self._fault_file.close()
            self._fault_file = None

    def report(self, error: BaseException) -> CrashReport:
        """Write an unexpected error into a file and tell the window. Any thread."""
        text = _report_text(error)
        summary = traceback.format_exception_only(error)[-1].strip()
        report = CrashReport(summary, text, self._write(text))
        _log.error("unexpected error: %s", summary, exc_info=error)
        # An error in the very slot that shows errors would come back here for ever.
        if not self._is_telling:
            self._is_telling = True
            try:
                self.crashed.emit(report)
            finally:
                self._is_telling = False
        return report

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error.with_traceback(trace))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.report(args.exc_value)

    def _watch_for_faults(self) -> None:
        path = self._folder / _FAULT_FILE
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if path.exists():
                self.previous_fault = path.read_text("utf-8", errors="replace").strip()
            self._fault_file = path.open("w", encoding="utf-8")
        except OSError as error:
            _log.info("crash reports cannot be kept in %s: %s", self._folder, error)
            return
        faulthandler.enable(self._fault_file)

    def _write(self, text: str) -> Path | None:
        now = datetime.datetime.now().astimezone()
        path = self._folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            for old in sorted(self._folder.glob("crash-*.txt"))[:-_MAX_REPORTS]:
                old.unlink()
        except OSError as error:
            _log.info("the crash report cannot be written: %s", error)
            return None
        return path


def _report_text(error: BaseException) -> str:
    lines = [
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.platform()}",
        f"Thread {threading.current_thread().name}",
        "",
        "".join(traceback.format_exception(error)),
    ]
    return "\n".join(lines)
