"""Pools for tests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from engine.domain.project import Task
from engine.query.pool import DescribedBoxes, Pool

NAMES = ("RBC", "WBC", "Platelets")


def make_pool(
    num_images: int = 40,
    *,
    num_classes: int = 3,
    num_labeled: int = 6,
    max_boxes: int = 6,
    dimensions: int = 8,
    task: Task = Task.DETECT,
    seed: int = 0,
) -> Pool:
    """Return a pool of random appearance in three clusters, with random boxes.

    Where whole images are classified, each has one row of random shares instead.
    """
    rng = np.random.default_rng(seed)
    centers = rng.normal(size=(3, dimensions))
    counts = rng.integers(0, max_boxes + 1, num_images)
    if task is Task.CLASSIFY:
        counts = np.ones(num_images, int)
    num_boxes = int(counts.sum())
    image_ids = np.arange(10, 10 + num_images, dtype=np.int64) * 3
    scores = rng.uniform(0, 1, (num_boxes, num_classes)).astype(np.float32)
    if task is Task.CLASSIFY:
        scores /= scores.sum(axis=1, keepdims=True)
    return Pool(
        image_ids=image_ids,
        embeddings=_around(centers, num_images, rng),
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        scores=scores,
        localization=rng.uniform(0, 1, num_boxes).astype(np.float32),
        disagreement=rng.uniform(0, 1, num_boxes).astype(np.float32),
        shape_doubt=rng.uniform(0, 1, num_boxes).astype(np.float32),
        inconsistency=rng.uniform(0, 1, num_images).astype(np.float32),
        features=FakeFeatures(image_ids, counts),
        class_quality=(0.9, 0.5, 0.1)[:num_classes],
        labeled_embeddings=_around(centers, num_labeled, rng),
        class_counts=(40, 5, 2)[:num_classes] if num_labeled else (),
        class_names=NAMES[:num_classes],
        task=task,
    )


class FakeFeatures:
    """Boxes that look as the numbers of their images say; every third one is not told of."""

    def __init__(self, image_ids: np.ndarray, counts: np.ndarray) -> None:
        self._counts = dict(zip(image_ids.tolist(), counts.tolist(), strict=True))

    def of_images(self, image_ids: np.ndarray) -> DescribedBoxes:
        rows = [np.flatnonzero(np.arange(self._counts[i]) % 3 < 2) for i in image_ids.tolist()]
        vectors = [
            np.random.default_rng(image_id).normal(size=(len(own), 6))
            for image_id, own in zip(image_ids, rows, strict=True)
        ]
        return DescribedBoxes(
            np.concatenate([[0], np.cumsum([len(own) for own in rows])]).astype(np.int64),
            np.concatenate([np.zeros(0, np.int64), *rows]),
            np.concatenate([np.zeros((0, 6)), *vectors]).astype(np.float16),
        )


def pool_of(
    scores_by_image: list[list[list[float]]],
    *,
    localization_by_image: list[list[float]] | None = None,
    embeddings: list[list[float]] | None = None,
    labeled: list[list[float]] | None = None,
    class_counts: tuple[int, ...] = (),
    class_names: tuple[str, ...] = NAMES,
    task: Task = Task.DETECT,
) -> Pool:
    """Return a pool of images 0, 1, ... with exactly these boxes."""
    boxes = [box for image in scores_by_image for box in image]
    counts = [len(image) for image in scores_by_image]
    num_classes = len(boxes[0]) if boxes else len(class_names)
    spread = [value for image in localization_by_image or [] for value in image]
    return Pool(
        image_ids=np.arange(len(counts), dtype=np.int64),
        embeddings=np.array(embeddings or np.zeros((len(counts), 0)), np.float32),
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        scores=np.array(boxes, np.float32).reshape(-1, num_classes),
        localization=np.array(spread, np.float32),
        labeled_embeddings=np.array(labeled or np.zeros((0, 0)), np.float32),
        class_counts=class_counts,
        class_names=class_names,
        task=task,
    )


def permuted(pool: Pool, order: np.ndarray) -> Pool:
    """Return the same pool, its candidates given in another order."""
    counts = np.diff(pool.offsets)[order]
    rows = [np.arange(pool.offsets[i], pool.offsets[i + 1]) for i in order]
    boxes = np.concatenate([*rows, np.zeros(0, int)]).astype(int)
    per_box = ("scores", "localization", "disagreement", "shape_doubt")
    per_image = ("image_ids", "embeddings", "inconsistency")
    return replace(
        pool,
        offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        **{name: getattr(pool, name)[boxes] for name in per_box},
        **{name: getattr(pool, name)[order] for name in per_image},
    )


def _around(centers: np.ndarray, num: int, rng: np.random.Generator) -> np.ndarray:
    points = centers[rng.integers(0, len(centers), num)]
    return (points + 0.3 * rng.normal(size=points.shape)).astype(np.float32)


@st.composite
def pools(draw: st.DrawFn) -> Pool:
    """Return pools of every shape: with and without boxes, embeddings, labels."""
    return make_pool(
        draw(st.integers(0, 30)),
        num_classes=draw(st.integers(1, 3)),
        num_labeled=draw(st.integers(0, 5)),
        max_boxes=draw(st.integers(0, 5)),
        dimensions=draw(st.sampled_from([0, 1, 8])),
        task=draw(st.sampled_from([Task.DETECT, Task.SEGMENT, Task.CLASSIFY])),
        seed=draw(st.integers(0, 1000)),
    )
