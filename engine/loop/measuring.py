"""What becomes of a training's evaluations: images known by content, an operating point.

Needs no database and runs in the worker, once the training is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from engine.domain.evaluations import Evaluation
from engine.domain.jobs import SnapshotRequest
from engine.domain.metrics import Yardstick
from engine.domain.operating_points import OperatingPoint
from engine.domain.project import Task
from engine.domain.results import TrainResult
from engine.domain.seen_shapes import Packed, join_shapes
from engine.evaluation.draws import figure_draws
from engine.evaluation.evaluation_file import read_evaluation, write_evaluation
from engine.evaluation.operating import Matched, operating_point
from engine.evaluation.shape_overlaps import with_shape_overlaps
from engine.loop.snapshots import SnapshotHeader, SnapshotImage, read_manifest
from engine.loop.true_shapes import true_shapes


def with_operating_point(result: TrainResult, snapshot: SnapshotRequest) -> TrainResult:
    """Return a result whose figures name what they were measured on, with an operating point.

    A training knows its images by file name and its `val` as validation; the snapshot knows their
    content, their groups, and whether its `val` is a fold that stands in for validation.

    Raises:
        DataError: An evaluation or the manifest cannot be read.
        ResourceError: An evaluation cannot be written.
    """
    header, images = read_manifest(Path(snapshot.manifest_path))

    def _real(yardstick: Yardstick) -> Yardstick:
        return header.val_yardstick if yardstick is Yardstick.VAL else yardstick

    draws: tuple[float, ...] = ()
    named, paths = [], []
    for path in map(Path, result.evaluations):
        seen = read_evaluation(path)
        seen = replace(seen, yardstick=_real(seen.yardstick))
        named.append(with_labels(seen, header, images))
        paths.append(write_evaluation(path.parent, named[-1]))
        draws = draws or _draws(seen, named[-1], header.task)
    return replace(
        result,
        accuracies=tuple(replace(a, yardstick=_real(a.yardstick)) for a in result.accuracies),
        evaluations=tuple(str(path) for path in paths),
        operating_point=_operating_point(named, num_classes=len(header.class_names)),
        draws=draws,
    )


def _draws(seen: Evaluation, named: Evaluation, task: Task) -> tuple[float, ...]:
    """Return the draws of the figure that decides, which is never on test.

    That figure is the validation's own: it goes by the overlaps that it saw, not by those of finer
    outlines.
    """
    if seen.yardstick is Yardstick.TEST:
        return ()
    return figure_draws(replace(seen, names=named.names, groups=named.groups), task)


def with_labels(
    evaluation: Evaluation, header: SnapshotHeader, images: Iterable[SnapshotImage]
) -> Evaluation:
    """Return what a validation saw with all that the snapshot's labels tell of its images.

    They are known by content and by group, their objects have shapes, and outlines are compared
    with these.
    """
    # The file in a snapshot that is sealed already may bear the name of an earlier original.
    known = {_key(image.stem): image for image in images}
    shown = [known[_key(name)] for name in evaluation.names]
    named = replace(
        evaluation,
        names=tuple(image.content_hash for image in shown),
        groups=tuple(image.group for image in shown),
    )
    shaped = _with_true_shapes(named, header, shown)
    return with_shape_overlaps(shaped) if header.task is Task.SEGMENT else shaped


def _with_true_shapes(
    evaluation: Evaluation, header: SnapshotHeader, images: Sequence[SnapshotImage]
) -> Evaluation:
    """Return an evaluation that knows the shapes of its objects, and how keypoints hang together.

    A validation has its truth in the coarse pixels of masks; the labels have it as it was drawn.
    """
    shapes: list[Packed | None] = []
    for image, (begin, end) in zip(
        images, pairwise(evaluation.object_offsets.tolist()), strict=True
    ):
        objects = evaluation.objects_norm[begin:end]
        classes = evaluation.object_classes[begin:end]
        found = true_shapes(image.lines, header.task, objects_norm=objects, object_classes=classes)
        shapes.extend(found or (None,) * len(classes))
    offsets, rows = join_shapes(shapes)
    edges = header.skeleton.edges if header.skeleton else ()
    return replace(
        evaluation,
        object_shape_offsets=offsets,
        object_shapes=rows,
        edges=np.array(edges, np.int64).reshape(-1, 2),
    )


def _key(stem: str) -> str:
    """Return the beginning of the content's hash, with which a snapshot's file names end."""
    return stem.rpartition("-")[2]


def _operating_point(
    evaluations: Sequence[Evaluation], *, num_classes: int
) -> OperatingPoint | None:
    by_yardstick = {each.yardstick: each for each in evaluations}
    test = by_yardstick.pop(Yardstick.TEST, None)
    if not by_yardstick:
        return None
    (chosen_on,) = by_yardstick.values()
    shown_on = None if test is None else Matched.of(test)
    return operating_point(Matched.of(chosen_on), shown_on, num_classes=num_classes)
