"""Menus made from the actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.actions.action import Action, Group
from desktop.actions.registry import ActionRegistry
from desktop.qtkit.keycap import key_text


class ActionMenu(QMenu):
    """A menu of all actions that fit here, made anew each time it opens."""

    def __init__(self, registry: ActionRegistry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._submenus: list[QMenu] = []
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._on_about_to_show)

    def _on_about_to_show(self) -> None:
        for submenu in self._submenus:
            submenu.deleteLater()
        self._submenus.clear()
        self.clear()
        for group in Group:
            actions = [action for action in self._registry.actions if action.group is group]
            listed = (action for action in actions if not action.is_quiet)
            shown = [action for action in listed if self._registry.is_in_scope(action)]
            if shown:
                submenu = self.addMenu(group.value)
                submenu.setToolTipsVisible(True)
                self._submenus.append(submenu)
                for action in shown:
                    submenu.addAction(self._item(action, submenu))

    def _item(self, action: Action, parent: QMenu) -> QAction:
        # The key is text only: as a shortcut it would contend with the window's own.
        key = f"\t{key_text(action.keys[0])}" if action.keys else ""
        item = QAction(action.text.replace("&", "&&") + key, parent)
        availability = self._registry.availability(action.id)
        item.setEnabled(availability.is_enabled)
        item.setToolTip(availability.reason or action.text)
        item.triggered.connect(
            lambda: self._registry.run(action.id), Qt.ConnectionType.QueuedConnection
        )
        return item
