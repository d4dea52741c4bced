"""Outlines of the sandbox's object classes, as signed distances in a frame of about [-1, 1]."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float64]
Outline = Callable[[Plane, Plane], Plane]


def _disc(x: Plane, y: Plane) -> Plane:
    return np.hypot(x, y) - 0.95


def _ring(x: Plane, y: Plane) -> Plane:
    return np.abs(np.hypot(x, y) - 0.72) - 0.23


def _square(x: Plane, y: Plane) -> Plane:
    return np.maximum(np.abs(x), np.abs(y)) - 0.8


def _triangle(x: Plane, y: Plane) -> Plane:
    return np.maximum(np.abs(x) * 0.866 + y * 0.5, -y) - 0.5


def _cross(x: Plane, y: Plane) -> Plane:
    upright = np.maximum(np.abs(x) - 0.3, np.abs(y) - 0.95)
    lying = np.maximum(np.abs(x) - 0.95, np.abs(y) - 0.3)
    return np.minimum(upright, lying)


def _star(x: Plane, y: Plane) -> Plane:
    turn = np.arctan2(y, x) / (2 * np.pi / 5) % 1.0
    return 0.7 * (np.hypot(x, y) - 0.42 - 0.58 * 2 * np.abs(turn - 0.5))


def _crescent(x: Plane, y: Plane) -> Plane:
    return np.maximum(np.hypot(x, y) - 0.95, 0.75 - np.hypot(x - 0.5, y))


def _hexagon(x: Plane, y: Plane) -> Plane:
    return np.maximum(np.abs(x) * 0.866 + np.abs(y) * 0.5, np.abs(y)) - 0.85


def _rod(x: Plane, y: Plane) -> Plane:
    return np.hypot(np.maximum(np.abs(x) - 0.7, 0.0), y) - 0.27


def _clover(x: Plane, y: Plane) -> Plane:
    left, right = np.hypot(x + 0.45, y + 0.3), np.hypot(x - 0.45, y + 0.3)
    return np.minimum(np.minimum(left, right), np.hypot(x, y - 0.45)) - 0.5


# In the order in which datasets number them: the commonest first.
SILHOUETTES: dict[str, Outline] = {
    "disc": _disc,
    "ring": _ring,
    "square": _square,
    "triangle": _triangle,
    "cross": _cross,
    "star": _star,
    "crescent": _crescent,
    "hexagon": _hexagon,
    "rod": _rod,
    "clover": _clover,
}
