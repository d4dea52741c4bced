"""Pictures with objects that are alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SIZE = (400, 300)
# Center and half the width of pears, and of rings, which look otherwise.
PEARS = [(60, 60, 20), (180, 70, 20), (300, 90, 24), (90, 200, 17), (330, 230, 20)]
RINGS = [(200, 180, 22), (250, 250, 20)]


def paint(path: Path, *, shift: int = 0) -> Path:
    """Write a picture of pears and rings, all moved to the right by pixels."""
    rng = np.random.default_rng(shift)
    ground = rng.normal(150, 6, (SIZE[1], SIZE[0], 3)).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(ground)
    pen = ImageDraw.Draw(picture)
    for x, y, half in PEARS:
        x += shift
        pen.ellipse((x - half, y - half, x + half, y + half), fill=(200, 60, 60))
        pen.rectangle((x - half // 2, y - half // 2, x, y), fill=(60, 20, 90))
    for x, y, half in RINGS:
        x += shift
        pen.ellipse((x - half, y - half, x + half, y + half), outline=(30, 120, 40), width=5)
    picture.save(path)
    return path
