"""Keys the user chose: recorded, stored, in force everywhere, and whose they were before."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.actions.action import Action, Group
from desktop.actions.key_map import EVERYWHERE, KeyMap
from desktop.actions.registry import ActionRegistry
from desktop.actions.shortcuts import Shortcuts
from desktop.qtkit.theme import Theme
from desktop.settings.key_recorder import KeyRecorder
from desktop.settings.keys_editor import KeysEditor
from desktop.settings.schema import KEY_PRESET, OWN_KEYS, KeyPreset
from desktop.settings.settings import Settings
from tests.desktop.conftest import MessageTrap

CTRL = Qt.KeyboardModifier.ControlModifier


class Keyboard:
    """A registry of three actions, what ran, and the editor of their keys."""

    def __init__(self, path: Path) -> None:
        self.ran: list[str] = []
        self.settings = Settings(path)
        self.map = KeyMap(self.settings)
        self.registry = ActionRegistry(self.map)
        self.registry.add(
            [
                self.action("label.next_image", "Next image", ("D", "Right"), "label"),
                self.action("train.start", "Train", ("T",), "train"),
                self.action("window.quit", "Quit", ("Ctrl+Q",), ""),
            ]
        )

    def action(self, action_id: str, text: str, keys: tuple[str, ...], page_id: str) -> Action:
        return Action(
            action_id, text, lambda: self.ran.append(action_id), Group.PAGE, keys, page_id
        )

    def keys(self, action_id: str) -> tuple[str, ...]:
        return self.registry.action(action_id).keys


@pytest.fixture
def keyboard(qtbot: QtBot, tmp_path: Path) -> Keyboard:
    return Keyboard(tmp_path / "settings.json")


@pytest.fixture
def editor(keyboard: Keyboard, qtbot: QtBot, theme: Theme, messages: MessageTrap) -> KeysEditor:
    editor = KeysEditor(keyboard.registry, keyboard.map, theme, messages.center)
    qtbot.addWidget(editor)
    editor.show()
    return editor


def test_key_when_chosen_then_is_in_force_and_stored(keyboard: Keyboard, tmp_path: Path):
    keyboard.map.choose("train.start", ("ctrl+t",))
    assert keyboard.keys("train.start") == ("Ctrl+T",)
    stored = json.loads((tmp_path / "settings.json").read_text())
    assert stored == {OWN_KEYS.key: {"train.start": ["Ctrl+T"]}}
    assert Keyboard(tmp_path / "settings.json").keys("train.start") == ("Ctrl+T",)


def test_key_when_given_to_another_then_only_actions_it_meets_lose_it(keyboard: Keyboard):
    keyboard.map.choose("train.start", ("D",))
    assert keyboard.keys("label.next_image") == ("D", "Right")
    keyboard.map.choose("window.quit", ("D",))
    assert keyboard.keys("label.next_image") == ("Right",)
    assert keyboard.keys("train.start") == ()
    keyboard.map.reset("window.quit")
    assert keyboard.keys("label.next_image") == ("D", "Right")


def test_action_when_added_later_then_leaves_a_chosen_key_to_its_owner(keyboard: Keyboard):
    keyboard.map.choose("window.quit", ("X",))
    keyboard.registry.add([keyboard.action("label.reject", "Reject", ("X", "Y"), "label")])
    assert keyboard.keys("label.reject") == ("Y",)


def test_preset_when_chosen_then_its_keys_hold_but_for_the_users_own(keyboard: Keyboard):
    keyboard.settings.set(KEY_PRESET, KeyPreset.CVAT.value)
    assert keyboard.keys("label.next_image") == ("F",)
    keyboard.map.choose("label.next_image", ("W",))
    keyboard.settings.set(KEY_PRESET, KeyPreset.LABELME.value)
    assert keyboard.keys("label.next_image") == ("W",)
    keyboard.map.reset_all()
    assert keyboard.keys("label.next_image") == ("D", "Right")


def test_shortcut_when_key_is_chosen_then_the_new_one_works_and_the_old_does_not(
    keyboard: Keyboard, qtbot: QtBot
):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    Shortcuts(keyboard.registry, window)
    keyboard.registry.set_page("train")
    keyboard.map.choose("train.start", ("Ctrl+T",))
    QTest.keyClick(window, Qt.Key.Key_T)
    assert keyboard.ran == []
    QTest.keyClick(window, Qt.Key.Key_T, CTRL)
    assert keyboard.ran == ["train.start"]


def test_hint_when_key_is_chosen_then_names_the_one_in_force(keyboard: Keyboard):
    keyboard.registry.set_page("label")
    assert keyboard.registry.key_in_force("Right") == "Right"
    keyboard.map.choose("label.next_image", ("W",))
    assert keyboard.registry.key_in_force("D") == "W"
    keyboard.map.choose("label.next_image", ())
    assert keyboard.registry.key_in_force("D") == ""
    assert keyboard.registry.key_in_force("H") == "H"


def test_settings_when_keys_are_no_keys_then_own_ones_hold(qtbot: QtBot, tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({OWN_KEYS.key: {"train.start": "T"}}))
    assert Keyboard(path).keys("train.start") == ("T",)


def test_key_when_held_or_of_a_class_then_it_is_given_and_taken_like_any_other(
    keyboard: Keyboard, editor: KeysEditor
):
    keyboard.registry.add([keyboard.action("label.pan", "Move the image", ("Space",), "label")])
    _choose(editor, "Next")
    _record(editor, "Change", Qt.Key.Key_Space)
    assert _says(editor, "Space does: Move the image.")
    _press(editor, "Take the key")
    assert keyboard.keys("label.next_image") == ("Space",)
    assert keyboard.keys("label.pan") == ()


def test_key_when_it_means_something_in_a_context_alone_then_both_actions_keep_it(
    keyboard: Keyboard,
):
    keyboard.registry.add(
        [keyboard.action("label.rotated.turn_left", "Turn left", ("D",), "label")]
    )
    assert keyboard.keys("label.rotated.turn_left") == ("D",)
    assert keyboard.keys("label.next_image") == ("D", "Right")
    keyboard.map.choose("label.rotated.turn_left", ("Right",))
    assert keyboard.keys("label.next_image") == ("D", "Right")
    keyboard.map.choose("window.quit", ("Right",))
    assert keyboard.keys("label.rotated.turn_left") == ()


def test_shortcut_when_local_then_the_window_leaves_its_key_alone(keyboard: Keyboard, qtbot: QtBot):
    window = QWidget()
    qtbot.addWidget(window)
    local = replace(keyboard.action("label.pan", "Move", ("Space",), "label"), is_local=True)
    keyboard.registry.add([local])
    keyboard.registry.set_page("label")
    Shortcuts(keyboard.registry, window)
    bound = {key.toString() for action in window.actions() for key in action.shortcuts()}
    assert "D" in bound
    assert "Space" not in bound


def test_editor_when_free_key_is_pressed_then_it_is_chosen(keyboard: Keyboard, editor: KeysEditor):
    _choose(editor, "Train")
    _record(editor, "Change", Qt.Key.Key_B)
    assert keyboard.keys("train.start") == ("B",)
    _record(editor, "Add a key", Qt.Key.Key_Tab)
    assert keyboard.keys("train.start") == ("B", "Tab")
    _press(editor, "Reset")
    assert keyboard.keys("train.start") == ("T",)
    _press(editor, "No key")
    assert keyboard.keys("train.start") == ()
    _press(editor, "Forget all your own keys")
    assert keyboard.keys("train.start") == ("T",)


def test_editor_when_key_is_taken_then_names_the_other_and_may_take_it(
    keyboard: Keyboard, editor: KeysEditor
):
    _choose(editor, "Next")
    _record(editor, "Change", Qt.Key.Key_Q, CTRL)
    assert _says(editor, "Ctrl+Q does: Quit.")
    assert keyboard.keys("label.next_image") == ("D", "Right")
    _press(editor, "Take the key")
    assert keyboard.keys("label.next_image") == ("Ctrl+Q",)
    assert keyboard.keys("window.quit") == ()


def test_recorder_when_escape_is_pressed_then_all_stays(keyboard: Keyboard, editor: KeysEditor):
    _choose(editor, "Train")
    _record(editor, "Change", Qt.Key.Key_Escape)
    recorder = _button(editor, "Change")
    assert isinstance(recorder, KeyRecorder)
    assert not recorder.is_waiting
    assert keyboard.keys("train.start") == ("T",)


def test_recorder_when_only_control_is_down_then_waits_for_the_key(
    keyboard: Keyboard, editor: KeysEditor
):
    _choose(editor, "Train")
    _record(editor, "Change", Qt.Key.Key_Control)
    assert _button(editor, "Press a key").is_waiting


def test_areas_when_action_works_everywhere_then_its_id_says_so(keyboard: Keyboard):
    for action in keyboard.registry.actions:
        area = action.id.partition(".")[0]
        assert (area in EVERYWHERE) is (not action.page_id)


def _choose(editor: KeysEditor, query: str) -> None:
    editor.findChild(QLineEdit).setText(query)
    found = editor.findChild(QListView).model()
    assert found.rowCount() == 1, query


def _record(
    editor: KeysEditor,
    text: str,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    recorder = _button(editor, text)
    QTest.mouseClick(recorder, Qt.MouseButton.LeftButton)
    QTest.keyClick(recorder, key, modifiers)


def _press(editor: KeysEditor, text: str) -> None:
    QTest.mouseClick(_button(editor, text), Qt.MouseButton.LeftButton)


def _button(editor: KeysEditor, text: str) -> QPushButton:
    return next(each for each in editor.findChildren(QPushButton) if each.text() == text)


def _says(editor: KeysEditor, part: str) -> bool:
    return any(part in each.text() for each in editor.findChildren(QLabel))
