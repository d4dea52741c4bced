"""Pictures of round things whose outlines are known, for what finds outlines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from engine.domain.polygon_edits import Outlined, to_geometry
from engine.domain.shapes import Polygon

_SIZE = (300, 200)


@dataclass(frozen=True, slots=True)
class Blob:
    """One thing in a picture."""

    center: tuple[float, float]
    outline: Polygon


def write_blobs(path: Path, *, scale: int = 1) -> tuple[Path, list[Blob]]:
    """Write a noisy picture of three things, 300 x 200 pixels or so many times as large."""
    rng = np.random.default_rng(4)
    size = (_SIZE[0] * scale, _SIZE[1] * scale)
    image = Image.new("RGB", size, (70, 80, 90))
    draw = ImageDraw.Draw(image)
    blobs = []
    for x, y, radius, color in (
        (70, 90, 38, (190, 120, 80)),
        (170, 70, 26, (120, 170, 90)),
        (240, 140, 32, (200, 190, 120)),
    ):
        blob = _blob(x * scale, y * scale, radius * scale)
        draw.polygon(list(blob.outline.points_px), fill=color)
        blobs.append(blob)
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(0.8 * scale)), dtype=np.float32)
    noise = rng.normal(0, 8, (_SIZE[1], _SIZE[0], 3)).astype(np.float32)
    noisy = soft + noise.repeat(scale, axis=0).repeat(scale, axis=1)
    Image.fromarray(noisy.clip(0, 255).astype(np.uint8)).save(path)
    return path, blobs


def iou(found: Outlined | None, truth: Outlined) -> float:
    """Intersection over union of two outlines; 0 where nothing was found."""
    if found is None:
        return 0.0
    first, second = to_geometry(found), to_geometry(truth)
    return float(first.intersection(second).area / first.union(second).area)


def _blob(x: float, y: float, radius: float) -> Blob:
    turns = [2 * math.pi * step / 60 for step in range(60)]
    radii = [radius * (1 + 0.15 * math.sin(3 * turn)) for turn in turns]
    points = zip(radii, turns, strict=True)
    return Blob(
        (x, y), Polygon(tuple((x + r * math.cos(t), y + r * math.sin(t)) for r, t in points))
    )
