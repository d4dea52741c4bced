"""How far several readings of one image differ: two heads, a committee, an image and its mirror."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.domain.geometry import iou_matrix

Floats = NDArray[np.floating[Any]]

# Two readings of the same object overlap at least so much.
_SAME_IOU = 0.5
_TELLS_APART = 0.1
# A likeness around which CALD finds boxes most worth asking about; the likeness is 0 to 2.
_MOST_DOUBTFUL = 1.3
_COUNTING_FLOOR = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """Boxes with their whole score vectors, as one reader saw them.

    Attributes:
        xyxy: Corners, (n, 4).
        scores: Sigmoid score of every class, or the shares of the classes of an image, (n, c).
    """

    xyxy: Floats
    scores: Floats


def disagreement(own: Reading, others: Sequence[Reading]) -> NDArray[np.float32]:
    """Return how far other readings differ from each box of the first, 0 to 1, (n,).

    The mutual information between reader and class scores (Haussmann et al., IV 2020), summed over
    the classes; a reader that has no box there scores 0. To it comes how far boxes that stand for
    the same object lie apart, weighed by how sure the readers are of it.
    """
    paired = [_pair(own, other) for other in others]
    scores = np.stack([own.scores, *(scores for scores, _ in paired)])
    overlap = np.stack([overlap for _, overlap in paired])
    information = (_bits(scores.mean(axis=0)) - _bits(scores).mean(axis=0)).sum(axis=1)
    sureness = scores.max(axis=2).mean(axis=0)
    apart = np.where(overlap > 0, 1.0 - overlap, 0.0).mean(axis=0)
    found: NDArray[np.float32] = np.clip(information + sureness * apart, 0.0, 1.0)
    return found.astype(np.float32)


def inconsistency(own: Reading, mirrored: Reading) -> float:
    """Return how doubtful an image is by how its mirror image is seen, 0 to 1.

    CALD's measure (Yu et al., CVPRW 2022): each box has a likeness to the box nearest to it, from
    overlap and from how like its scores are; one near 1.3 is neither kept nor given up, and the
    most doubtful box speaks for the image. Scores are compared class by class, as they are
    sigmoids. An image without objects is consistent.

    Args:
        own: The boxes of the image.
        mirrored: The boxes of the mirror image, mirrored back.
    """
    top = own.scores.max(axis=1, initial=0.0)
    counts = top >= min(_COUNTING_FLOOR, float(top.max(initial=0.0)))
    if not len(top):
        return 0.0
    seen = Reading(own.xyxy[counts], own.scores[counts])
    scores, overlap = _pair(seen, mirrored, same_from=0.0)
    unlike = _divergence(seen.scores, scores).mean(axis=1)
    sureness = seen.scores.max(axis=1) + scores.max(axis=1)
    likeness = overlap + 0.5 * (1.0 - unlike) * sureness
    return float(np.clip(1.0 - np.abs(likeness - _MOST_DOUBTFUL).min() / _MOST_DOUBTFUL, 0.0, 1.0))


def class_doubt(own: Reading, others: Sequence[Reading]) -> NDArray[np.float32]:
    """Return how far readings of the classes of whole images differ, 0 to 1, (n,).

    Each reading has one row an image, whose shares sum to 1.
    """
    shares = np.stack([own.scores, *(other.scores for other in others)]).astype(np.float64)
    information = _share_bits(shares.mean(axis=0)) - _share_bits(shares).mean(axis=0)
    found: NDArray[np.float32] = np.clip(information, 0.0, 1.0).astype(np.float32)
    return found


def _pair(own: Reading, other: Reading, *, same_from: float = _SAME_IOU) -> tuple[Floats, Floats]:
    """Return for each box the scores and overlap of the other's nearest box, 0 without one."""
    scores, overlap = np.zeros_like(own.scores), np.zeros(len(own.xyxy))
    if not len(own.xyxy) or not len(other.xyxy):
        return scores, overlap
    shared = iou_matrix(own.xyxy, other.xyxy)
    # Boxes of two classes often share a place; the one with the likest scores is meant.
    unlike = np.abs(own.scores[:, None] - other.scores[None]).max(axis=2)
    nearest = (shared - _TELLS_APART * unlike).argmax(axis=1)
    most = shared[np.arange(len(nearest)), nearest]
    is_same = (most >= same_from) & (most > 0)
    scores[is_same] = other.scores[nearest[is_same]]
    overlap[is_same] = most[is_same]
    return scores, overlap


def _divergence(scores: Floats, others: Floats) -> Floats:
    """Return the Jensen-Shannon divergence of two chances of yes in bits, element by element."""
    return _bits((scores + others) / 2) - (_bits(scores) + _bits(others)) / 2


def _bits(chances: Floats) -> Floats:
    p = np.clip(np.asarray(chances, np.float64), 1e-9, 1.0 - 1e-9)
    return np.asarray(-(p * np.log2(p) + (1.0 - p) * np.log2(1.0 - p)))


def _share_bits(shares: Floats) -> Floats:
    return np.asarray(-(shares * np.log2(np.clip(shares, 1e-9, 1.0))).sum(axis=-1))
