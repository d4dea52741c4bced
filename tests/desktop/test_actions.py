"""Actions as data: registry, shortcuts, menu, palette and key sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.actions.action import Action, Group, unavailable
from desktop.actions.action_list import ActionListModel, ActionRole, match_quality
from desktop.actions.key_map import KeyMap
from desktop.actions.key_sheet import KeySheet
from desktop.actions.menus import ActionMenu
from desktop.actions.palette import CommandPalette
from desktop.actions.registry import ActionRegistry
from desktop.actions.shortcuts import Shortcuts
from desktop.qtkit.theme import Theme
from desktop.settings.settings import Settings


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def registry(qtbot: QtBot, ran: list[str]) -> ActionRegistry:
    registry = ActionRegistry(KeyMap(Settings(None)))
    registry.add(
        [
            _action("label.next", "Next image", ran, keys=("D", "Right"), page_id="label"),
            _action("train.start", "Train", ran, keys=("D",), page_id="train"),
            Action(
                "search.stop",
                "Stop the search",
                lambda: ran.append("search.stop"),
                keys=("Ctrl+.",),
                availability=lambda: unavailable("No search is running."),
            ),
            _action("window.quit", "Quit", ran, keys=("Ctrl+Q",), group=Group.PROJECT),
        ]
    )
    registry.set_page("label")
    return registry


def test_action_when_it_can_be_done_then_runs(registry: ActionRegistry, ran: list[str]):
    registry.run("label.next")
    assert ran == ["label.next"]


@pytest.mark.parametrize(
    ("action_id", "reason"),
    [
        ("search.stop", "No search is running."),
        ("train.start", "Only on the page Train."),
        ("gone", "No project is open."),
    ],
)
def test_action_when_it_cannot_be_done_then_reason_is_told(
    registry: ActionRegistry, ran: list[str], qtbot: QtBot, action_id: str, reason: str
):
    with qtbot.waitSignal(registry.refused) as blocker:
        registry.run(action_id)
    assert blocker.args == [reason]
    assert ran == []


@pytest.mark.parametrize("page_id", ["", "label"])
def test_key_when_taken_in_the_same_place_then_is_refused(
    registry: ActionRegistry, ran: list[str], page_id: str
):
    with pytest.raises(ValueError, match=r"label\.next"):
        registry.add([_action("other", "Other", ran, keys=("d",), page_id=page_id)])


def test_id_when_taken_then_is_refused(registry: ActionRegistry, ran: list[str]):
    with pytest.raises(ValueError, match="two actions"):
        registry.add([_action("window.quit", "Quit", ran)])


def test_shortcut_when_page_changes_then_same_key_does_the_other_thing(
    registry: ActionRegistry, ran: list[str], qtbot: QtBot
):
    window = _window(qtbot)
    Shortcuts(registry, window)
    qtbot.keyClick(window, Qt.Key.Key_D)
    registry.set_page("train")
    qtbot.keyClick(window, Qt.Key.Key_D)
    registry.remove(["train.start"])
    qtbot.keyClick(window, Qt.Key.Key_D)
    assert ran == ["label.next", "train.start"]


def test_shortcut_when_action_cannot_be_done_then_key_tells_why(
    registry: ActionRegistry, qtbot: QtBot
):
    window = _window(qtbot)
    Shortcuts(registry, window)
    with qtbot.waitSignal(registry.refused) as blocker:
        qtbot.keyClick(window, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    assert blocker.args == ["No search is running."]


def test_shortcut_when_typing_a_name_then_letters_stay_letters(
    registry: ActionRegistry, ran: list[str], qtbot: QtBot
):
    window = _window(qtbot)
    Shortcuts(registry, window)
    edit = QLineEdit(window)
    edit.show()
    edit.setFocus()
    qtbot.keyClicks(edit, "dd")
    assert edit.text() == "dd"
    assert ran == []


def test_menu_when_opened_then_lists_what_fits_here(registry: ActionRegistry, qtbot: QtBot):
    menu = ActionMenu(registry)
    qtbot.addWidget(menu)
    menu.aboutToShow.emit()
    items = {
        item.text().split("\t")[0]: item
        for submenu in menu.actions()
        for item in submenu.menu().actions()
    }
    assert set(items) == {"Next image", "Stop the search", "Quit"}
    assert not items["Stop the search"].isEnabled()
    assert items["Stop the search"].toolTip() == "No search is running."


def test_menu_when_opened_again_then_keeps_no_old_submenus(
    registry: ActionRegistry, ran: list[str], qtbot: QtBot
):
    menu = ActionMenu(registry)
    qtbot.addWidget(menu)
    for _ in range(3):
        menu.aboutToShow.emit()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(menu.findChildren(QMenu)) == 2
    quit_item = menu.actions()[0].menu().actions()[0]
    quit_item.trigger()
    qtbot.waitUntil(lambda: ran == ["window.quit"])


def test_list_when_searched_then_best_come_first_and_disabled_last(
    registry: ActionRegistry, qtmodeltester: ModelTester
):
    model = ActionListModel(registry, own_id="window.quit")
    model.search("")
    qtmodeltester.check(model)
    ids = [model.index(row).data(ActionRole.ID) for row in range(model.rowCount())]
    assert ids == ["label.next", "train.start", "search.stop"]
    model.search("sto sea")
    assert model.rowCount() == 1
    index = model.index(0)
    assert index.data(ActionRole.NOTE) == "No search is running."
    assert index.data(ActionRole.IS_ENABLED) is False
    assert index.data(Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.parametrize(
    ("query", "text", "quality"),
    [("", "Quit", 0), ("ne im", "Next image", 0), ("ext", "Next image", 1), ("x y", "Next", None)],
)
def test_match_when_words_are_typed_then_beginnings_count_most(
    query: str, text: str, quality: int | None
):
    assert match_quality(query, text) == quality


def test_palette_when_enter_is_pressed_then_chosen_action_runs_and_focus_returns(
    registry: ActionRegistry, ran: list[str], theme: Theme, qtbot: QtBot
):
    window = _window(qtbot)
    edit = QLineEdit(window)
    edit.show()
    edit.setFocus()
    palette = CommandPalette(registry, theme, window)
    palette.open()
    query = palette.findChild(QLineEdit)
    qtbot.keyClicks(query, "qui")
    palette.grab()
    qtbot.keyClick(query, Qt.Key.Key_Return)
    assert ran == ["window.quit"]
    assert palette.isHidden()
    assert edit.hasFocus()


def test_palette_when_arrows_move_then_another_action_is_chosen(
    registry: ActionRegistry, ran: list[str], theme: Theme, qtbot: QtBot
):
    window = _window(qtbot)
    palette = CommandPalette(registry, theme, window)
    palette.open()
    query = palette.findChild(QLineEdit)
    qtbot.keyClick(query, Qt.Key.Key_Down)
    qtbot.keyClick(query, Qt.Key.Key_Return)
    assert ran == ["window.quit"]


def test_palette_when_nothing_matches_then_says_so(
    registry: ActionRegistry, ran: list[str], theme: Theme, qtbot: QtBot
):
    window = _window(qtbot)
    palette = CommandPalette(registry, theme, window)
    palette.open()
    query = palette.findChild(QLineEdit)
    qtbot.keyClicks(query, "zzz")
    nothing = [label for label in palette.findChildren(QLabel) if "No command" in label.text()]
    assert nothing[0].isVisible()
    qtbot.keyClick(query, Qt.Key.Key_Return)
    qtbot.keyClick(query, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert ran == []


def test_key_sheet_when_open_then_lists_keys_here_and_swallows_them(
    registry: ActionRegistry, ran: list[str], qtbot: QtBot
):
    window = _window(qtbot)
    Shortcuts(registry, window)
    sheet = KeySheet(registry, window)
    sheet.open()
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Next image", "D", "Quit", "Ctrl Q"} <= texts
    assert "Train" not in texts
    qtbot.keyClick(sheet, Qt.Key.Key_D)
    assert ran == []
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=sheet.rect().bottomLeft())
    assert sheet.isHidden()


def _action(action_id: str, text: str, ran: list[str], **more) -> Action:
    return Action(action_id, text, lambda: ran.append(action_id), **more)


def _window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window
