"""Looking again: other models at the same images, and the same model at mirror images."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.evaluation.readings import Reading, class_doubt, disagreement, inconsistency
from engine.vision.letterbox import Frame
from engine.vision.sight import Looker, Sight


class SecondLooks:
    """A looker that compares what it sees with further looks; itself a `Looker`.

    Args:
        looker: What it sees is kept.
        task: What it looks for.
        committee: Others that read the same images, their shapes and classes the same.
        flips: Whether it looks at mirror images too.
    """

    def __init__(
        self, looker: Looker, *, task: Task, committee: Sequence[Looker] = (), flips: bool = False
    ) -> None:
        self._looker = looker
        self._task = task
        self._committee = committee
        self._flips = flips

    @property
    def num_classes(self) -> int:
        """Classes the network tells apart."""
        return self._looker.num_classes

    def fit(self, width: int, height: int, *, imgsz: int) -> Frame:
        """Return how the network is shown an upright image of this size in pixels."""
        return self._looker.fit(width, height, imgsz=imgsz)

    def embedding_dim(self) -> int:
        """Return the length of an embedding, found by looking at an empty image."""
        return self._looker.embedding_dim()

    def look(
        self, inputs: NDArray[np.uint8], frames: Sequence[Frame], *, max_boxes: int
    ) -> list[Sight]:
        """Return what is in each image, with how far the other looks differ from it."""
        sights = self._looker.look(inputs, frames, max_boxes=max_boxes)
        if self._committee:
            others = [each.look(inputs, frames, max_boxes=max_boxes) for each in self._committee]
            read_again = list(zip(*others, strict=True))
            sights = [self._disputed(*pair) for pair in zip(sights, read_again, strict=True)]
        if self._flips:
            mirrored = np.ascontiguousarray(inputs[:, :, ::-1])
            turned = self._looker.look(mirrored, frames, max_boxes=max_boxes)
            everything = zip(sights, turned, frames, strict=True)
            sights = [self._beside_mirror(*each) for each in everything]
        return sights

    def _disputed(self, sight: Sight, others: Sequence[Sight]) -> Sight:
        own = _reading(sight.predictions)
        again = [_reading(other.predictions) for other in others]
        differ = class_doubt if self._task is Task.CLASSIFY else disagreement
        seen = replace(sight.predictions, disagreement=differ(own, again))
        return replace(sight, predictions=seen)

    def _beside_mirror(self, sight: Sight, mirrored: Sight, frame: Frame) -> Sight:
        own, other = _reading(sight.predictions), _reading(mirrored.predictions)
        if self._task is Task.CLASSIFY:
            differing = float(class_doubt(own, [other]).max(initial=0.0))
        else:
            differing = inconsistency(own, _turned_back(other, width=frame.size[0]))
        return replace(sight, inconsistency=differing)


def _reading(seen: Predictions) -> Reading:
    return Reading(seen.xyxy_px, seen.scores)


def _turned_back(reading: Reading, *, width: int) -> Reading:
    """Return boxes of a mirror image where they are in the image."""
    xyxy = reading.xyxy.copy()
    xyxy[:, [0, 2]] = width - xyxy[:, [2, 0]]
    return Reading(xyxy, reading.scores)
