"""All actions there are, and which of them can be done now."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from desktop.actions.action import Action, Availability, unavailable


class ActionRegistry(QObject):
    """Knows the actions by id and runs them. GUI thread only."""

    # Other actions are there, or the page in front is another one.
    changed = Signal()
    # An action was asked for that cannot be done now: the reason.
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._actions: dict[str, Action] = {}
        self._page_id = ""

    @property
    def actions(self) -> tuple[Action, ...]:
        """All of them, in the order in which they were added."""
        return tuple(self._actions.values())

    @property
    def page_id(self) -> str:
        """The page in front."""
        return self._page_id

    def add(self, actions: Iterable[Action]) -> None:
        """Make actions known.

        Raises:
            ValueError: An id is taken, or a key already does something in the same place.
        """
        for action in actions:
            if action.id in self._actions:
                raise ValueError(f"there are two actions {action.id}")
            self._check_keys(action)
            self._actions[action.id] = action
        self.changed.emit()

    def remove(self, ids: Iterable[str]) -> None:
        """Forget actions, as when their project is closed; unknown ids are passed over."""
        for action_id in ids:
            self._actions.pop(action_id, None)
        self.changed.emit()

    def action(self, action_id: str) -> Action:
        """Return an action; KeyError where there is none: that is a bug."""
        return self._actions[action_id]

    def set_page(self, page_id: str) -> None:
        """Say which page is in front."""
        if page_id != self._page_id:
            self._page_id = page_id
            self.changed.emit()

    def is_in_scope(self, action: Action) -> bool:
        """Whether the action belongs to the page in front or to all."""
        return action.page_id in ("", self._page_id)

    def availability(self, action_id: str) -> Availability:
        """Return whether an action can be done now, and why not."""
        action = self._actions.get(action_id)
        if action is None:
            return unavailable("No project is open.")
        if not self.is_in_scope(action):
            return unavailable(f"Only on the page {action.page_id.capitalize()}.")
        return action.availability()

    def run(self, action_id: str) -> None:
        """Do it, or say why it cannot be done."""
        availability = self.availability(action_id)
        if availability.is_enabled:
            self._actions[action_id].run()
        else:
            self.refused.emit(availability.reason)

    def _check_keys(self, action: Action) -> None:
        for other in self._actions.values():
            if action.page_id and other.page_id and action.page_id != other.page_id:
                continue
            shared = {_portable(key) for key in action.keys} & {
                _portable(key) for key in other.keys
            }
            if shared:
                raise ValueError(f"{sorted(shared)} would do both {other.id} and {action.id}")


def _portable(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
