"""Pictures of scenes, with the boxes of what is visible in them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.simulation.grounds import Picture, paint_ground
from engine.simulation.scenes import Scene, Thing
from engine.simulation.silhouettes import SILHOUETTES, Plane

Mask = NDArray[np.bool_]

# Things hidden more than this are left out: an expert could not name them either.
_MIN_VISIBLE = 0.5
_MIN_BOX_PX = 4
_SHADOW = 0.35
_OUTLINES = tuple(SILHOUETTES.values())


@dataclass(frozen=True, slots=True)
class Seen:
    """An object of a picture: its class, and its visible part.

    Attributes:
        class_index: What it is.
        xyxy_px: The corners of its visible part in pixels.
        visible: That part itself, (side, side).
    """

    class_index: int
    xyxy_px: tuple[int, int, int, int]
    visible: Mask = field(compare=False, repr=False)


def paint(scene: Scene, *, side_px: int) -> tuple[NDArray[np.uint8], tuple[Seen, ...]]:
    """Return a picture, (side, side, 3), and the objects in it, front to back."""
    picture = paint_ground(scene.ground, seed=scene.ground_seed, side_px=side_px)
    occupied = np.zeros((side_px, side_px), dtype=bool)
    placed = []
    for thing in scene.things:
        stamp = _Stamp.of(thing, side_px=side_px)
        if (box := stamp.box_beside(occupied)) is not None:
            placed.append((stamp, Seen(thing.class_index, box, stamp.mask & ~occupied)))
            occupied |= stamp.mask
    for stamp, _ in reversed(placed):
        stamp.paint(picture)
    return _photograph(picture, scene), tuple(seen for _, seen in placed)


@dataclass(frozen=True, slots=True, eq=False)
class _Stamp:
    """One thing on the pixels of a picture; every plane is (side, side).

    Attributes:
        thing: What is painted.
        distance: From its outline in pixels, negative inside.
        shadow: The same for its shadow, two pixels lower and one to the right.
        height: Place between its top (-1) and its bottom (1).
        area_px: Its area, with what lies outside the picture.
    """

    thing: Thing
    distance: Plane
    shadow: Plane
    height: Plane
    area_px: float

    @staticmethod
    def of(thing: Thing, *, side_px: int) -> _Stamp:
        margin = side_px // 2
        axis = np.arange(-margin, side_px + margin) + 0.5
        x, y = np.meshgrid(axis - thing.x * side_px, axis - thing.y * side_px)
        cos, sin = math.cos(thing.tilt), math.sin(thing.tilt)
        radius = thing.size * side_px / 2
        wide, high = radius * math.sqrt(thing.stretch), radius / math.sqrt(thing.stretch)
        along, across = (x * cos + y * sin) / wide, (y * cos - x * sin) / high
        distance = _OUTLINES[thing.class_index](along, across) * radius
        inside = slice(margin, margin + side_px)
        lit_rows = slice(margin - 2, margin - 2 + side_px)
        lit_columns = slice(margin - 1, margin - 1 + side_px)
        return _Stamp(
            thing=thing,
            distance=distance[inside, inside],
            shadow=distance[lit_rows, lit_columns],
            height=(y / radius)[inside, inside],
            area_px=float((distance < 0).sum()),
        )

    @property
    def mask(self) -> Mask:
        return np.asarray(self.distance < 0)

    def box_beside(self, occupied: Mask) -> tuple[int, int, int, int] | None:
        """Return the box of what is visible behind others; None if that is too little."""
        visible = self.mask & ~occupied
        if visible.sum() < _MIN_VISIBLE * self.area_px or not visible.any():
            return None
        rows, columns = np.flatnonzero(visible.any(axis=1)), np.flatnonzero(visible.any(axis=0))
        box = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        is_large = min(box[2] - box[0], box[3] - box[1]) >= _MIN_BOX_PX
        return box if is_large else None

    def paint(self, picture: Picture) -> None:
        """Put the thing with light from above, a darker rim and a soft shadow on the picture."""
        picture *= 1 - _SHADOW * np.clip(0.5 - self.shadow / 4, 0, 1)[..., None]
        cover = np.clip(0.5 - self.distance, 0, 1)[..., None]
        light = 1.0 - 0.22 * np.clip(self.height, -1, 1)
        rim = 1.0 - 0.35 * np.clip(1 + self.distance / 2.5, 0, 1)
        surface = np.asarray(self.thing.color) * (light * rim)[..., None]
        picture += cover * (np.clip(surface, 0, 1) - picture)


def _photograph(picture: Picture, scene: Scene) -> NDArray[np.uint8]:
    rng = np.random.default_rng(scene.camera_seed)
    if scene.blur:
        picture = _blur(picture, width_px=scene.blur * len(picture))
    picture = (picture - 0.5) * scene.contrast + 0.5 + scene.brightness
    picture = picture + scene.noise * rng.standard_normal(picture.shape)
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)


def _blur(picture: Picture, *, width_px: float) -> Picture:
    reach = max(1, math.ceil(3 * width_px))
    steps = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (steps / width_px) ** 2)
    weights /= weights.sum()
    for axis in (0, 1):
        pad = [(reach, reach) if i == axis else (0, 0) for i in range(3)]
        padded = np.pad(picture, pad, mode="edge")
        length = picture.shape[axis]
        parts = [np.take(padded, range(i, i + length), axis=axis) for i in range(len(steps))]
        picture = np.tensordot(weights, np.stack(parts), axes=1)
    return picture
