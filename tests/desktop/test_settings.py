"""Settings: declared once, checked, kept as overrides."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.reporting.messages import Severity
from desktop.settings.schema import (
    CROSSHAIR,
    DECODING_THREADS,
    SETTINGS,
    THEME,
    Choice,
    Number,
    Toggle,
)
from desktop.settings.settings import Settings
from desktop.settings.settings_page import SettingsPage
from desktop.settings.window_state import WindowState
from engine.domain.errors import ResourceError, UsageError
from tests.desktop.conftest import MessageTrap


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_declared_settings_when_read_then_keys_differ_and_defaults_are_allowed():
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert setting.check(setting.default) == setting.default


@pytest.mark.parametrize(
    ("setting", "value"),
    [(THEME, "pink"), (CROSSHAIR, 1), (DECODING_THREADS, 0), (DECODING_THREADS, True)],
)
def test_value_when_not_allowed_then_is_refused(setting: Toggle | Choice | Number, value: object):
    with pytest.raises(UsageError, match=setting.text):
        setting.check(value)


def test_settings_when_set_then_file_holds_overrides_only(path: Path, qtbot: QtBot):
    settings = Settings(path)
    with qtbot.waitSignal(settings.changed) as blocker:
        settings.set(THEME, "light")
    assert blocker.args == [THEME.key]
    assert json.loads(path.read_text()) == {THEME.key: "light"}
    assert Settings(path).get(THEME) == "light"
    settings.set(THEME, "system")
    assert json.loads(path.read_text()) == {}


def test_settings_when_value_stays_then_nothing_is_told(path: Path, qtbot: QtBot):
    settings = Settings(path)
    with qtbot.assertNotEmitted(settings.changed):
        settings.set(CROSSHAIR, True)
    assert not path.exists()


def test_settings_when_file_is_of_a_later_version_then_unknown_keys_stay(path: Path):
    path.parent.mkdir()
    path.write_text('{"later.key": 3, "appearance.theme": "sepia"}')
    settings = Settings(path)
    assert settings.problem is None
    assert settings.get(THEME) == "system"
    settings.set(CROSSHAIR, False)
    assert json.loads(path.read_text())["later.key"] == 3


@pytest.mark.parametrize("text", ["{", "[]", "\x00"])
def test_settings_when_file_is_damaged_then_defaults_hold_and_file_is_kept(path: Path, text: str):
    path.parent.mkdir()
    path.write_text(text)
    settings = Settings(path)
    assert settings.get(CROSSHAIR) is True
    assert settings.problem is not None
    assert path.with_suffix(".broken.json").read_text() == text


def test_settings_when_folder_cannot_be_written_then_value_holds_and_error_says_so(tmp_path: Path):
    blocker = tmp_path / "file"
    blocker.write_text("")
    settings = Settings(blocker / "settings.json")
    with pytest.raises(ResourceError, match="cannot be stored"):
        settings.set(CROSSHAIR, False)
    assert settings.get(CROSSHAIR) is False


def test_settings_page_when_made_then_has_a_control_for_each(qtbot: QtBot, messages: MessageTrap):
    page = _page(qtbot, Settings(None), messages)
    for setting in SETTINGS:
        control = page.findChild(object, setting.key)
        assert control.accessibleName() == setting.text


def test_settings_page_when_used_then_settings_follow_and_reset_restores(
    qtbot: QtBot, messages: MessageTrap
):
    settings = Settings(None)
    page = _page(qtbot, settings, messages)
    page.findChild(QCheckBox, CROSSHAIR.key).click()
    page.findChild(QComboBox, THEME.key).setCurrentIndex(2)
    page.findChild(QSpinBox, DECODING_THREADS.key).setValue(5)
    assert (settings.get(CROSSHAIR), settings.get(THEME)) == (False, "light")
    assert settings.get(DECODING_THREADS) == 5
    page.findChild(QPushButton).click()
    assert settings.get(THEME) == "system"
    assert page.findChild(QCheckBox, CROSSHAIR.key).isChecked()
    assert page.findChild(QComboBox, THEME.key).currentIndex() == 0


def test_settings_page_when_disk_refuses_then_says_so(
    qtbot: QtBot, tmp_path: Path, messages: MessageTrap
):
    blocker = tmp_path / "file"
    blocker.write_text("")
    page = _page(qtbot, Settings(blocker / "settings.json"), messages)
    page.findChild(QCheckBox, CROSSHAIR.key).click()
    assert messages.expect(Severity.ERROR, "cannot be stored").page_id == "settings"


def test_window_state_when_projects_open_then_latest_comes_first_once(tmp_path: Path):
    state = WindowState(tmp_path / "window.ini")
    assert state.recent_projects == ()
    assert state.geometry.isEmpty()
    for name in ("a", "b", "a"):
        state.add_recent(tmp_path / name)
    again = WindowState(tmp_path / "window.ini")
    assert again.recent_projects == (tmp_path / "a", tmp_path / "b")
    again.forget_recent(tmp_path / "a")
    assert again.recent_projects == (tmp_path / "b",)
    again.geometry = QByteArray(b"xyz")
    assert WindowState(tmp_path / "window.ini").geometry == b"xyz"


def _page(qtbot: QtBot, settings: Settings, messages: MessageTrap) -> SettingsPage:
    page = SettingsPage(settings, messages.center, QWidget())
    qtbot.addWidget(page)
    return page
