"""Keys that run actions."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.actions.action import Action
from desktop.actions.registry import ActionRegistry


class Shortcuts(QObject):
    """Keeps the keys of a window in step with the registry.

    A key of an action that cannot be done now is not dead: the registry says why. Actions of other
    pages give their keys free.
    """

    def __init__(self, registry: ActionRegistry, window: QWidget) -> None:
        super().__init__(window)
        self._registry = registry
        self._window = window
        self._bound: dict[Action, QAction] = {}
        registry.changed.connect(self._on_actions_changed)
        self._on_actions_changed()

    def _on_actions_changed(self) -> None:
        wanted = {
            action
            for action in self._registry.actions
            if action.keys and not action.is_local and self._registry.is_in_scope(action)
        }
        for action in self._bound.keys() - wanted:
            bound = self._bound.pop(action)
            self._window.removeAction(bound)
            bound.deleteLater()
        for action in wanted - self._bound.keys():
            self._bound[action] = self._bind(action)

    def _bind(self, action: Action) -> QAction:
        bound = QAction(action.text, self)
        bound.setShortcuts([QKeySequence(key) for key in action.keys])
        bound.triggered.connect(lambda: self._registry.run(action.id))
        self._window.addAction(bound)
        return bound
