"""Pictures changed as a training may change them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.domain.recipes import Augmentation
from engine.imaging.augmenting import augment

_NOTHING = Augmentation(
    **dict.fromkeys(("hsv_h", "hsv_s", "hsv_v", "translate", "scale", "fliplr"), 0.0)
)


def _picture(*, width: int = 48, height: int = 32) -> Image.Image:
    rng = np.random.default_rng(7)
    return Image.fromarray(rng.integers(0, 256, (height, width, 3), dtype=np.uint8))


def _pixels(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture, dtype=np.int16)


def test_augment_when_nothing_is_allowed_then_the_picture_stays() -> None:
    picture = _picture()
    # Pillow's HSV has 256 steps of each.
    assert np.abs(_pixels(augment(picture, _NOTHING, seed=1)) - _pixels(picture)).max() <= 6


@given(seed=st.integers(0, 9_999))
def test_augment_when_the_seed_is_the_same_then_the_picture_is(seed: int) -> None:
    picture, strong = _picture(), Augmentation(degrees=15.0)
    first, second = augment(picture, strong, seed=seed), augment(picture, strong, seed=seed)
    assert first.size == picture.size
    assert first.tobytes() == second.tobytes()


def test_augment_when_mirrored_then_left_is_right() -> None:
    picture = _picture()
    mirrored = augment(picture, replace(_NOTHING, fliplr=1.0), seed=1)
    plain = augment(picture, _NOTHING, seed=1)
    assert mirrored.transpose(Image.Transpose.FLIP_LEFT_RIGHT).tobytes() == plain.tobytes()


@pytest.mark.parametrize("seed", range(4))
def test_augment_when_turned_then_a_spot_stays_as_far_out_and_within_the_angle(seed: int) -> None:
    picture = Image.new("RGB", (81, 81))
    picture.paste((255, 255, 255), (69, 39, 72, 42))
    turned = _pixels(augment(picture, replace(_NOTHING, degrees=30.0), seed=seed)).sum(axis=2)
    turned[turned == 3 * 114] = 0
    y, x = np.argwhere(turned > 300).mean(axis=0) - 40
    assert np.hypot(x, y) == pytest.approx(30, abs=1.5)
    assert abs(np.degrees(np.arctan2(y, x))) <= 32


def test_augment_when_brightness_changes_then_up_to_its_share() -> None:
    gray = Image.new("RGB", (8, 8), (100, 100, 100))
    found = [
        _pixels(augment(gray, replace(_NOTHING, hsv_v=0.4), seed=seed)).mean() for seed in range(40)
    ]
    assert 59 <= min(found) < 70
    assert 130 < max(found) <= 140
