"""What every threshold would reach: precision over recall, and false alarms an image (FROC)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.domain.evaluations import Evaluation, Rows


@dataclass(frozen=True, slots=True)
class ClassCurve:
    """One class of one evaluation at each of its distinct confidences, descending.

    Attributes:
        num_objects: Objects of the class.
        thresholds: (t,).
        num_found: Objects found from each threshold on, (t,).
        num_shown: Boxes shown from each threshold on, (t,).
        num_images: Images measured on.
    """

    num_objects: int
    thresholds: NDArray[np.float64]
    num_found: Rows
    num_shown: Rows
    num_images: int

    @property
    def recall(self) -> NDArray[np.float64]:
        """Share of the objects found; 0 without objects."""
        return self.num_found / max(self.num_objects, 1)

    @property
    def precision(self) -> NDArray[np.float64]:
        """Share of the boxes shown that are right."""
        return self.num_found / np.maximum(self.num_shown, 1)

    @property
    def false_alarms(self) -> NDArray[np.float64]:
        """Boxes that are not right, per image."""
        return (self.num_shown - self.num_found) / max(self.num_images, 1)


def class_curve(evaluation: Evaluation, found: Rows, class_index: int) -> ClassCurve:
    """Return the curve of a class; `found` is what `match_boxes` returned."""
    rows = np.flatnonzero(evaluation.box_classes == class_index)
    rows = rows[np.argsort(-evaluation.confidence[rows], kind="stable")]
    confidence = evaluation.confidence[rows].astype(np.float64)
    # The last of equal confidences: boxes of one confidence are shown or hidden together.
    last = np.flatnonzero(np.append(confidence[1:] != confidence[:-1], values=True)[: len(rows)])
    return ClassCurve(
        num_objects=int((evaluation.object_classes == class_index).sum()),
        thresholds=confidence[last],
        num_found=np.cumsum(found[rows] >= 0, dtype=np.int64)[last],
        num_shown=last + 1,
        num_images=evaluation.num_images,
    )
