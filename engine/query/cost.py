"""What an image will cost the expert, in seconds."""

from __future__ import annotations

import numpy as np

from engine.query.ranking import Floats
from engine.query.uncertainty import BoxTable

# Published means: extreme clicking 7 s (Papadopoulos 2017), verification 1.7 s (2016), a look for
# what was missed 3 s (Su 2012), opening an image 2 s.
_OPEN_S = 2.0
_LOOK_S = 3.0
_VERIFY_S = 1.7
_DELETE_S = 1.0
_DRAW_S = 7.0
# Below this chance of acceptance drawing is quicker than verifying first.
_SHOWN_FROM = _VERIFY_S / _DRAW_S


def seconds_to_draw(num_boxes: float) -> float:
    """Return the seconds an image takes on which so many boxes are drawn, without suggestions."""
    return _OPEN_S + _LOOK_S + num_boxes * _DRAW_S


def seconds_to_check(*, num_verified: float, num_drawn: float) -> float:
    """Return the seconds a labeled image takes that is looked through for one more class.

    Args:
        num_verified: Objects that are there already and may be of the class.
        num_drawn: Objects that are likely to be drawn.
    """
    return _OPEN_S + _LOOK_S + num_verified * _VERIFY_S + num_drawn * _DRAW_S


def expected_seconds(boxes: BoxTable, num_images: int) -> Floats:
    """Return the seconds each image is likely to take, (n,).

    A box likely to be accepted is verified, or deleted where it is wrong; an unlikely one is not
    shown and drawn where it is an object. Scores serve as the chances, uncalibrated.
    """
    chance = boxes.top
    shown = _VERIFY_S + (1.0 - chance) * _DELETE_S
    seconds = np.where(chance >= _SHOWN_FROM, shown, chance * _DRAW_S)
    return _OPEN_S + _LOOK_S + boxes.sum_by_image(seconds, num_images)
