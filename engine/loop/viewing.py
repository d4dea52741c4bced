"""How the images of a project were last shown and what was in hand, kept beside its database."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from engine.domain.view import Hand, ViewSettings
from engine.jobs.files import read_if_there, write_atomic

_VIEW_NAME, _HAND_NAME = "view.json", "hand.json"
_T = TypeVar("_T")


class Viewing:
    """Remembers what is no label data, so no history is kept of it."""

    def __init__(self, project_dir: Path, *, is_read_only: bool) -> None:
        self._dir = project_dir
        self._is_read_only = is_read_only

    def settings(self) -> ViewSettings:
        """Return the settings stored last; the defaults where there are none, or none that hold.

        Raises:
            ResourceError: They are there and cannot be read.
        """
        return self._read(_VIEW_NAME, ViewSettings())

    def store(self, settings: ViewSettings) -> None:
        """Remember settings; a project that is open read-only stays as it is.

        Raises:
            ResourceError: They cannot be written.
        """
        self._write(_VIEW_NAME, settings)

    def hand(self) -> Hand:
        """Return what was in the expert's hand last.

        Raises:
            ResourceError: It is there and cannot be read.
        """
        return self._read(_HAND_NAME, Hand())

    def store_hand(self, hand: Hand) -> None:
        """Remember what is in the expert's hand; a project open read-only stays as it is.

        Raises:
            ResourceError: It cannot be written.
        """
        self._write(_HAND_NAME, hand)

    def _read(self, name: str, default: _T) -> _T:
        data = read_if_there(self._dir / name)
        if data is None:
            return default
        try:
            return msgspec.json.decode(data, type=type(default))
        except (msgspec.MsgspecError, ValueError):
            # Written by hand or by a later version: nothing is lost that a drag would not bring.
            return default

    def _write(self, name: str, value: object) -> None:
        if not self._is_read_only:
            write_atomic(self._dir / name, msgspec.json.encode(value))
