"""The shell: pages, strip, rail, status bar, and the program around it."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.action import Action
from desktop.actions.key_map import KeyMap
from desktop.actions.registry import ActionRegistry
from desktop.app import Desktop
from desktop.page import PageSpec
from desktop.page_stack import PageStack
from desktop.paths import DesktopPaths
from desktop.qtkit.screens import brought_onto, is_within_reach
from desktop.qtkit.theme import ThemeMode
from desktop.reporting.messages import Severity
from desktop.settings.schema import KEY_HINTS, THEME
from desktop.settings.settings import Settings
from desktop.status_bar import StatusBar
from desktop.tasks.change_hub import ChangeHub
from engine.domain.changes import Changed, Changes
from engine.domain.errors import ResourceError
from tests.desktop.builders import STATUS, NotingPage, SamplePage, sample_specs
from tests.desktop.conftest import LogTrap

HEAVY = {"torch", "ultralytics", "cv2", "ray", "optuna", "sklearn", "scipy", "faiss", "pyqtgraph"}
LABELS = Changes(Changed.LABELS)
JOBS = Changes(Changed.JOBS)


class Stack:
    """Pages "a" and "b", the second made when it is opened."""

    def __init__(self, qtbot: QtBot) -> None:
        self.hub, self.registry = ChangeHub(), ActionRegistry(KeyMap(Settings(None)))
        self.pages = PageStack(self.hub, self.registry)
        self.made: dict[str, NotingPage] = {}
        qtbot.addWidget(self.pages)
        self.pages.set_pages([self._spec("a"), self._spec("b")])
        self.pages.open("a")

    def _spec(self, page_id: str) -> PageSpec:
        def _make() -> NotingPage:
            action = Action(f"{page_id}.go", "Go", lambda: None, page_id=page_id, keys=("G",))
            self.made[page_id] = NotingPage(page_id, [action])
            return self.made[page_id]

        return PageSpec(page_id, page_id.upper(), "label", _make)


@pytest.fixture
def stack(qtbot: QtBot) -> Stack:
    return Stack(qtbot)


def test_pages_when_opened_then_are_made_once(stack: Stack):
    assert set(stack.made) == {"a"}
    stack.pages.open("b")
    page = stack.made["b"]
    stack.pages.open("a")
    stack.pages.open("b")
    assert stack.made["b"] is page
    assert page.log == ["entered", "left", "entered"]
    assert stack.registry.page_id == "b"


def test_pages_when_hidden_then_changes_come_at_once_on_entering(stack: Stack):
    stack.pages.open("b")
    stack.hub.broadcast(LABELS)
    stack.hub.broadcast(JOBS)
    stack.pages.open("a")
    assert stack.made["a"].log == ["entered", "left", LABELS | JOBS, "entered"]
    assert stack.made["b"].log == ["entered", LABELS, JOBS, "left"]


def test_pages_when_they_made_the_change_then_are_not_told(stack: Stack):
    stack.hub.broadcast(LABELS, initiator=stack.made["a"])
    assert stack.made["a"].log == ["entered"]


def test_pages_when_replaced_then_their_actions_go(stack: Stack):
    page = stack.made["a"]
    stack.pages.set_pages([])
    assert page.log == ["entered", "left"]
    assert stack.registry.actions == ()
    assert stack.pages.current is None
    assert stack.pages.status == ""


def test_status_when_page_is_hidden_then_waits_until_it_is_in_front(stack: Stack, qtbot: QtBot):
    stack.pages.open("b")
    with qtbot.assertNotEmitted(stack.pages.status_changed):
        stack.made["a"].status_changed.emit("saved")
    stack.pages.open("a")
    assert stack.pages.status == "saved"


def test_window_when_shown_then_rail_marks_page_and_strip_tells_status(
    desktop: Desktop, qtbot: QtBot
):
    _show(desktop, qtbot)
    checked = [button.text() for button in _buttons(desktop, QToolButton) if button.isChecked()]
    assert checked == ["Search"]
    texts = {label.text() for label in desktop.window.findChildren(QLabel) if label.isVisible()}
    assert {"Blood smears", "84 of 1,240 labeled", "0.41 ± 0.05", "Trial 7 of 20"} <= texts
    assert desktop.window.windowTitle() == "Blood smears - Loupe"


def test_window_when_no_project_is_open_then_strip_is_empty(desktop: Desktop, qtbot: QtBot):
    _show(desktop, qtbot)
    desktop.window.set_loop_status(None)
    texts = {label.text() for label in desktop.window.findChildren(QLabel) if label.isVisible()}
    assert "84 of 1,240 labeled" not in texts
    assert not _button(desktop, "Next 20 questions").isVisible()


def test_primary_button_when_clicked_then_runs_recommended_action(desktop: Desktop, qtbot: QtBot):
    page = _show(desktop, qtbot)
    _button(desktop, "Next 20 questions").click()
    assert page.ran == ["next"]


def test_primary_button_when_disabled_then_says_why(desktop: Desktop, qtbot: QtBot):
    _show(desktop, qtbot)
    assert STATUS.recommendation is not None
    wait = replace(
        STATUS.recommendation, is_enabled=False, why_disabled="Label 4 more images first."
    )
    desktop.window.set_loop_status(replace(STATUS, recommendation=wait, job=""))
    button = _button(desktop, "Next 20 questions")
    assert not button.isEnabled()
    assert button.toolTip() == "Label 4 more images first."
    texts = {label.text() for label in desktop.window.findChildren(QLabel) if label.isVisible()}
    assert "Label 4 more images first." in texts
    assert "Trial 7 of 20" not in texts


def test_keys_when_pressed_then_open_pages_and_tell_refusals(desktop: Desktop, qtbot: QtBot):
    _show(desktop, qtbot)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(desktop.window, Qt.Key.Key_Period, control)
    assert _shows(desktop, "No search is running.")
    qtbot.keyClick(desktop.window, Qt.Key.Key_1, control)
    assert desktop.window.page_id == "images"


def test_rail_when_clicked_then_opens_page(desktop: Desktop, qtbot: QtBot):
    _show(desktop, qtbot)
    rail = {button.text(): button for button in _buttons(desktop, QToolButton)}
    qtbot.mouseClick(rail["Models"], Qt.MouseButton.LeftButton)
    assert desktop.window.page_id == "models"
    assert rail["Models"].isChecked()
    assert not rail["Search"].isChecked()


def test_key_hints_when_page_has_some_then_stand_in_status_bar_unless_switched_off(
    desktop: Desktop, qtbot: QtBot
):
    _show(desktop, qtbot)
    assert _shows(desktop, "open trial")
    assert _shows(desktop, "commands")
    desktop.settings.set(KEY_HINTS, False)
    assert not _shows(desktop, "open trial")


def test_key_hints_when_they_stay_the_same_are_not_made_again(desktop: Desktop, qtbot: QtBot):
    _show(desktop, qtbot)
    before = desktop.window.findChild(StatusBar).findChildren(QLabel)
    desktop.registry.add([Action("sample.more", "More", lambda: None)])
    assert desktop.window.findChild(StatusBar).findChildren(QLabel) == before


def test_notices_when_engine_has_some_then_are_news(desktop: Desktop, qtbot: QtBot):
    _show(desktop, qtbot)
    desktop.hub.broadcast(Changes(Changed.JOBS, notices=("The batch is 4 now.",)))
    assert _shows(desktop, "The batch is 4 now.")


def test_news_when_their_ground_is_gone_then_are_said_no_longer(desktop: Desktop, qtbot: QtBot):
    _show(desktop, qtbot)
    desktop.messages.info("11 suggestions here.", key="label.rest")
    assert _shows(desktop, "11 suggestions here.")
    desktop.messages.withdraw("label.rest")
    assert not _shows(desktop, "11 suggestions here.")


def test_error_when_posted_then_stands_above_the_page(desktop: Desktop, qtbot: QtBot):
    _show(desktop, qtbot)
    desktop.messages.error(ResourceError("The disk is full.", hint="Free 2 GB."))
    assert _shows(desktop, "The disk is full.")
    assert _shows(desktop, "Free 2 GB.")


def test_theme_when_chosen_by_action_then_window_wears_it_and_remembers(
    desktop: Desktop, qtbot: QtBot, qapp: QApplication
):
    _show(desktop, qtbot)
    desktop.registry.run("theme.light")
    assert not desktop.theme.tokens.is_dark
    assert desktop.settings.get(THEME) == ThemeMode.LIGHT


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
@pytest.mark.parametrize("name", ["Blood smears", "A" * 120])
def test_layout_when_names_are_long_then_nothing_leaves_the_window(
    desktop: Desktop, qtbot: QtBot, size: tuple[int, int], name: str
):
    _show(desktop, qtbot)
    desktop.window.set_loop_status(replace(STATUS, project=name, job=name))
    desktop.window.resize(*size)
    QApplication.processEvents()
    assert desktop.window.width() == size[0]
    assert _button(desktop, "Next 20 questions").geometry().right() < size[0]
    for widget in desktop.window.findChildren(QWidget):
        parent = widget.parentWidget()
        if widget.isVisible() and parent is not None and not widget.isWindow():
            assert parent.rect().contains(widget.geometry()), (widget, widget.geometry())


def test_window_when_closed_then_size_is_remembered(
    desktop: Desktop, qtbot: QtBot, log_trap: LogTrap
):
    _show(desktop, qtbot)
    desktop.window.resize(1300, 820)
    desktop.window.close()
    assert not desktop.window_state.geometry.isEmpty()


@pytest.mark.parametrize("is_gone", [False, True])
def test_window_when_its_screen_is_gone_opens_on_another_one_and_says_so(
    desktop: Desktop, qtbot: QtBot, log_trap: LogTrap, is_gone: bool
):
    told: list[str] = []
    desktop.messages.posted.connect(lambda message: told.append(message.text))
    screen = QApplication.primaryScreen().availableGeometry()
    left = 5 * screen.width() if is_gone else screen.left()
    desktop.window_state.frame = QRect(left, screen.top(), 1300, 820)
    desktop.start(sample_specs(desktop.theme), first="search")
    if is_gone:
        assert screen.contains(desktop.window.frameGeometry().center())
    assert any("gone" in text for text in told) is is_gone


@pytest.mark.parametrize(
    ("frame", "is_seen"),
    [
        (QRect(100, 100, 800, 600), True),
        (QRect(1800, 100, 800, 600), True),
        (QRect(1900, 100, 800, 600), False),
        (QRect(100, -300, 800, 600), False),
        (QRect(2100, 100, 800, 600), False),
        (QRect(1990, 20, 300, 200), False),
    ],
)
def test_frame_is_within_reach_where_its_title_can_be_caught(frame: QRect, is_seen: bool):
    assert is_within_reach(frame, [QRect(0, 0, 1920, 1080)]) is is_seen


def test_frame_when_brought_onto_a_screen_fits_it():
    screen = QRect(0, 40, 1280, 760)
    assert screen.contains(brought_onto(QRect(5000, 5000, 1900, 1000), screen))
    assert brought_onto(QRect(5000, 5000, 640, 480), screen).size() == QSize(640, 480)


def test_start_when_last_run_crashed_and_settings_are_damaged_then_both_are_told(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    paths = DesktopPaths(tmp_path, tmp_path)
    paths.settings_path.write_text("{")
    paths.crash_dir.mkdir()
    (paths.crash_dir / "fault.log").write_text("Fatal Python error: Segmentation fault")
    # pytest's own faulthandler stays in force.
    monkeypatch.setattr(faulthandler, "enable", lambda file: None)
    monkeypatch.setattr(faulthandler, "disable", lambda: None)
    desktop = Desktop(qapp, paths)
    qtbot.addWidget(desktop.window)
    desktop.start([], first="settings")
    told = [(message.severity, message.text) for message in desktop.messages.history]
    desktop.window.close()
    desktop.shutdown()
    qapp.setStyleSheet("")
    assert [severity for severity, _ in told] == [Severity.ERROR, Severity.WARNING]
    assert "are damaged" in told[0][1]


def test_process_when_started_then_loads_nothing_heavy_and_ends_on_sigterm(tmp_path: Path):
    code = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from desktop.app import run\n"
        "def start(desktop):\n"
        "    desktop.start([], first='settings')\n"
        "    print(*sorted(name for name in sys.modules if '.' not in name), flush=True)\n"
        "    print('ready', flush=True)\n"
        "sys.exit(run(sys.argv, start))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=_environment(tmp_path), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    modules = set(process.stdout.readline().split())
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    process.stdout.close()
    assert "PySide6" in modules
    assert not modules & HEAVY


def test_process_when_there_is_no_display_then_says_so_in_one_line(tmp_path: Path):
    environment = _environment(tmp_path)
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-m", "desktop"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("loupe: there is no display")
    assert done.stderr.count("\n") == 1


def test_qt_when_void_methods_are_called_often_then_process_lives():
    """PySide6 6.12.0 on Python 3.11 loses a reference to None at each such call and aborts."""
    code = (
        "from PySide6.QtCore import QObject\n"
        "each = QObject()\n"
        "for _ in range(100_000):\n"
        "    each.setObjectName('x')\n"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def _show(desktop: Desktop, qtbot: QtBot) -> SamplePage:
    desktop.window.show_pages([*sample_specs(desktop.theme), *desktop.own_specs()], first="search")
    desktop.window.set_loop_status(STATUS)
    desktop.window.show()
    desktop.window.activateWindow()
    qtbot.waitUntil(desktop.window.isActiveWindow)
    page = desktop.window.page
    assert isinstance(page, SamplePage)
    return page


def _buttons(desktop: Desktop, kind: type) -> list:
    return desktop.window.findChildren(kind)


def _button(desktop: Desktop, text: str) -> QPushButton:
    return next(each for each in _buttons(desktop, QPushButton) if each.text() == text)


def _shows(desktop: Desktop, text: str) -> bool:
    labels = desktop.window.findChildren(QLabel)
    return any(label.text() == text and label.isVisible() for label in labels)


def _environment(tmp_path: Path) -> dict[str, str]:
    folders = {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }
    return {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(Path.cwd())}
