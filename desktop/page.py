"""What the window asks of a page, and what a page may tell the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.actions.action import Action
from desktop.qtkit.keycap import KeyHint
from engine.domain.changes import Changes


class RailPlace(Enum):
    """Where a page's button stands in the rail."""

    STAGE = auto()
    BOTTOM = auto()
    NONE = auto()


class Page(QWidget):
    """One stage of the loop on screen: widgets only; a presenter beside it decides.

    The window calls `entered` and `left`, and `refresh` when something else changed the project.
    A page that is not in front is told of all changes at once when it comes to the front, before
    `entered`. GUI thread only.
    """

    # The keys that work have changed, as with another tool.
    key_hints_changed = Signal()
    # What stands at the right of the status bar while the page is in front.
    status_changed = Signal(str)
    # Another page is wanted: its id.
    open_page_requested = Signal(str)
    # The person wants to see what runs, and its log.
    jobs_requested = Signal()

    _told_hints: tuple[KeyHint, ...] = ()

    def page_actions(self) -> Iterable[Action]:
        """Return the page's actions; asked once, when the page is made."""
        return ()

    def key_hints(self) -> tuple[KeyHint, ...]:
        """Return the keys that work now and matter most, for the status bar."""
        return tuple(
            KeyHint(action.keys[0], action.hint)
            for action in self.page_actions()
            if action.hint and action.keys and action.availability().is_enabled
        )

    def tell_key_hints(self) -> None:
        """Tell the window the keys that work now, unless they are the same as before."""
        hints = self.key_hints()
        if hints != self._told_hints:
            self._told_hints = hints
            self.key_hints_changed.emit()

    def initiators(self) -> tuple[object, ...]:
        """Return the objects whose own changes need no `refresh`; the page itself, and more."""
        return (self,)

    def refresh(self, changes: Changes) -> None:
        """Show what changed elsewhere."""

    def entered(self) -> None:
        """Come to the front."""

    def left(self) -> None:
        """Go from the front: end what only makes sense while the user looks."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page the window can show; `make` is called when it is first opened."""

    id: str
    title: str
    icon: str
    make: Callable[[], Page]
    place: RailPlace = RailPlace.STAGE
