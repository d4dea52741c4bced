"""What a model of some skill would see in the images of a snapshot, by dice."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.domain.evaluations import SeenImage, join_images
from engine.domain.geometry import iou_matrix
from engine.domain.jobs import SnapshotRequest
from engine.domain.marked_points import KEYPOINT_MARKS
from engine.domain.metrics import Yardstick
from engine.domain.project import Task
from engine.domain.seen_shapes import Packed, pack_points, pack_ring
from engine.domain.shapes import Visibility
from engine.evaluation.evaluation_file import write_evaluation
from engine.loop.snapshots import SnapshotImage, read_manifest

_SPLITS = {Yardstick.VAL: "val", Yardstick.TEST: "test"}


def write_seen(
    folder: Path, snapshot: SnapshotRequest, *, skill: float, seed: int = 0
) -> tuple[str, ...]:
    """Write an evaluation of each split that has images, as a training does; return the files."""
    paths = []
    header, known = read_manifest(Path(snapshot.manifest_path))
    for yardstick, split in _SPLITS.items():
        rng = np.random.default_rng([seed, len(split)])
        images = [_see(image, rng, skill, header.task) for image in known if image.split == split]
        if images:
            paths.append(str(write_evaluation(folder, join_images(yardstick, images))))
    return tuple(paths)


def _see(
    image: SnapshotImage, rng: np.random.Generator, skill: float, task: Task = Task.DETECT
) -> SeenImage:
    lines = [np.array(line.split(), np.float64) for line in image.lines]
    rows = np.array([[line[0], *_box(line[1:], task)] for line in lines]).reshape(-1, 5)
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
    drawn = [line for line, is_kept in zip(lines, is_seen, strict=True) if is_kept]
    shapes = [
        _shape(line[1:], line_box, box, task)
        for line, line_box, box in zip(drawn, rows[is_seen, 1:], shaken, strict=True)
    ]
    shapes += [_round(box) if task is Task.SEGMENT else None for box in false]
    return SeenImage(
        image.stem,
        boxes[order],
        confidence[order],
        box_classes.astype(np.int64),
        there,
        classes,
        iou_matrix(there, boxes[order]),
        box_shapes=tuple(shapes[place] for place in order),
    )


def _box(values: NDArray[np.float64], task: Task) -> NDArray[np.float64]:
    """Return center and size of the box around what a label line tells, (4,)."""
    if task not in (Task.SEGMENT, Task.OBB):
        return values[:4]
    points = values.reshape(-1, 2)
    low, high = points.min(axis=0), points.max(axis=0)
    return np.concatenate([(low + high) / 2, high - low])


def _shape(
    values: NDArray[np.float64], there: NDArray[np.float64], box: NDArray[np.float64], task: Task
) -> Packed | None:
    """Return the shape of a label line, moved from its box to another one."""
    if task in (Task.SEGMENT, Task.OBB):
        return pack_ring((values.reshape(-1, 2) - there[:2]) / there[2:] * box[2:] + box[:2])
    if task is not Task.POSE:
        return None
    points = values[4:].reshape(-1, 3)
    marks = [KEYPOINT_MARKS[Visibility(int(seen))] for seen in points[:, 2]]
    return pack_points((points[:, :2] - there[:2]) / there[2:] * box[2:] + box[:2], marks)


def _round(box: NDArray[np.float64]) -> Packed:
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    return pack_ring(box[:2] + np.column_stack([np.cos(turns), np.sin(turns)]) * box[2:] / 2)


def _corners(cxcywh: NDArray[np.float64]) -> NDArray[np.float64]:
    half = cxcywh[:, 2:] / 2
    return np.clip(np.hstack([cxcywh[:, :2] - half, cxcywh[:, :2] + half]), 0, 1)
