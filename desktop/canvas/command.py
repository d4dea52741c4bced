"""What a key of the canvas does, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.canvas.view import CanvasView


@dataclass(frozen=True, slots=True)
class CanvasCommand:
    """An act on the canvas.

    Attributes:
        id: Its name in key settings; what stands before a dot says when its keys mean it, and
            before others (`context_commands.CONTEXTS`).
        text: What it does, for menus and the key sheet.
        keys: Default keys, as `QKeySequence` writes them.
        run: Does it; returns whether there was anything to do, else the key goes on to others.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    run: Callable[[CanvasView], bool]

    @property
    def context(self) -> str:
        """When its keys mean it; empty = always."""
        return self.id.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class HeldCommand:
    """Something that lasts as long as its key is held.

    Attributes:
        id: Its name in key settings.
        text: What it does.
        keys: Default keys.
        how: What to do, for who chose it from a list, as a sentence.
        hold: Begins it, or ends it.
    """

    id: str
    text: str
    keys: tuple[str, ...]
    how: str
    hold: Callable[[CanvasView, bool], None]
