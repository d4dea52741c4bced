"""All actions there are, and which of them can be done now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.actions.action import Action, Availability, page_name, unavailable
from desktop.actions.key_map import KeyMap, context_of, portable
from desktop.qtkit.translation import tr


class ActionRegistry(QObject):
    """Knows the actions by id, with the keys in force, and runs them. GUI thread only."""

    # Other actions or keys are there, or the page in front is another one.
    changed = Signal()
    # An action was asked for that cannot be done now: the reason.
    refused = Signal(str)

    def __init__(self, key_map: KeyMap) -> None:
        super().__init__()
        self._key_map = key_map
        # As they were added, with the keys they have by themselves.
        self._declared: dict[str, Action] = {}
        self._actions: dict[str, Action] = {}
        self._page_id = ""
        key_map.changed.connect(self._on_keys_changed)

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
            if action.id in self._declared:
                raise ValueError(f"there are two actions {action.id}")
            self._check_keys(action)
            self._declared[action.id] = action
            self._actions[action.id] = self._with_keys_in_force(action)
        self.changed.emit()

    def remove(self, ids: Iterable[str]) -> None:
        """Forget actions, as when their project is closed; unknown ids are passed over."""
        for action_id in ids:
            self._declared.pop(action_id, None)
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
            return unavailable(tr("No project is open."))
        if not self.is_in_scope(action):
            return unavailable(
                tr("Only on the page {page}.").format(page=page_name(action.page_id))
            )
        return action.availability()

    def run(self, action_id: str) -> None:
        """Do it, or say why it cannot be done."""
        availability = self.availability(action_id)
        if availability.is_enabled:
            self._actions[action_id].run()
        else:
            self.refused.emit(availability.reason)

    def key_in_force(self, declared_key: str, *, context: str = "") -> str:
        """Return the key that does here what a key does by itself; empty = none does.

        A key of no action stays what it is. In a context another action may have it.
        """
        for action in self._declared.values():
            is_meant = self.is_in_scope(action) and context_of(action.id) == context
            if is_meant and declared_key in action.keys:
                keys = self._actions[action.id].keys
                return declared_key if declared_key in keys else keys[0] if keys else ""
        return declared_key

    def action_with_key(self, key: str, *, meeting: str) -> Action | None:
        """Return the action that has a key where another action, named by its id, works too."""
        action = self._declared[meeting]
        for other in self._actions.values():
            has_key = portable(key) in {portable(each) for each in other.keys}
            if has_key and other.id != meeting and _can_meet(action, other):
                return other
        return None

    def _with_keys_in_force(self, action: Action) -> Action:
        return replace(action, keys=self._key_map.keys(action.id, action.keys))

    def _on_keys_changed(self) -> None:
        for action in self._declared.values():
            self._actions[action.id] = self._with_keys_in_force(action)
        self.changed.emit()

    def _check_keys(self, action: Action) -> None:
        for other in self._declared.values():
            if not _can_meet(action, other):
                continue
            shared = {portable(key) for key in action.keys} & {portable(key) for key in other.keys}
            if shared:
                raise ValueError(f"{sorted(shared)} would do both {other.id} and {action.id}")


def _can_meet(first: Action, second: Action) -> bool:
    if not (first.page_id and second.page_id):
        return True
    is_same_place = first.page_id == second.page_id
    return is_same_place and context_of(first.id) == context_of(second.id)
