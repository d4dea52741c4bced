"""Which keys do what: the actions' own, those of a preset, and those the user chose."""

from __future__ import annotations

import functools

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from desktop.actions.presets import Keys, preset_keys
from desktop.settings.schema import KEY_PRESET, OWN_KEYS, KeyPreset
from desktop.settings.settings import Settings

# Areas of action ids whose actions work on every page.
EVERYWHERE = frozenset({"window", "project", "loop", "go", "theme", "help", "jobs"})


class KeyMap(QObject):
    """The keys in force, as the settings have them. GUI thread only.

    What the user chose goes before the preset, and the preset before an action's own keys. A key
    the user gave to an action is taken from every other that it would meet.
    """

    # Some actions have other keys.
    changed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        settings.changed.connect(self._on_setting_changed)

    @property
    def preset(self) -> KeyPreset:
        """Whose keys are in force where the user chose no others."""
        return KeyPreset(self._settings.get(KEY_PRESET))

    def keys(self, action_id: str, default: Keys) -> Keys:
        """Return the keys of an action, whose own are `default`; the first one is shown."""
        own = self._own
        if action_id in own:
            return own[action_id]
        preset = preset_keys(self.preset, action_id)
        base = default if preset is None else preset
        claimed = {
            key for other_id, keys in own.items() if meet(action_id, other_id) for key in keys
        }
        return tuple(key for key in base if portable(key) not in claimed)

    def is_own(self, action_id: str) -> bool:
        """Whether the user chose its keys."""
        return action_id in self._own

    def choose(self, action_id: str, keys: Keys) -> None:
        """Give an action these keys, and take them from others.

        Raises:
            ResourceError: It cannot be stored; it is in force until the window closes.
        """
        chosen = tuple(portable(key) for key in keys)
        own = {
            other_id: tuple(key for key in theirs if key not in chosen)
            if meet(action_id, other_id)
            else theirs
            for other_id, theirs in self._own.items()
        }
        self._store({**own, action_id: chosen})

    def reset(self, action_id: str) -> None:
        """Give an action the preset's keys again, as far as no other has them now.

        Raises:
            ResourceError: It cannot be stored.
        """
        self._store({id_: keys for id_, keys in self._own.items() if id_ != action_id})

    def reset_all(self) -> None:
        """Give all actions the preset's keys again.

        Raises:
            ResourceError: It cannot be stored.
        """
        self._store({})

    @property
    def _own(self) -> dict[str, Keys]:
        chosen = self._settings.get(OWN_KEYS)
        return {id_: tuple(portable(key) for key in keys) for id_, keys in chosen.items()}

    def _store(self, own: dict[str, Keys]) -> None:
        self._settings.set(OWN_KEYS, {action_id: list(keys) for action_id, keys in own.items()})

    def _on_setting_changed(self, key: str) -> None:
        if key in (KEY_PRESET.key, OWN_KEYS.key):
            self.changed.emit()


def meet(first_id: str, second_id: str) -> bool:
    """Whether two actions can be wanted in the same place, so that a key could mean either."""
    first, second = first_id.partition(".")[0], second_id.partition(".")[0]
    is_same_place = first == second and context_of(first_id) == context_of(second_id)
    return (is_same_place or bool({first, second} & EVERYWHERE)) and first_id != second_id


def context_of(action_id: str) -> str:
    """Return what stands between the page and the verb of an id: when its keys mean the action.

    There they mean it before any other: `label.rotated.turn_left` while a rotated box is selected.
    """
    return ".".join(action_id.split(".")[1:-1])


@functools.lru_cache(maxsize=1024)
def portable(key: str) -> str:
    """Return a key as `QKeySequence` writes it on every system."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
