"""Accuracy figures, each with its split, its size and its interval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.identifiers import ClassId


class Yardstick(StrEnum):
    """The images an accuracy was measured on.

    FOLD is a fold of the labeled pool, used while validation is too small.
    """

    VAL = "val"
    TEST = "test"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, unless its owner says otherwise."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ClassAccuracy:
    """Average precision of one class, 0 to 1, and how many objects it was measured on."""

    class_id: ClassId
    ap50: float
    ap50_95: float
    num_objects: int


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What a model reached on one yardstick, 0 to 1.

    `interval` is that of map50_95, by bootstrap over images.
    """

    yardstick: Yardstick
    num_images: int
    map50: float
    map50_95: float
    precision: float
    recall: float
    interval: Interval | None = None
    per_class: tuple[ClassAccuracy, ...] = ()
