"""Object classes: what the expert names things."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

from engine.domain.errors import UsageError
from engine.domain.identifiers import ClassId

# Okabe and Ito (2008): told apart by color-blind readers too.
_OKABE_ITO = ("#e69f00", "#56b4e9", "#cc79a7", "#009e73", "#f0e442", "#0072b2", "#d55e00")
_GOLDEN_RATIO = 0.618033988749895


@dataclass(frozen=True, slots=True)
class ObjectClass:
    """A category of object. `position` is its order on screen and its index in datasets, from 0."""

    id: ClassId
    name: str
    color: str
    position: int


def class_color(position: int) -> str:
    """Return the color of the class at a position as #rrggbb: Okabe-Ito, then spread hues."""
    if position < len(_OKABE_ITO):
        return _OKABE_ITO[position]
    hue = (position * _GOLDEN_RATIO) % 1.0
    red, green, blue = colorsys.hls_to_rgb(hue, 0.6, 0.65)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def check_class_names(names: list[str]) -> list[str]:
    """Return the names without surrounding blanks.

    Raises:
        UsageError: A name is empty, too long, spans lines or stands twice.
    """
    cleaned = [name.strip() for name in names]
    for name in cleaned:
        if not name or len(name) > 100 or not name.isprintable():
            raise UsageError(
                f"Class name {name!r} is not usable.", hint="Use 1 to 100 printable characters."
            )
    seen: set[str] = set()
    for name in cleaned:
        if name.casefold() in seen:
            raise UsageError(
                f"Class {name!r} stands twice.", hint="Give each class a name of its own."
            )
        seen.add(name.casefold())
    return cleaned
