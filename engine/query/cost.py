"""What an image will cost the expert, in seconds."""

from __future__ import annotations

import numpy as np

from engine.domain.project import Task
from engine.query.ranking import Floats
from engine.query.uncertainty import BoxTable

# Published means: extreme clicking 7 s (Papadopoulos 2017), verification 1.7 s (2016), a look for
# what was missed 3 s (Su 2012), opening an image 2 s.
_OPEN_S = 2.0
_LOOK_S = 3.0
_VERIFY_S = 1.7
_DELETE_S = 1.0
# A box by its extremes; an outline takes 79 s in COCO's tool (Lin 2014) and less than half with
# snapping and brushes. A turned box and a skeleton are guesses; an image is named by one key.
_DRAW_S = {
    Task.DETECT: 7.0,
    Task.SEGMENT: 35.0,
    Task.OBB: 9.0,
    Task.POSE: 20.0,
    Task.CLASSIFY: _VERIFY_S,
}


def seconds_to_draw(num_objects: float, task: Task = Task.DETECT) -> float:
    """Return the seconds an image takes on which so many are drawn, without suggestions."""
    return _OPEN_S + _LOOK_S + num_objects * _DRAW_S[task]


def seconds_to_check(*, num_verified: float, num_drawn: float, task: Task = Task.DETECT) -> float:
    """Return the seconds a labeled image takes that is looked through for one more class.

    Args:
        num_verified: Objects that are there already and may be of the class.
        num_drawn: Objects that are likely to be drawn.
        task: What drawing one means.
    """
    return _OPEN_S + _LOOK_S + num_verified * _VERIFY_S + num_drawn * _DRAW_S[task]


def expected_seconds(boxes: BoxTable, num_images: int) -> Floats:
    """Return the seconds each image is likely to take, (n,).

    A box likely to be accepted is verified, or deleted where it is wrong; an unlikely one is not
    shown and drawn where it is an object. Scores serve as the chances, uncalibrated. The class of
    an image is verified or chosen anew, which takes as long.
    """
    if boxes.task is Task.CLASSIFY:
        return np.full(num_images, seconds_to_draw(1, boxes.task))
    chance, draw_s = boxes.top, _DRAW_S[boxes.task]
    shown = _VERIFY_S + (1.0 - chance) * _DELETE_S
    # Below this chance of acceptance drawing is quicker than verifying first.
    seconds = np.where(chance >= _VERIFY_S / draw_s, shown, chance * draw_s)
    return _OPEN_S + _LOOK_S + boxes.sum_by_image(seconds, num_images)
