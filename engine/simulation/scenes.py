"""What the sandbox's pictures show: drawn by chance, described before they are painted."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace

import numpy as np

from engine.simulation.grounds import GROUNDS

# The rarest class is met 20 times less often than the commonest.
_TAIL = 20.0
_EMPTY_SHARE = 0.04
_GOLDEN_RATIO = 0.618034


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of a scene.

    Attributes:
        class_index: What it is.
        x: Centre, as a fraction of the picture's side from the left.
        y: The same from the top.
        size: Diameter as a fraction of the side.
        stretch: Width by height.
        tilt: Angle in radians, clockwise.
        color: RGB, 0 to 1.
    """

    class_index: int
    x: float
    y: float
    size: float
    stretch: float
    tilt: float
    color: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Scene:
    """All that makes a picture, independent of its size in pixels.

    Attributes:
        ground: Kind of background.
        ground_seed: Seed of the background and its clutter.
        things: Objects, front to back.
        camera_seed: Seed of the noise.
        noise: Standard deviation of the noise, of a range of 1.
        contrast: Factor around middle gray.
        brightness: Added to every pixel, of a range of 1.
        blur: Width of the blur as a fraction of the side.
    """

    ground: str
    ground_seed: int
    things: tuple[Thing, ...]
    camera_seed: int
    noise: float = 0.015
    contrast: float = 1.0
    brightness: float = 0.0
    blur: float = 0.0


def imagine(rng: np.random.Generator, *, num_classes: int) -> Scene:
    """Return a new scene; some are empty, some lonely, some in rows, some crowded."""
    positions = _lay_out(rng)
    favorite = _draw_class(rng, num_classes)
    is_uniform = rng.random() < 0.35
    base_size = np.exp(rng.uniform(np.log(0.13), np.log(0.34)))
    things = tuple(
        _make_thing(
            rng,
            position,
            favorite if is_uniform else _draw_class(rng, num_classes),
            base_size=base_size,
        )
        for position in positions
    )
    return Scene(
        ground=str(rng.choice(list(GROUNDS))),
        ground_seed=int(rng.integers(2**31)),
        things=things,
        camera_seed=int(rng.integers(2**31)),
        contrast=rng.uniform(0.85, 1.1),
        brightness=rng.uniform(-0.08, 0.08),
    )


def nearly_repeat(scene: Scene, rng: np.random.Generator) -> Scene:
    """Return what a second shot of a scene would show: a moved camera, other light."""
    shift_x, shift_y = rng.uniform(-0.02, 0.02, 2)
    things = tuple(
        replace(thing, x=thing.x + shift_x, y=thing.y + shift_y, tilt=thing.tilt + 0.03)
        for thing in scene.things
    )
    return replace(
        scene,
        things=things,
        camera_seed=int(rng.integers(2**31)),
        brightness=scene.brightness + rng.uniform(-0.04, 0.04),
    )


def worsen(scene: Scene, rng: np.random.Generator) -> Scene:
    """Return a scene taken badly: pale, blurred, noisy, too dark or too bright."""
    return replace(
        scene,
        contrast=rng.uniform(0.35, 0.55),
        brightness=rng.choice([-1.0, 1.0]) * rng.uniform(0.05, 0.18),
        noise=rng.uniform(0.04, 0.07),
        blur=rng.uniform(0.006, 0.012),
    )


def _lay_out(rng: np.random.Generator) -> list[tuple[float, float]]:
    """Return the centres of the things, as fractions of the side."""
    if rng.random() < _EMPTY_SHARE:
        return []
    match str(rng.choice(["few", "scattered", "crowd", "row"], p=[0.25, 0.4, 0.2, 0.15])):
        case "few":
            points = rng.uniform(0.15, 0.85, (int(rng.integers(1, 3)), 2))
        case "scattered":
            points = rng.uniform(0.04, 0.96, (int(rng.integers(3, 8)), 2))
        case "crowd":
            center = rng.uniform(0.35, 0.65, 2)
            points = center + rng.normal(0, 0.17, (int(rng.integers(6, 13)), 2))
        case _:
            angle, num = rng.uniform(0, np.pi), int(rng.integers(3, 6))
            steps = np.linspace(-0.38, 0.38, num)[:, None]
            along = steps * [np.cos(angle), np.sin(angle)]
            points = 0.5 + along + rng.normal(0, 0.025, (num, 2))
    return [(float(x), float(y)) for x, y in np.clip(points, 0.0, 1.0)]


def _draw_class(rng: np.random.Generator, num_classes: int) -> int:
    weights = _TAIL ** -np.linspace(0, 1, num_classes)
    return int(rng.choice(num_classes, p=weights / weights.sum()))


def _make_thing(
    rng: np.random.Generator,
    position: tuple[float, float],
    class_index: int,
    *,
    base_size: float,
) -> Thing:
    # Color hints at the class and misleads in one of four.
    hue = (0.03 + class_index * _GOLDEN_RATIO) % 1.0 + rng.normal(0, 0.05)
    if rng.random() < 0.25:
        hue = rng.random()
    red, green, blue = colorsys.hls_to_rgb(
        hue % 1.0, rng.uniform(0.28, 0.78), rng.uniform(0.3, 0.85)
    )
    return Thing(
        class_index=class_index,
        x=position[0],
        y=position[1],
        size=base_size * rng.uniform(0.75, 1.3),
        stretch=rng.uniform(0.8, 1.25),
        tilt=rng.uniform(0, 2 * np.pi),
        color=(red, green, blue),
    )
