"""Backgrounds of the sandbox's pictures: textures with clutter that is no object."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float64]
Picture = NDArray[np.float64]
Texture = Callable[[np.random.Generator, int], Plane]


def paint_ground(kind: str, *, seed: int, side_px: int) -> Picture:
    """Return a background, (side, side, 3), 0 to 1: two muted colors mixed by a texture."""
    rng = np.random.default_rng(seed)
    middle = rng.uniform(0.25, 0.8)
    tint = rng.uniform(-0.09, 0.09, 3)
    spread = rng.uniform(0.06, 0.16) * rng.choice([-1, 1]) + rng.uniform(-0.05, 0.05, 3)
    texture = GROUNDS[kind](rng, side_px)
    picture = middle + tint + (texture[..., None] - 0.5) * spread * 2
    for _ in range(int(rng.integers(0, 5))):
        _scratch(picture, rng)
    for _ in range(int(rng.integers(0, 25))):
        _stain(picture, rng)
    return np.asarray(np.clip(picture, 0.0, 1.0))


def _plain(rng: np.random.Generator, side: int) -> Plane:
    angle = rng.uniform(0, 2 * np.pi)
    x, y = _grid(side)
    slope: Plane = 0.35 * (x * np.cos(angle) + y * np.sin(angle))
    return 0.5 + slope + 0.1 * _clouds(rng, side)


def _clouds(rng: np.random.Generator, side: int) -> Plane:
    """Return value noise in four octaves, 0 to 1."""
    total = np.zeros((side, side))
    for cells, weight in ((3, 0.5), (6, 0.27), (12, 0.15), (24, 0.08)):
        total += weight * _stretch(rng.random((cells + 1, cells + 1)), side)
    return total


def _stripes(rng: np.random.Generator, side: int) -> Plane:
    angle, num = rng.uniform(0, np.pi), rng.uniform(3, 12)
    x, y = _grid(side)
    phase = (x * np.cos(angle) + y * np.sin(angle)) * num * np.pi + 2 * _clouds(rng, side)
    return np.asarray(0.5 + 0.4 * np.sin(phase))


def _tiles(rng: np.random.Generator, side: int) -> Plane:
    angle, num = rng.uniform(0, np.pi / 2), rng.uniform(4, 8)
    x, y = _grid(side)
    across = (x * np.cos(angle) + y * np.sin(angle)) * num
    along = (y * np.cos(angle) - x * np.sin(angle)) * num
    is_joint = (np.abs(across % 1.0 - 0.5) > 0.44) | (np.abs(along % 1.0 - 0.5) > 0.44)
    return np.where(is_joint, 0.15, 0.6) + 0.3 * (_clouds(rng, side) - 0.5)


def _grains(rng: np.random.Generator, side: int) -> Plane:
    return 0.6 * _stretch(rng.random((side // 3, side // 3)), side) + 0.4 * _clouds(rng, side)


def _weave(rng: np.random.Generator, side: int) -> Plane:
    num = rng.uniform(8, 18)
    x, y = _grid(side)
    threads = np.sin(x * num * np.pi) * np.sin(y * num * np.pi)
    return 0.5 + 0.25 * threads + 0.5 * (_clouds(rng, side) - 0.5)


GROUNDS: dict[str, Texture] = {
    "plain": _plain,
    "clouds": _clouds,
    "stripes": _stripes,
    "tiles": _tiles,
    "grains": _grains,
    "weave": _weave,
}


def _grid(side: int) -> tuple[Plane, Plane]:
    axis = (np.arange(side) + 0.5) / side * 2 - 1
    x, y = np.meshgrid(axis, axis)
    return x, y


def _stretch(coarse: Plane, side: int) -> Plane:
    """Return a coarse plane enlarged to side x side, bilinear."""
    at = np.linspace(0, len(coarse) - 1, side)
    low = np.minimum(at.astype(int), len(coarse) - 2)
    part = at - low
    rows = coarse[low] * (1 - part)[:, None] + coarse[low + 1] * part[:, None]
    return np.asarray(rows[:, low] * (1 - part) + rows[:, low + 1] * part)


def _scratch(picture: Picture, rng: np.random.Generator) -> None:
    x, y = _grid(len(picture))
    angle, offset = rng.uniform(0, np.pi), rng.uniform(-0.9, 0.9)
    bend = rng.uniform(-0.4, 0.4)
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    away = np.abs(across - offset - bend * along**2)
    strength = np.clip(1.2 - away * len(picture) / rng.uniform(1.2, 3.5), 0, 1)
    picture += (rng.uniform(-0.16, 0.16) * strength)[..., None]


def _stain(picture: Picture, rng: np.random.Generator) -> None:
    side = len(picture)
    x, y = _grid(side)
    center_x, center_y = rng.uniform(-1, 1, 2)
    radius = rng.uniform(0.01, 0.06)
    away = ((x - center_x) ** 2 + ((y - center_y) * rng.uniform(0.6, 1.6)) ** 2) / radius**2
    picture += rng.uniform(-0.2, 0.2) * np.exp(-np.minimum(away, 50))[..., None]
