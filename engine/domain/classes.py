"""Object classes: what the expert names things."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import UsageError
from engine.domain.identifiers import ClassId

# Okabe and Ito (2008): told apart by color-blind readers too.
_OKABE_ITO = ("#e69f00", "#56b4e9", "#cc79a7", "#009e73", "#f0e442", "#0072b2", "#d55e00")
_F = TypeVar("_F", np.float16, np.float32)
_GOLDEN_RATIO = 0.618033988749895


@dataclass(frozen=True, slots=True)
class ObjectClass:
    """A category of object.

    Attributes:
        position: Its order on screen and its index in datasets, from 0.
        revision: Counts up when it comes to mean something else: merged into, or split.
    """

    id: ClassId
    name: str
    color: str
    position: int
    revision: int = 0


def class_color(position: int) -> str:
    """Return the color of the class at a position as #rrggbb: Okabe-Ito, then spread hues."""
    if position < len(_OKABE_ITO):
        return _OKABE_ITO[position]
    hue = (position * _GOLDEN_RATIO) % 1.0
    red, green, blue = colorsys.hls_to_rgb(hue, 0.6, 0.65)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def objective_of(classes: Iterable[ObjectClass]) -> str:
    """Return a key of what these classes ask a model to tell apart.

    Names, colors and order do not matter. Accuracies compare only under one objective.
    """
    return " ".join(sorted(f"{each.id}.{each.revision}" for each in classes))


def columns_of_classes(
    known: Sequence[ClassId], classes: Iterable[ObjectClass], successors: Mapping[ClassId, ClassId]
) -> tuple[tuple[int, ...], ...]:
    """Return for each class where a model has its scores: nowhere if it does not know the class.

    Args:
        known: The classes the model learned, in its order.
        classes: Those of the project, in the order of the result.
        successors: What merged classes became part of; such a class has several columns.
    """
    places: dict[ClassId, list[int]] = {}
    for column, class_id in enumerate(known):
        places.setdefault(successors.get(class_id, class_id), []).append(column)
    return tuple(tuple(places.get(each.id, ())) for each in classes)


def scores_by_class(scores: NDArray[_F], columns: Sequence[Sequence[int]]) -> NDArray[_F]:
    """Return scores (n, known) as (n, classes): the best of a class's columns, 0 where it has none.

    `columns` is what `columns_of_classes` returned.
    """
    found = np.zeros((len(scores), len(columns)), dtype=scores.dtype)
    for place, own in enumerate(columns):
        if own:
            found[:, place] = scores[:, list(own)].max(axis=1)
    return found


def check_color(color: str) -> str:
    """Return a color as #rrggbb in small letters.

    Raises:
        UsageError: It is none.
    """
    cleaned = color.strip().lower()
    if not re.fullmatch(r"#[0-9a-f]{6}", cleaned):
        raise UsageError(f"{color!r} is not a color.", hint="Write it as #rrggbb, such as #e69f00.")
    return cleaned


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
