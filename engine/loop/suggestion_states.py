"""What the labels of an image say of the suggestions made for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from engine.domain.annotations import ImageLabels
from engine.domain.geometry import iou_matrix
from engine.domain.identifiers import ClassId
from engine.domain.shapes import bounding_box
from engine.domain.suggestions import SuggestionState
from engine.loop.scoring import Suggestion

# A suggestion that lies so on an annotation is about the same object.
SAME_OBJECT_IOU = 0.5


def states_of_suggestions(
    offered: Sequence[Suggestion],
    labels: ImageLabels,
    class_ids: Iterable[ClassId],
    judged: Mapping[str, SuggestionState],
) -> list[SuggestionState]:
    """Return what was done with each suggestion, or else what the labels say of it.

    Args:
        offered: The suggestions for one image.
        labels: Its labels.
        class_ids: The project's classes.
        judged: What the expert did with suggestions here, by their keys.
    """
    implied = _implied_states(offered, labels, class_ids)
    return [judged.get(each.key, state) for each, state in zip(offered, implied, strict=True)]


def _implied_states(
    offered: Sequence[Suggestion], labels: ImageLabels, class_ids: Iterable[ClassId]
) -> list[SuggestionState]:
    answers = [labels.answer(class_id) for class_id in class_ids]
    if answers and all(answer.is_settled for answer in answers):
        return [SuggestionState.REJECTED] * len(offered)
    labeled = [bounding_box(each.shape).xyxy_px for each in labels.annotations]
    if not labeled or not offered:
        return [_unmatched_state(each, labels) for each in offered]
    boxes = np.array([bounding_box(each.shape).xyxy_px for each in offered], np.float32)
    overlap = iou_matrix(boxes, np.array(labeled, np.float32)).max(axis=1)
    return [
        SuggestionState.ACCEPTED if iou >= SAME_OBJECT_IOU else _unmatched_state(each, labels)
        for each, iou in zip(offered, overlap, strict=True)
    ]


def _unmatched_state(suggestion: Suggestion, labels: ImageLabels) -> SuggestionState:
    """What was not labeled although somebody looked for its class is not there."""
    is_settled = labels.answer(suggestion.class_id).is_settled
    return SuggestionState.REJECTED if is_settled else SuggestionState.OPEN
