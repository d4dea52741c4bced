"""What a model of some skill would see in the images of a snapshot, by dice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.domain.evaluations import SeenImage, join_images
from engine.domain.geometry import iou_matrix
from engine.domain.jobs import SnapshotRequest
from engine.domain.metrics import Yardstick
from engine.evaluation.evaluation_file import write_evaluation
from engine.loop.snapshots import SnapshotImage, read_manifest

_SPLITS = {Yardstick.VAL: "val", Yardstick.TEST: "test"}


def write_seen(
    folder: Path, snapshot: SnapshotRequest, *, skill: float, seed: int = 0
) -> tuple[str, ...]:
    """Write an evaluation of each split that has images, as a training does; return the files."""
    paths = []
    _, known = read_manifest(Path(snapshot.manifest_path))
    for yardstick, split in _SPLITS.items():
        rng = np.random.default_rng([seed, len(split)])
        images = [_see(image, rng, skill) for image in known if image.split == split]
        if images:
            paths.append(str(write_evaluation(folder, join_images(yardstick, images))))
    return tuple(paths)


def _see(image: SnapshotImage, rng: np.random.Generator, skill: float) -> SeenImage:
    rows = np.array(
        [[float(figure) for figure in line.split()[:5]] for line in image.lines],
        np.float64,
    ).reshape(-1, 5)
    objects = _corners(rows[:, 1:])
    classes = rows[:, 0].astype(np.int64)
    num_classes = max(2, int(classes.max(initial=0)) + 1)
    is_seen = rng.random(len(rows)) < 0.6 + 0.4 * skill
    is_mistaken = rng.random(len(rows)) < 0.2 * (1 - skill)
    said = np.where(is_mistaken, (classes + 1) % num_classes, classes)[is_seen]
    shaken = rows[is_seen, 1:] * rng.normal(1, 0.03, (int(is_seen.sum()), 4))
    num_false = int(rng.poisson(1.5 * (1 - skill)))
    false = np.column_stack(
        [rng.uniform(0.2, 0.8, (num_false, 2)), rng.uniform(0.05, 0.2, (num_false, 2))]
    )
    boxes = np.concatenate([_corners(shaken), _corners(false)]).astype(np.float32)
    confidence = np.concatenate(
        [rng.beta(4 + 6 * skill, 3, len(said)), rng.beta(2, 5, num_false)]
    ).astype(np.float32)
    order = np.argsort(-confidence, kind="stable")
    box_classes = np.concatenate([said, rng.integers(0, num_classes, num_false)])[order]
    there = objects.astype(np.float32)
    return SeenImage(
        image.stem,
        boxes[order],
        confidence[order],
        box_classes.astype(np.int64),
        there,
        classes,
        iou_matrix(there, boxes[order]),
    )


def _corners(cxcywh: NDArray[np.float64]) -> NDArray[np.float64]:
    half = cxcywh[:, 2:] / 2
    return np.clip(np.hstack([cxcywh[:, :2] - half, cxcywh[:, :2] + half]), 0, 1)
