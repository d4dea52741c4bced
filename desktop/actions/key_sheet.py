"""The sheet of all keys that work on the page in front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.actions.action import Action, Group
from desktop.actions.registry import ActionRegistry
from desktop.qtkit.keycap import key_cap, key_text
from desktop.qtkit.layouts import column, row
from desktop.qtkit.overlay import Overlay
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr

_WIDTH_PX = 960
_HEIGHT_PX = 560
_NUM_COLUMNS = 2
# Of keys that do the same the first few are worth knowing.
_MAX_KEYS = 2


class KeySheet(Overlay):
    """Lists actions with their keys, by group, in columns."""

    def __init__(self, registry: ActionRegistry, window: QWidget) -> None:
        super().__init__(window, width_px=_WIDTH_PX, height_px=_HEIGHT_PX)
        self._registry = registry
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        title = text_label(tr("Keys"), TextRole.TITLE)
        close = text_label(tr("Esc closes"), TextRole.CAPTION)
        self.set_content(column(row(title, None, close), self._scroll, margin_px=16))

    @override
    def open(self) -> None:
        self._scroll.setWidget(self._sheet())
        super().open()

    def _sheet(self) -> QWidget:
        sheet = styled(QWidget(), look="clear")
        columns = [column(spacing_px=24) for _ in range(_NUM_COLUMNS)]
        heights = [0] * _NUM_COLUMNS
        for group, actions in self._groups():
            place = heights.index(min(heights))
            heights[place] += len(actions) + 2
            columns[place].addLayout(_group(group, actions))
        for each in columns:
            each.addStretch(1)
        sheet.setLayout(row(*columns, spacing_px=40))
        return sheet

    def _groups(self) -> list[tuple[Group, list[Action]]]:
        shown = [
            action
            for action in self._registry.actions
            if action.keys and not action.is_quiet and self._registry.is_in_scope(action)
        ]
        grouped = [(group, [each for each in shown if each.group is group]) for group in Group]
        return [(group, actions) for group, actions in grouped if actions]


def _group(group: Group, actions: list[Action]) -> QVBoxLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for index, action in enumerate(actions):
        grid.addWidget(text_label(action.text), index, 0)
        keys = row(*[key_cap(key) for key in _worth_knowing(action.keys)], spacing_px=4)
        grid.addLayout(keys, index, 1, Qt.AlignmentFlag.AlignRight)
    return column(text_label(group.value, TextRole.HEADING), grid)


def _worth_knowing(keys: Sequence[str]) -> list[str]:
    """Return the first keys that are not called the same, as Return and Enter are."""
    by_text = {key_text(key): key for key in reversed(keys)}
    return [key for key in keys if key in by_text.values()][:_MAX_KEYS]
