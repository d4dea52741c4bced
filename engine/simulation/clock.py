"""The seconds a simulated expert takes: its own, unknown to the strategies that estimate them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace

import numpy as np

from engine.domain.events import AnsweredBox
from engine.domain.geometry import Boxes, iou_matrix, match_greedily
from engine.domain.project import Task

# From this IoU on a suggestion is about an object, and from the second one it is left as it is.
SAME_OBJECT_IOU = 0.5
GOOD_ENOUGH_IOU = 0.8

# A tired expert is a quarter slower, half of that after 20 minutes.
_TIRED = 0.25
_TIRING_S = 1200.0 / math.log(2)


@dataclass(frozen=True, slots=True)
class Actions:
    """What answering one image takes, in the order of the fields of `Pace`."""

    opened: int = 1
    looked: int = 1
    verified: int = 0
    deleted: int = 0
    adjusted: int = 0
    renamed: int = 0
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds for each action of a fresh expert; published means, of boxes unless a task says."""

    open_s: float = 2.0
    look_s: float = 3.0
    verify_s: float = 1.7
    delete_s: float = 1.0
    adjust_s: float = 3.5
    rename_s: float = 2.0
    draw_s: float = 7.0

    @staticmethod
    def of_task(task: Task) -> Pace:
        """Return the mean pace at what a task has drawn; that of an image is to name its class."""
        return replace(Pace(), **_OF_TASK.get(task, {}))

    @staticmethod
    def of_somebody(rng: np.random.Generator, task: Task = Task.DETECT) -> Pace:
        """Return the pace of one person: each action takes half to twice the mean."""
        means = astuple(Pace.of_task(task))
        factors = 2.0 ** rng.uniform(-1, 1, len(means))
        return Pace(*(mean * float(f) for mean, f in zip(means, factors, strict=True)))

    def seconds(self, actions: Actions, *, worked_s: float) -> float:
        """Return the time the actions take after so many seconds of work."""
        times = zip(astuple(self), astuple(actions), strict=True)
        fresh = sum((float(each) * int(count) for each, count in times), 0.0)
        return fresh * (1.0 + _TIRED * (1.0 - math.exp(-worked_s / _TIRING_S)))


# An outline by hand, without a tracer, and the mending of one.
_OF_TASK: dict[Task, dict[str, float]] = {
    Task.SEGMENT: {"draw_s": 35.0, "adjust_s": 12.0},
    Task.OBB: {"draw_s": 9.0},
    Task.POSE: {"draw_s": 20.0, "adjust_s": 7.0},
    Task.CLASSIFY: {"draw_s": 1.7},
}


def match_suggestions(
    truth: Sequence[AnsweredBox], suggestions: Sequence[AnsweredBox]
) -> dict[int, tuple[int, float]]:
    """Return for each object that is suggested the suggestion's index and their IoU."""
    iou = iou_matrix(_corners(truth), _corners(suggestions))
    pairs = match_greedily(iou, threshold=SAME_OBJECT_IOU)
    return {row: (column, float(iou[row, column])) for row, column in pairs}


def count_actions(truth: Sequence[AnsweredBox], suggestions: Sequence[AnsweredBox]) -> Actions:
    """Return what it takes to get from the suggestions shown to the objects there are."""
    matches = match_suggestions(truth, suggestions)
    is_renamed = [
        truth[row].class_name != suggestions[column].class_name
        for row, (column, _) in matches.items()
    ]
    return Actions(
        verified=len(suggestions),
        deleted=len(suggestions) - len(matches),
        adjusted=sum(iou < GOOD_ENOUGH_IOU for _, iou in matches.values()),
        renamed=sum(is_renamed),
        drawn=len(truth) - len(matches),
    )


def _corners(boxes: Sequence[AnsweredBox]) -> Boxes:
    return np.array([box.xyxy_px for box in boxes], dtype=np.float32).reshape(-1, 4)
