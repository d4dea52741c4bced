"""What the user chose, kept in a file of overrides."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.qtkit.translation import tr
from desktop.settings.schema import SETTINGS, UNLISTED, Setting, V
from engine.domain.errors import DataError, EngineError, ResourceError, UsageError


class Settings(QObject):
    """The settings in force. GUI thread only.

    The file holds what differs from the defaults, and keys of later versions untouched.
    """

    # After a setting took another value: its key.
    changed = Signal(str)

    def __init__(self, path: Path | None) -> None:
        """Read the file; None keeps the settings in memory only."""
        super().__init__()
        self._path = path
        self._values: dict[str, object] = {}
        self._problem: EngineError | None = None
        if path is not None and path.exists():
            self._read(path)

    @property
    def problem(self) -> EngineError | None:
        """What was wrong with the file at the start; the defaults are in force then."""
        return self._problem

    def get(self, setting: Setting[V]) -> V:
        """Return the value in force: the user's, or the default."""
        if setting.key not in self._values:
            return setting.default
        try:
            return setting.check(self._values[setting.key])
        except UsageError:  # Written by another version, or by hand.
            return setting.default

    def set(self, setting: Setting[V], value: V) -> None:
        """Choose a value; it is in force at once and then stored.

        Raises:
            UsageError: The value may not be chosen; nothing changes.
            ResourceError: It cannot be stored; it is in force until the window closes.
        """
        value = setting.check(value)
        if value == self.get(setting):
            return
        if value == setting.default:
            self._values.pop(setting.key, None)
        else:
            self._values[setting.key] = value
        self.changed.emit(setting.key)
        self._write()

    def reset(self) -> None:
        """Go back to the defaults.

        Raises:
            ResourceError: It cannot be stored.
        """
        for setting in (*SETTINGS, *UNLISTED):
            if self._values.pop(setting.key, setting.default) != setting.default:
                self.changed.emit(setting.key)
        self._write()

    def _read(self, path: Path) -> None:
        try:
            self._values = _object(path.read_text("utf-8"))
        except OSError as error:
            self._problem = ResourceError(
                tr("The settings in {path} cannot be read: {strerror}.").format(
                    path=path, strerror=error.strerror
                ),
                hint=tr("The defaults are in force."),
            )
        except ValueError:
            kept = path.with_suffix(".broken.json")
            path.replace(kept)
            self._problem = DataError(
                tr("The settings in {path} are damaged.").format(path=path),
                hint=tr("The defaults are in force; the damaged file is kept as {name}.").format(
                    name=kept.name
                ),
            )

    def _write(self) -> None:
        if self._path is None:
            return
        temporary = self._path.with_suffix(".tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(self._values, indent=2, sort_keys=True), "utf-8")
            temporary.replace(self._path)
        except OSError as error:
            raise ResourceError(
                tr("The settings cannot be stored in {path}: {strerror}.").format(
                    path=self._path, strerror=error.strerror
                ),
                hint=tr("They hold until the window closes."),
            ) from error


def _object(text: str) -> dict[str, object]:
    values = json.loads(text)
    if not isinstance(values, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004 - as json.loads does for bad text
    return values
