"""The images a query chooses from, as arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.domain.costs import Chances, Costs
from engine.domain.errors import DataError
from engine.domain.project import Task

# The score cache stores float16; its memory-mapped arrays are taken as they are.
Reals = NDArray[np.float16] | NDArray[np.float32]


_PER_BOX = ("localization", "disagreement", "shape_doubt")


def _no_rows() -> NDArray[np.float32]:
    return np.zeros((0, 0), np.float32)


def _no_values() -> NDArray[np.float32]:
    return np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class DescribedBoxes:
    """What some boxes of n images look like.

    Attributes:
        offsets: Image i owns the rows `offsets[i]` to `offsets[i + 1]`, (n + 1,) int64.
        box_rows: Which of its image's boxes each row describes, counted from 0, (b,).
        vectors: Appearance, (b, d), of any length.
    """

    offsets: NDArray[np.int64]
    box_rows: NDArray[np.int64]
    vectors: Reals


class BoxFeatures(Protocol):
    """Appearance of boxes, read when it is asked for, as that of all would not fit in memory."""

    def of_images(self, image_ids: NDArray[np.int64]) -> DescribedBoxes:
        """Return the described boxes of images of the pool, in the order asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """The candidates of a query, what a model saw in them, and what is labeled already.

    Candidates may come in any order; they are kept by ascending image id, so that no choice depends
    on it. Every array but the ids may be left out. Any thread; nothing is changed after creation.

    Attributes:
        image_ids: Candidates, unique, (n,) int64.
        embeddings: Appearance of each candidate, (n, d) float16 or float32, of any length.
        offsets: Candidate i owns rows `offsets[i]` to `offsets[i + 1]` of the two box arrays,
            (n + 1,) int64.
        scores: Sigmoid score of every class for each box, (m, c) float16 or float32, 0 to 1.
        localization: Spread of each box's sides, 0 certain to 1 flat, (m,); all zero where the
            model tells nothing of it.
        disagreement: How far several readings of each box differ (two heads, or the models of a
            committee), 0 to 1, (m,); all zero where there is but one.
        shape_doubt: How unsure the model is of each box's mask, angle or keypoints, 0 to 1, (m,);
            all zero where it tells nothing of it.
        inconsistency: How differently each image and its mirror image are seen, 0 to 1, (n,); all
            zero where no mirror image was looked at.
        features: Appearance of boxes; None where there is none.
        labeled_embeddings: Appearance of each labeled image, (l, d).
        class_counts: Labeled objects of each class, in class order; empty where unknown.
        class_names: Names for the reasons, in class order.
        costs: What labeling takes this expert; None = as published.
        chances: What will become of the boxes that are suggested.
        class_quality: How well the model knows each class, 0 to 1; empty where unknown.
        task: What the model tells. Where it classifies, an image has one row of scores: the
            probabilities of its classes, of which it has one.

    Raises:
        DataError: An embedding, score or localization is not a number or out of range.
        ValueError: Shapes disagree or ids repeat.
    """

    image_ids: NDArray[np.int64]
    embeddings: Reals = field(default_factory=_no_rows)
    offsets: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    scores: Reals = field(default_factory=_no_rows)
    localization: Reals = field(default_factory=_no_values)
    disagreement: Reals = field(default_factory=_no_values)
    shape_doubt: Reals = field(default_factory=_no_values)
    inconsistency: Reals = field(default_factory=_no_values)
    features: BoxFeatures | None = None
    labeled_embeddings: Reals = field(default_factory=_no_rows)
    class_counts: tuple[int, ...] = ()
    class_names: tuple[str, ...] = ()
    class_quality: tuple[float, ...] = ()
    task: Task = Task.DETECT
    costs: Costs | None = None
    chances: Chances = field(default_factory=Chances)

    def __post_init__(self) -> None:
        self._fill_in()
        self._check_shapes()
        self._check_numbers()
        self._sort()

    def __len__(self) -> int:
        return len(self.image_ids)

    @property
    def has_scores(self) -> bool:
        """Whether a model found at least one box anywhere."""
        return len(self.scores) > 0

    @property
    def has_embeddings(self) -> bool:
        """Whether candidates can be compared by appearance."""
        return bool(self.embeddings.shape[1] > 0)

    @property
    def has_committee(self) -> bool:
        """Whether boxes were read more than once."""
        return bool(self.disagreement.any())

    @property
    def has_flips(self) -> bool:
        """Whether mirror images were looked at too."""
        return bool(self.inconsistency.any())

    @property
    def is_cold(self) -> bool:
        """Whether scores say nothing: no boxes, or boxes of a model that never saw a label."""
        nothing_labeled = not len(self.labeled_embeddings) and not sum(self.class_counts)
        return nothing_labeled or not self.has_scores

    @property
    def objects_per_image(self) -> float:
        """Mean labeled objects of a labeled image; 1 where unknown."""
        if not len(self.labeled_embeddings) or not sum(self.class_counts):
            return 1.0
        return sum(self.class_counts) / len(self.labeled_embeddings)

    def class_name(self, index: int) -> str:
        """Return the name of the class at a position, or its number where names are missing."""
        return self.class_names[index] if index < len(self.class_names) else f"class {index}"

    def _fill_in(self) -> None:
        n = len(self.image_ids)
        if not self.embeddings.size:
            width = 0 if n else self.labeled_embeddings.shape[1]
            object.__setattr__(self, "embeddings", np.zeros((n, width), np.float32))
        if not self.labeled_embeddings.size:
            width = self.embeddings.shape[1]
            object.__setattr__(self, "labeled_embeddings", np.zeros((0, width), np.float32))
        if not len(self.offsets):
            object.__setattr__(self, "offsets", np.zeros(n + 1, np.int64))
        lengths = {**dict.fromkeys(_PER_BOX, len(self.scores)), "inconsistency": n}
        for name, length in lengths.items():
            if not len(getattr(self, name)):
                object.__setattr__(self, name, np.zeros(length, np.float32))

    def _check_shapes(self) -> None:
        n, m = len(self.image_ids), len(self.scores)
        fits = (
            self.embeddings.shape[0] == n
            and self.labeled_embeddings.shape[1] == self.embeddings.shape[1]
            and len(self.offsets) == n + 1
            and self.offsets[0] == 0
            and self.offsets[-1] == m
            and bool((np.diff(self.offsets) >= 0).all())
            and self.scores.ndim == 2
            and all(getattr(self, name).shape == (m,) for name in _PER_BOX)
            and self.inconsistency.shape == (n,)
        )
        if not fits:
            raise ValueError("the arrays of a pool do not fit each other")
        if len(np.unique(self.image_ids)) != n:
            raise ValueError("an image stands twice in the pool")

    def _check_numbers(self) -> None:
        if (row := _first_bad_row(self.embeddings)) is not None:
            raise _damaged("embedding", f"image {self.image_ids[row]}")
        if _first_bad_row(self.labeled_embeddings) is not None:
            raise _damaged("embedding", "a labeled image")
        for values in (self.scores, *(getattr(self, name) for name in _PER_BOX)):
            if (row := _first_bad_row(values, low=0, high=1)) is not None:
                owner = np.searchsorted(self.offsets, row, side="right") - 1
                raise _damaged("scores", f"image {self.image_ids[owner]}")
        if (row := _first_bad_row(self.inconsistency, low=0, high=1)) is not None:
            raise _damaged("scores", f"image {self.image_ids[row]}")

    def _sort(self) -> None:
        if bool((np.diff(self.image_ids) > 0).all()):
            return
        order = np.argsort(self.image_ids)
        counts = np.diff(self.offsets)[order]
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        rows = np.repeat(self.offsets[:-1][order] - offsets[:-1], counts) + np.arange(offsets[-1])
        for name in ("image_ids", "embeddings", "inconsistency"):
            object.__setattr__(self, name, getattr(self, name)[order])
        for name in ("scores", *_PER_BOX):
            object.__setattr__(self, name, getattr(self, name)[rows])
        object.__setattr__(self, "offsets", offsets)


def _first_bad_row(values: Reals, *, low: float = -np.inf, high: float = np.inf) -> int | None:
    # NaN spreads through min and max, so sound arrays cost one pass and no copy.
    if not values.size or _is_within(values, low=low, high=high):
        return None
    return next(i for i, row in enumerate(values) if not _is_within(row, low=low, high=high))


def _is_within(values: Reals, *, low: float, high: float) -> bool:
    smallest, largest = float(np.min(values)), float(np.max(values))
    is_finite = math.isfinite(smallest) and math.isfinite(largest)
    return is_finite and smallest >= low and largest <= high


def _damaged(what: str, whose: str) -> DataError:
    return DataError(
        f"The cached {what} of {whose} holds values that are not numbers or out of range.",
        hint="Delete the folder cache/scores of the project; the next query fills it again.",
    )
