"""Pictures changed as a training may change them, for people to look at."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.domain.recipes import Augmentation

# What Ultralytics fills in where a turned or shrunk image leaves the frame free.
_FILL = (114, 114, 114)


def augment(picture: Image.Image, augmentation: Augmentation, *, seed: int) -> Image.Image:
    """Return one example of what a training with these values shows its model.

    Rotation, scale, shift, hue, saturation and brightness are drawn evenly up to their values, as
    Ultralytics draws them, and flips by their chances; what takes several images is left out. The
    same seed gives the same example. Any thread.
    """
    rng = np.random.default_rng(seed)
    shares = rng.uniform(-1.0, 1.0, size=7)
    is_flipped, is_mirrored = rng.random(2) < (augmentation.flipud, augmentation.fliplr)
    moved = _moved(picture.convert("RGB"), augmentation, shares[:4])
    colored = _recolored(moved, augmentation, shares[4:])
    if is_flipped:
        colored = colored.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    if is_mirrored:
        colored = colored.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return colored


def _moved(
    picture: Image.Image, augmentation: Augmentation, shares: NDArray[np.float64]
) -> Image.Image:
    width, height = picture.size
    angle = math.radians(augmentation.degrees * shares[0])
    scale = 1.0 + augmentation.scale * shares[1]
    dx, dy = augmentation.translate * width * shares[2], augmentation.translate * height * shares[3]
    # Pillow asks where each pixel comes from: back by the shift, then unturned and unscaled.
    cos, sin = math.cos(angle) / scale, math.sin(angle) / scale
    x, y = width / 2 + dx, height / 2 + dy
    matrix = (cos, sin, width / 2 - cos * x - sin * y, -sin, cos, height / 2 + sin * x - cos * y)
    return picture.transform(
        picture.size,
        Image.Transform.AFFINE,
        matrix,
        resample=Image.Resampling.BILINEAR,
        fillcolor=_FILL,
    )


def _recolored(
    picture: Image.Image, augmentation: Augmentation, shares: NDArray[np.float64]
) -> Image.Image:
    pixels = np.asarray(picture.convert("HSV"), dtype=np.float32).copy()
    pixels[..., 0] = (pixels[..., 0] + 256 * augmentation.hsv_h * shares[0]) % 256
    pixels[..., 1] *= 1.0 + augmentation.hsv_s * shares[1]
    pixels[..., 2] *= 1.0 + augmentation.hsv_v * shares[2]
    changed = np.clip(pixels, 0, 255).astype(np.uint8)
    return Image.fromarray(changed, "HSV").convert("RGB")
