"""What every threshold would reach: precision over recall, and false alarms an image (FROC)."""

from __future__ import annotations

import numpy as np

from engine.domain.evaluations import ClassCurve, Evaluation, Rows


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
