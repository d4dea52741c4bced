"""How unsure a model is: doubt of each box, summed to named terms of each image."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.domain.project import Task
from engine.query.pool import Pool, Reals
from engine.query.ranking import Floats, Rows
from engine.query.terms import TermName, TermTable

# Below this score a box of a trained model is background (PPAL's floor).
_COUNTING_FLOOR = 0.05
_CHUNK_ROWS = 50_000
_COLUMNS = (
    *("image_row", "top", "rival", "top_class", "rival_class", "entropy"),
    *("localization", "disagreement", "shape_doubt", "source"),
)


@dataclass(frozen=True, slots=True, eq=False)
class BoxTable:
    """The boxes of a pool that count, image by image; every array is (k,).

    Attributes:
        image_row: Row of the box's image in the pool, ascending.
        top: Highest class score.
        rival: Second highest class score; 0 with one class.
        top_class: Class of `top`.
        rival_class: Class of `rival`; -1 with one class.
        entropy: Sum of the binary entropies of all class scores, in bits; where whole images are
            classified, the entropy of their class.
        localization: Spread of the box's sides, 0 to 1.
        disagreement: How far several readings of the box differ, 0 to 1.
        shape_doubt: Doubt about its mask, angle or keypoints, 0 to 1.
        source: Row of the box among all boxes of the pool, ascending.
        usual_spread: Median spread of all boxes of the pool that count.
        task: What the boxes stand for.
    """

    image_row: Rows
    top: Floats
    rival: Floats
    top_class: Rows
    rival_class: Rows
    entropy: Floats
    localization: Floats
    disagreement: Floats
    shape_doubt: Floats
    source: Rows
    usual_spread: float
    task: Task = Task.DETECT

    @property
    def margin(self) -> Floats:
        """1 - distance of the two likeliest among best class, second class and background.

        With one class this is 1 - |2s - 1|. A whole image is never background.
        """
        if self.task is Task.CLASSIFY:
            return 1.0 - (self.top - self.rival)
        outcomes = np.sort(np.stack([self.top, self.rival, 1.0 - self.top]), axis=0)
        return np.asarray(1.0 - (outcomes[2] - outcomes[1]), dtype=np.float64)

    @property
    def is_between_classes(self) -> NDArray[np.bool_]:
        """Whether two classes compete; otherwise the question is object or background."""
        if self.task is Task.CLASSIFY:
            return self.rival_class >= 0
        return np.asarray((self.rival_class >= 0) & (self.rival >= 0.5 * self.top))

    @property
    def is_unsure(self) -> NDArray[np.bool_]:
        """Whether a best score carries at least half a bit (0.11 to 0.89), or two are high."""
        bits = np.maximum(binary_entropy(self.top), binary_entropy(self.rival))
        return np.asarray((bits >= 0.5) | (self.is_between_classes & (self.top > 0.5)))

    def sum_by_image(self, values: Floats, num_images: int) -> Floats:
        """Return the sum of a value of each box over the boxes of each image, (n,)."""
        sums = np.bincount(self.image_row, weights=values, minlength=num_images)
        return sums.astype(np.float64)

    def count_in_image(self, num_images: int) -> Floats:
        """Return for each box how many its image has, (k,)."""
        return self.sum_by_image(np.ones(len(self.top)), num_images)[self.image_row]

    def is_largest_in_image(self, values: Floats) -> NDArray[np.bool_]:
        """Return whether a box has its image's largest value; the first of equal ones, (k,)."""
        order = np.lexsort((-values, self.image_row))
        _, first = np.unique(self.image_row[order], return_index=True)
        is_largest = np.zeros(len(values), dtype=bool)
        is_largest[order[first]] = True
        return is_largest

    def where(self, image_row: int) -> slice:
        """Return where the boxes of an image stand."""
        start, stop = np.searchsorted(self.image_row, [image_row, image_row + 1])
        return slice(int(start), int(stop))

    def of_image(self, image_row: int) -> BoxTable:
        """Return the boxes of one image."""
        return self.cut(self.where(image_row))

    def cut(self, at: slice | Rows) -> BoxTable:
        """Return some of the boxes."""
        return replace(self, **{name: getattr(self, name)[at] for name in _COLUMNS})


def read_boxes(pool: Pool) -> BoxTable:
    """Return the boxes that count as objects the model may have seen.

    A trained model's boxes count from a score of 0.05. A young model's scores are all tiny: then as
    many of the pool's best boxes count as objects are expected. Whole images count always.
    """
    counting = _counting(pool)
    are_shares = pool.task is Task.CLASSIFY
    owners = np.repeat(np.arange(len(pool), dtype=np.int32), np.diff(pool.offsets))
    localization = _column(pool.localization, counting)
    top, rival, entropy = (np.zeros(len(counting), np.float32) for _ in range(3))
    top_class, rival_class = (np.zeros(len(counting), np.int16) for _ in range(2))
    # Only boxes that count are read whole, in chunks: 5 million boxes of 80 classes fit.
    for start in range(0, len(counting), _CHUNK_ROWS):
        at = slice(start, start + _CHUNK_ROWS)
        measured = _measure(pool.scores[counting[at]], are_shares=are_shares)
        top[at], rival[at], top_class[at], rival_class[at], entropy[at] = measured
    return BoxTable(
        image_row=owners[counting],
        top=top,
        rival=rival,
        top_class=top_class,
        rival_class=rival_class,
        entropy=entropy,
        localization=localization,
        disagreement=_column(pool.disagreement, counting),
        shape_doubt=_column(pool.shape_doubt, counting),
        source=counting,
        usual_spread=float(np.median(localization)) if localization.any() else 0.0,
        task=pool.task,
    )


def split_doubt(boxes: BoxTable, doubt: Floats, num_images: int) -> TermTable:
    """Return the doubt of each image's boxes in two terms: which class, and object or not."""
    between = boxes.is_between_classes
    return TermTable(
        {
            TermName.CLASS_DOUBT: boxes.sum_by_image(np.where(between, doubt, 0.0), num_images),
            TermName.PRESENCE_DOUBT: boxes.sum_by_image(np.where(between, 0.0, doubt), num_images),
        }
    )


def binary_entropy(probabilities: Floats) -> Floats:
    """Return the entropy of yes or no in bits, 0 to 1."""
    p = np.clip(np.asarray(probabilities, np.float64), 1e-9, 1.0 - 1e-9)
    bits = -(p * np.log2(p) + (1.0 - p) * np.log2(1.0 - p))
    return np.where((probabilities <= 0) | (probabilities >= 1), 0.0, bits)


def share_entropy(shares: Floats) -> Floats:
    """Return the entropy of one among several in bits, (k,), of their probabilities, (k, c)."""
    return np.asarray(-(shares * np.log2(np.clip(shares, 1e-9, 1.0))).sum(axis=1))


def _counting(pool: Pool) -> Rows:
    """Return the rows of the boxes that count."""
    if pool.task is Task.CLASSIFY:
        return np.arange(len(pool.scores), dtype=np.int32)
    top = pool.scores.max(axis=1) if len(pool.scores) else np.zeros(0, np.float32)
    floor = _floor(top, num_expected=max(1, round(len(pool) * pool.objects_per_image)))
    return np.flatnonzero(top >= floor).astype(np.int32)


def _measure(scores: Reals, *, are_shares: bool) -> tuple[Floats, Floats, Rows, Rows, Floats]:
    """Return best score, second score, their classes and the entropy of each box, each (k,)."""
    p = np.array(scores, dtype=np.float64)
    entropy = share_entropy(p) if are_shares else binary_entropy(p).sum(axis=1)
    rows = np.arange(len(p))
    best_class = p.argmax(axis=1)
    best = p[rows, best_class]
    if p.shape[1] == 1:
        return best, np.zeros(len(p)), best_class, np.full(len(p), -1), entropy
    p[rows, best_class] = -1.0
    rival_class = p.argmax(axis=1)
    return best, p[rows, rival_class], best_class, rival_class, entropy


def _column(values: Reals, counting: Rows) -> Floats:
    """Return a column of the boxes that count in single precision; of zeros without memory."""
    if not values.any():
        return np.broadcast_to(np.float32(0), len(counting))
    return np.asarray(values[counting], np.float32)


def _floor(top: Reals, *, num_expected: int) -> float:
    if len(top) <= num_expected:
        return 0.0
    rank = len(top) - num_expected
    return min(_COUNTING_FLOOR, float(np.partition(top, rank)[rank]))
