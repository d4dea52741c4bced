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
    """Return a picture changed as far as the values reach; the seed only chooses the directions.

    Rotation, scale, shift, hue, saturation, brightness and flips are shown; what takes several
    images is not. Any thread.
    """
    rng = np.random.default_rng(seed)
    signs = rng.choice((-1.0, 1.0), size=7)
    moved = _moved(picture.convert("RGB"), augmentation, signs[:4])
    colored = _recolored(moved, augmentation, signs[4:])
    if augmentation.flipud > 0:
        colored = colored.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    if augmentation.fliplr > 0:
        colored = colored.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return colored


def _moved(
    picture: Image.Image, augmentation: Augmentation, signs: NDArray[np.float64]
) -> Image.Image:
    width, height = picture.size
    angle = math.radians(augmentation.degrees * signs[0])
    scale = 1.0 + augmentation.scale * signs[1]
    dx, dy = augmentation.translate * width * signs[2], augmentation.translate * height * signs[3]
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
    picture: Image.Image, augmentation: Augmentation, signs: NDArray[np.float64]
) -> Image.Image:
    pixels = np.asarray(picture.convert("HSV"), dtype=np.float32).copy()
    pixels[..., 0] = (pixels[..., 0] + 256 * augmentation.hsv_h * signs[0]) % 256
    pixels[..., 1] *= 1.0 + augmentation.hsv_s * signs[1]
    pixels[..., 2] *= 1.0 + augmentation.hsv_v * signs[2]
    changed = np.clip(pixels, 0, 255).astype(np.uint8)
    return Image.fromarray(changed, "HSV").convert("RGB")
