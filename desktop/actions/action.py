"""An action as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, unique

from desktop.qtkit.translation import tr


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether something can be done now, and if not, why."""

    is_enabled: bool = True
    reason: str = ""


AVAILABLE = Availability()


def unavailable(reason: str) -> Availability:
    """Return that it cannot be done now, and why, as a sentence."""
    return Availability(is_enabled=False, reason=reason)


@unique
class Group(StrEnum):
    """Where an action stands in the menu and on the key sheet."""

    PROJECT = tr("Project")
    LOOP = tr("Loop")
    GO = tr("Go to")
    EDIT = tr("Edit")
    PAGE = tr("Page")
    VIEW = tr("View")
    HELP = tr("Help")


PAGE_NAMES = {
    "start": tr("Start", "page"),
    "images": tr("Images", "page"),
    "classes": tr("Classes", "page"),
    "label": tr("Label", "page"),
    "train": tr("Train", "page"),
    "search": tr("Search", "page"),
    "progress": tr("Progress", "page"),
    "models": tr("Models", "page"),
    "help": tr("Help", "page"),
    "settings": tr("Settings", "page"),
}


def page_name(page_id: str) -> str:
    """Return what a page is called on screen."""
    return PAGE_NAMES.get(page_id, page_id.capitalize())


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
