"""Boxes as arrays: conversions and overlaps. All functions are pure and vectorised."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]


def iou_matrix(a_xyxy: Boxes, b_xyxy: Boxes) -> Boxes:
    """Return the IoU of every box of `a` with every box of `b`.

    Args:
        a_xyxy: Corners, shape (n, 4), any one unit.
        b_xyxy: Corners, shape (m, 4), the same unit.

    Returns:
        Shape (n, m), values in [0, 1]; 0 where both boxes have no area.
    """
    a = np.asarray(a_xyxy, dtype=np.float64).reshape(-1, 4)
    b = np.asarray(b_xyxy, dtype=np.float64).reshape(-1, 4)
    top_left = np.maximum(a[:, None, :2], b[None, :, :2])
    bottom_right = np.minimum(a[:, None, 2:], b[None, :, 2:])
    overlap = np.prod(np.clip(bottom_right - top_left, 0, None), axis=2)
    union = _areas(a)[:, None] + _areas(b)[None, :] - overlap
    iou = np.divide(overlap, union, out=np.zeros_like(overlap), where=union > 0)
    clipped: Boxes = np.clip(iou, 0.0, 1.0).astype(np.float32)
    return clipped


def match_greedily(iou: Boxes, *, threshold: float) -> list[tuple[int, int]]:
    """Pair rows with columns, best IoU first, each used once.

    Args:
        iou: Overlaps, shape (n, m).
        threshold: Pairs below this are not made.
    """
    pairs: list[tuple[int, int]] = []
    left = iou.astype(np.float64).copy()
    while left.size and left.max() >= max(threshold, 1e-9):
        row, column = (int(i) for i in np.unravel_index(int(left.argmax()), left.shape))
        pairs.append((row, column))
        left[row, :] = -1
        left[:, column] = -1
    return pairs


def _areas(xyxy: NDArray[np.float64]) -> NDArray[np.float64]:
    sides = np.clip(xyxy[:, 2:] - xyxy[:, :2], 0, None)
    return sides[:, 0] * sides[:, 1]
