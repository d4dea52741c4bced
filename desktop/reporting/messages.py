"""What the user is told, in one place."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from desktop.qtkit.engine_texts import said
from engine.domain.errors import EngineError

_log = logging.getLogger(__name__)
_MAX_HISTORY = 200


class Severity(StrEnum):
    """How much a message matters."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Remedy:
    """A button in the message: what it says and does."""

    text: str
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing told to the user.

    Attributes:
        text: What happened, in one sentence.
        hint: What to do.
        details: What a button shows, such as the complaints of an import.
        key: A later message with the same key takes its place; empty = the text itself.
        page_id: The page it belongs to; empty = wherever the user is.
    """

    text: str
    severity: Severity = Severity.INFO
    hint: str = ""
    details: str = ""
    key: str = ""
    page_id: str = ""
    remedy: Remedy | None = None

    @property
    def replace_key(self) -> str:
        """What tells it from other messages."""
        return self.key or self.text


class MessageCenter(QObject):
    """Takes every message to the user and hands it to the window. GUI thread only."""

    # A message is to be shown, in place of one with the same key.
    posted = Signal(object)
    # A message has no longer any ground.
    withdrawn = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._history: list[Message] = []

    @property
    def history(self) -> tuple[Message, ...]:
        """What was told so far, oldest first; repeated messages once."""
        return tuple(self._history)

    def post(self, message: Message) -> None:
        """Tell the user. It is kept, so that a window that opens later can show it."""
        _log.info("%s: %s %s", message.severity, message.text, message.hint)
        message = replace(message, text=said(message.text), hint=said(message.hint))
        self._forget(message.replace_key)
        self._history.append(message)
        del self._history[:-_MAX_HISTORY]
        self.posted.emit(message)

    def info(self, text: str, *, key: str = "") -> None:
        """Say that something went as it should; shown for some seconds."""
        self.post(Message(text, key=key))

    def warning(self, text: str, *, hint: str = "", details: str = "", key: str = "") -> None:
        """Say what wants attention."""
        self.post(Message(text, Severity.WARNING, hint=hint, details=details, key=key))

    def error(self, error: EngineError, *, page_id: str = "", key: str = "") -> None:
        """Say what failed and what to do."""
        self.post(Message(error.message, Severity.ERROR, hint=error.hint, key=key, page_id=page_id))

    def withdraw(self, key: str) -> None:
        """Take back the message with this key, if it is still there."""
        for message in self._forget(key):
            self.withdrawn.emit(message)

    def _forget(self, key: str) -> list[Message]:
        """Drop what was told under a key and return it."""
        forgotten = [message for message in self._history if message.replace_key == key]
        self._history = [message for message in self._history if message.replace_key != key]
        return forgotten
