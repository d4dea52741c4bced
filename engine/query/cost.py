"""What an image will cost the expert, in seconds: from published means, then from his visits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.domain.costs import AS_TOLD, MIN_FITTED_IMAGES, Chances, Costs
from engine.domain.project import Task
from engine.query.pool import Pool
from engine.query.ranking import Floats
from engine.query.uncertainty import BoxTable

# Published means: extreme clicking 7 s (Papadopoulos 2017), verification 1.7 s (2016), a look for
# what was missed 3 s (Su 2012), opening an image 2 s. A box by its extremes; an outline takes 79 s
# in COCO's tool (Lin 2014) and less than half with snapping and brushes, 12 s to mend. A turned
# box and a skeleton are guesses; an image is named by one key.
_PUBLISHED = {
    Task.DETECT: Costs(),
    Task.SEGMENT: Costs(draw_s=35.0, adjust_s=12.0),
    Task.OBB: Costs(draw_s=9.0, adjust_s=4.5),
    Task.POSE: Costs(draw_s=20.0, adjust_s=7.0),
    Task.CLASSIFY: Costs(draw_s=1.7, adjust_s=1.7, reject_s=1.7),
}

# How far one person's seconds lie from the published ones, as a share of these (from half to twice
# as long), and the share by which single images differ for one person at the least.
_SPREAD = 0.5
_LEAST_NOISE = 0.1
_FARTHEST = 5.0
_HUBER = 1.345
_STEPS = 25


def published_costs(task: Task) -> Costs:
    """Return the seconds that serve until the expert's own are known."""
    return _PUBLISHED[task]


def fit_costs(task: Task, seconds: Floats, acts: NDArray[np.float64]) -> Costs:
    """Return the seconds of each act, fitted to measured images and shrunk to the published ones.

    The most probable costs where each lies around its published mean by half of it and the seconds
    of an image around the sum of its acts by a share that the images themselves tell. Images far
    off (a call in between) count less (Huber). Fewer than 30 images say nothing yet.

    Args:
        task: Whose published seconds are the start.
        seconds: Active seconds of each image, all stays together, (n,).
        acts: How often each was drawn, accepted, adjusted, rejected and renamed there, (n, 5); what
            was adjusted was accepted, too.
    """
    before = published_costs(task)
    if len(seconds) < MIN_FITTED_IMAGES:
        return before
    mean = _vector(before)
    features = np.column_stack([np.ones(len(seconds)), acts])
    fitted = _most_probable(features * mean, seconds) * mean
    image_s, draw_s, accept_s, adjust_s, reject_s, rename_s = fitted.tolist()
    return Costs(image_s, draw_s, accept_s, adjust_s, reject_s, rename_s, len(seconds))


def seconds_to_draw(num_objects: float, costs: Costs) -> float:
    """Return the seconds an image takes on which so many are drawn, without suggestions."""
    return costs.image_s + num_objects * costs.draw_s


def seconds_to_check(*, num_verified: float, num_drawn: float, costs: Costs) -> float:
    """Return the seconds a labeled image takes that is looked through for one more class.

    Args:
        num_verified: Objects that are there already and may be of the class.
        num_drawn: Objects that are likely to be drawn.
        costs: What each act takes.
    """
    return costs.image_s + num_verified * costs.accept_s + num_drawn * costs.draw_s


def expected_seconds(
    boxes: BoxTable, num_images: int, *, costs: Costs | None = None, chances: Chances = AS_TOLD
) -> Floats:
    """Return the seconds each image is likely to take, (n,).

    A box that is likely to be right is shown: accepted, some of them adjusted, or rejected. An
    unlikely one is not shown, and drawn where it is an object. So is what has no box at all. The
    class of an image is accepted or chosen anew.
    """
    costs = costs or published_costs(boxes.task)
    right = chances_of(boxes.top, chances)
    if boxes.task is Task.CLASSIFY:
        asked = right * costs.accept_s + (1.0 - right) * costs.draw_s
        return costs.image_s + boxes.sum_by_image(asked, num_images)
    shown = right * (costs.accept_s + chances.adjusted * costs.adjust_s)
    shown = shown + (1.0 - right) * costs.reject_s
    handled = np.where(right >= costs.worth_showing, shown, right * costs.draw_s)
    missed = right * chances.unseen * costs.draw_s
    return costs.image_s + boxes.sum_by_image(handled + missed, num_images)


def seconds_of_pool(pool: Pool, boxes: BoxTable) -> Floats:
    """Return the seconds each candidate is likely to take this expert with this model, (n,)."""
    return expected_seconds(boxes, len(pool), costs=pool.costs, chances=pool.chances)


def chances_of(confidences: Floats, chances: Chances) -> Floats:
    """Return how likely boxes are right, (k,)."""
    if (chances.slope, chances.offset) == (1.0, 0.0):
        return confidences
    inside = np.clip(confidences, 1e-6, 1 - 1e-6)
    logits = chances.slope * np.log(inside / (1 - inside)) + chances.offset
    return np.asarray(0.5 * (1 + np.tanh(logits / 2)), dtype=np.float64)


def total_in_words(seconds: Sequence[float]) -> str:
    """Return what images take together ("about 6 minutes for these 20"); empty without any."""
    if not seconds:
        return ""
    these = "this one" if len(seconds) == 1 else f"these {len(seconds)}"
    minutes = round(sum(seconds) / 60)
    if minutes < 1:
        return f"less than a minute for {these}"
    return f"about {minutes} minute{'' if minutes == 1 else 's'} for {these}"


def _vector(costs: Costs) -> Floats:
    return np.array(
        [
            costs.image_s,
            costs.draw_s,
            costs.accept_s,
            costs.adjust_s,
            costs.reject_s,
            costs.rename_s,
        ]
    )


def _most_probable(expected: NDArray[np.float64], seconds: Floats) -> Floats:
    """Return the factors on the published seconds, (6,); `expected` is each act's part, (n, 6)."""
    factors = np.ones(expected.shape[1])
    for _ in range(_STEPS):
        scale = np.maximum(expected @ factors, 1.0)
        relative = (seconds - expected @ factors) / scale
        noise = max(float(np.median(np.abs(relative))) / 0.6745, _LEAST_NOISE)
        weights = np.minimum(1.0, _HUBER * noise / np.maximum(np.abs(relative), 1e-9))
        weights = weights / (noise * scale) ** 2
        curvature = (expected.T * weights) @ expected + np.eye(len(factors)) / _SPREAD**2
        pull = (expected.T * weights) @ seconds + 1.0 / _SPREAD**2
        factors = np.clip(np.linalg.solve(curvature, pull), 1 / _FARTHEST, _FARTHEST)
    return factors
