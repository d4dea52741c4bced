"""The window's composition root: joins the parts by hand and takes them apart again."""

from __future__ import annotations

import functools
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Sequence
from types import FrameType

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from desktop.about import About
from desktop.actions.action import Action, Group, page_name
from desktop.actions.key_map import KeyMap
from desktop.actions.registry import ActionRegistry
from desktop.main_window import MainWindow
from desktop.notifier import Notifier
from desktop.page import Page, PageSpec, RailPlace
from desktop.paths import DesktopPaths
from desktop.qtkit.screens import brought_onto, is_within_reach
from desktop.qtkit.theme import Theme, ThemeMode
from desktop.qtkit.translation import in_sentence, tr, translate_qt
from desktop.reporting.crash_dialog import CrashDialog
from desktop.reporting.crash_reports import CrashReporter
from desktop.reporting.messages import Message, MessageCenter, Severity
from desktop.settings.schema import KEY_HINTS, THEME
from desktop.settings.settings import Settings
from desktop.settings.window_state import WindowState
from desktop.tasks.change_hub import ChangeHub
from desktop.tasks.garbage import GarbageCollector
from desktop.tour import Tour
from engine.domain.errors import ResourceError

_NO_DISPLAY = (
    "loupe: there is no display to open the window on; set DISPLAY or "
    "WAYLAND_DISPLAY, or use the commands of `loupe --help`.\n"
)


# Each call into Qt lets go of the interpreter, and waits as long as this to have it back from a
# thread that computes; see tests/benchmarks/switching.py.
SWITCH_S = 0.0001


class Desktop:
    """Everything the window stands on, for the life of the program. GUI thread only."""

    def __init__(self, app: QApplication, paths: DesktopPaths) -> None:
        sys.setswitchinterval(SWITCH_S)
        self.settings = Settings(paths.settings_path)
        self.theme = Theme(app, ThemeMode(self.settings.get(THEME)))
        self.messages = MessageCenter()
        self.crashes = CrashReporter(paths.crash_dir)
        self.hub = ChangeHub()
        self.key_map = KeyMap(self.settings)
        self.registry = ActionRegistry(self.key_map)
        self.window_state = WindowState(paths.window_state_path)
        self.window = MainWindow(
            theme=self.theme, messages=self.messages, hub=self.hub, registry=self.registry
        )
        self.notifier = Notifier(self.window, self.settings)
        self._crash_dialog = CrashDialog(self.window)
        self.registry.add(self._actions())
        self._connect_signals()
        self._on_setting_changed(KEY_HINTS.key)

    def start(self, specs: Sequence[PageSpec], *, first: str) -> None:
        """Show the window with these pages and the settings, as the user left it."""
        self.crashes.install()
        self.window.show_pages([*specs, *self.own_specs()], first=first)
        self.window.want_jobs(is_wanted=self.window_state.are_jobs_open)
        self.window.restoreGeometry(self.window_state.geometry)
        self._come_within_reach()
        self.window.show()
        self._tell_what_happened_before()

    def welcome(self) -> None:
        """Show the tour of the window to who has not seen it."""
        if not self.window_state.has_seen_tour:
            self.window_state.note_tour_seen()
            self._show_tour()

    def own_specs(self) -> list[PageSpec]:
        """Return the pages that every set of pages ends with: help and settings."""
        return [
            PageSpec("help", page_name("help"), "info", self._make_help, RailPlace.BOTTOM),
            PageSpec(
                "settings", page_name("settings"), "settings", self._make_settings, RailPlace.BOTTOM
            ),
        ]

    def _make_help(self) -> Page:
        from desktop.pages.help.page import HelpPage

        page = HelpPage(self.theme)
        page.keys_requested.connect(lambda: self.registry.run("window.keys"))
        return page

    def _make_settings(self) -> Page:
        from desktop.settings.keys_editor import KeysEditor
        from desktop.settings.settings_page import SettingsPage

        keys = KeysEditor(self.registry, self.key_map, self.theme, self.messages)
        page = SettingsPage(self.settings, self.messages, keys)
        page.actions_wanted.connect(self.window.make_pages)
        return page

    def shutdown(self) -> None:
        """Take back what reaches beyond the window."""
        self.crashes.uninstall()

    @functools.cached_property
    def _tour(self) -> Tour:
        return Tour(self.window)

    @functools.cached_property
    def _about(self) -> About:
        return About(self.window)

    def _show_tour(self) -> None:
        self._tour.open()

    def _show_about(self) -> None:
        self._about.open()

    def _connect_signals(self) -> None:
        self.settings.changed.connect(self._on_setting_changed)
        self.crashes.crashed.connect(self._crash_dialog.add)
        self.window.closed.connect(self._on_window_closed)

    def _actions(self) -> Iterable[Action]:
        for option in THEME.options:
            yield Action(
                id=f"theme.{option.value}",
                text=tr("Theme: {name}").format(name=in_sentence(option.text)),
                run=functools.partial(self._choose_theme, option.value),
                group=Group.VIEW,
            )
        yield Action("window.tour", tr("Show the tour"), self._show_tour, Group.HELP)
        yield Action("window.about", tr("About Loupe"), self._show_about, Group.HELP)

    def _choose_theme(self, value: str) -> None:
        try:
            self.settings.set(THEME, value)
        except ResourceError as error:
            self.messages.error(error)

    def _come_within_reach(self) -> None:
        """Bring the window onto a screen where the one it was on is gone."""
        frame = self.window_state.frame
        screens = [screen.availableGeometry() for screen in QApplication.screens()]
        if frame.isNull() or is_within_reach(frame, screens):
            return
        self.window.setGeometry(
            brought_onto(frame, QApplication.primaryScreen().availableGeometry())
        )
        self.messages.info(
            tr("The screen that the window was on is gone, so it opens on this one.")
        )

    def _tell_what_happened_before(self) -> None:
        if self.settings.problem is not None:
            self.messages.error(self.settings.problem)
        if self.crashes.previous_fault:
            self.messages.post(
                Message(
                    tr("Loupe was ended by an error in a library the last time."),
                    Severity.WARNING,
                    hint=tr("Everything you labeled before is stored."),
                    details=self.crashes.previous_fault,
                )
            )

    def _on_setting_changed(self, key: str) -> None:
        if key == THEME.key:
            self.theme.set_mode(ThemeMode(self.settings.get(THEME)))
        elif key == KEY_HINTS.key:
            self.window.show_key_hints(is_shown=self.settings.get(KEY_HINTS))

    def _on_window_closed(self) -> None:
        self._crash_dialog.close()
        self.notifier.shutdown()
        self.window_state.are_jobs_open = self.window.wants_jobs
        self.window_state.geometry = self.window.saveGeometry()
        if not self.window.isMinimized():
            self.window_state.frame = self.window.frameGeometry()


def run(arguments: Sequence[str], start: Callable[[Desktop], object]) -> int:
    """Run the window until it is closed; return the exit code.

    Args:
        arguments: The command line, for Qt's own options.
        start: Shows the first pages; what it returns is kept until the end.
    """
    if not has_display():
        sys.stderr.write(_NO_DISPLAY)
        return 1
    app = QApplication(list(arguments))
    app.setApplicationName("Loupe")
    app.setDesktopFileName("loupe")
    translate_qt(app)
    desktop = Desktop(app, DesktopPaths.of_user())
    quitter = _SignalQuitter(desktop.window)
    garbage = GarbageCollector()
    try:
        kept = start(desktop)
        code = app.exec()
        del kept
        return code
    finally:
        garbage.shutdown()
        quitter.shutdown()
        desktop.shutdown()


def has_display() -> bool:
    """Whether Qt finds a screen; without one it would abort the process."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))


class _SignalQuitter:
    """Closes the window on Ctrl-C and on termination, in Qt's own time."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._reader, self._writer = socket.socketpair()
        self._writer.settimeout(0.0)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._on_signal)
        # Python's handlers run between bytecodes only, and a waiting Qt runs none: the byte that
        # arrives here wakes it.
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _ignore)

    def shutdown(self) -> None:
        """Give the signals back."""
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _on_signal(self) -> None:
        self._reader.recv(64)
        self._window.close()


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """Leave it to the notifier."""
