"""Actions with all their keys as rows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop.actions.action import Action, page_name
from desktop.actions.action_list import ActionListModel, ActionRole, Rank, match_quality
from desktop.actions.key_map import KeyMap
from desktop.actions.registry import ActionRegistry
from desktop.qtkit.keycap import key_text
from desktop.qtkit.translation import tr


class KeyListModel(ActionListModel):
    """The actions that match what was typed; whether they can be done now does not matter here."""

    def __init__(self, registry: ActionRegistry, key_map: KeyMap) -> None:
        super().__init__(registry, own_id="")
        self._known = registry
        self._key_map = key_map

    @override
    def rank(self, action: Action, query: str) -> Rank | None:
        quality = match_quality(query, action.text)
        return None if quality is None else (False, quality, False)

    @override
    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        action_id = super().data(index, ActionRole.ID)
        if not isinstance(action_id, str):
            return None
        action = self._known.action(action_id)
        match role:
            case ActionRole.KEY:
                return keys_text(action.keys)
            case ActionRole.NOTE:
                place = page_name(action.page_id) if action.page_id else tr("Everywhere")
                return (
                    tr("{place}, your own").format(place=place)
                    if self._key_map.is_own(action_id)
                    else place
                )
            case ActionRole.IS_ENABLED:
                return True
        return super().data(index, role)


def keys_text(keys: tuple[str, ...]) -> str:
    """Return keys as one reads them: "D or Right"; keys of the same name once."""
    return tr(" or ").join(dict.fromkeys(key_text(key) for key in keys))
