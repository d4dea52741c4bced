"""How the images of a project were last shown, kept beside its database."""

from __future__ import annotations

from pathlib import Path

import msgspec

from engine.domain.view import ViewSettings
from engine.jobs.files import read_if_there, write_atomic

_FILE_NAME = "view.json"


class Viewing:
    """Remembers the view settings of a project; they are no labels, so no history is kept."""

    def __init__(self, project_dir: Path, *, is_read_only: bool) -> None:
        self._path = project_dir / _FILE_NAME
        self._is_read_only = is_read_only

    def settings(self) -> ViewSettings:
        """Return the settings stored last; the defaults where there are none, or none that hold.

        Raises:
            ResourceError: They are there and cannot be read.
        """
        data = read_if_there(self._path)
        if data is None:
            return ViewSettings()
        try:
            return msgspec.json.decode(data, type=ViewSettings)
        except (msgspec.MsgspecError, ValueError):
            # Written by hand or by a later version: nothing is lost that a drag would not bring.
            return ViewSettings()

    def store(self, settings: ViewSettings) -> None:
        """Remember settings; a project that is open read-only stays as it is.

        Raises:
            ResourceError: They cannot be written.
        """
        if not self._is_read_only:
            write_atomic(self._path, msgspec.json.encode(settings))
