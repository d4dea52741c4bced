"""An action as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether something can be done now, and if not, why."""

    is_enabled: bool = True
    reason: str = ""


AVAILABLE = Availability()


def unavailable(reason: str) -> Availability:
    """Return that it cannot be done now, and why, as a sentence."""
    return Availability(is_enabled=False, reason=reason)


class Group(StrEnum):
    """Where an action stands in the menu and on the key sheet."""

    PROJECT = "Project"
    LOOP = "Loop"
    GO = "Go to"
    EDIT = "Edit"
    PAGE = "Page"
    VIEW = "View"
    HELP = "Help"


def _always() -> Availability:
    return AVAILABLE


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do.

    Attributes:
        id: Its name for good: page or area, dot, verb ("label.next_image").
        text: A verb in sentence case ("Next image").
        run: Does it. GUI thread.
        keys: Shortcuts in Qt's portable text; the first one is shown.
        page_id: The page it belongs to; empty = it works everywhere.
        icon: Name of an icon.
        hint: Its words in the status bar; empty = not shown there.
        availability: Asked whenever it is shown or run; must be quick.
        is_local: Its keys work where it is done alone, such as on the image, not in all the window.
        is_quiet: One of many alike: menus, the palette and the key sheet do without it.
    """

    id: str
    text: str
    run: Callable[[], None]
    group: Group = Group.PAGE
    keys: tuple[str, ...] = ()
    page_id: str = ""
    icon: str = ""
    hint: str = ""
    availability: Callable[[], Availability] = _always
    is_local: bool = False
    is_quiet: bool = False
