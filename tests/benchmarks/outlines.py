"""What outlines are counted by: `python -m tests.benchmarks.outlines PROJECT`.

For every version of a project for outlines, on the images it was measured on: what its boxes find
by masks in the pixels of a validation, and by outlines as they are suggested; how many of the false
alarms of the former have an outline that covers a missed object by half or more; what the shapes
cost in the file.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.domain.evaluations import Evaluation
from engine.domain.jobs import TrainSpec
from engine.domain.metrics import Yardstick
from engine.domain.seen_shapes import join_shapes
from engine.evaluation.average_precision import PrecisionMeter, matches_of, mean_precision
from engine.evaluation.evaluation_file import write_evaluation
from engine.evaluation.matching import Findings, find
from engine.evaluation.operating import Matched, operating_point
from engine.loop.bootstrap import Project, open_project
from engine.loop.measuring import with_labels
from engine.loop.snapshots import read_manifest
from engine.vision.dataset_folder import read_dataset_folder
from engine.vision.evaluation import evaluate
from engine.vision.libraries import prepare_ultralytics
from tests.tour.played_jobs import StandingJobs


def main(folder: Path) -> None:
    """Print the figures of each version."""
    import torch

    torch.set_num_threads(1)
    prepare_ultralytics()
    project = open_project(folder, executor=StandingJobs(), read_only=True)
    for version in project.models.all():
        spec = project.background.folder(version.job_id).spec()
        assert isinstance(spec, TrainSpec)
        for yardstick in (Yardstick.VAL, Yardstick.TEST):
            _tell(project, spec, project.models.weights_path(version), yardstick)
    project.store.close()


def _tell(project: Project, spec: TrainSpec, weights: Path, yardstick: Yardstick) -> None:
    import torch

    snapshot = spec.snapshot
    header, images = read_manifest(Path(snapshot.manifest_path))
    with tempfile.TemporaryDirectory() as work_dir:
        measured = evaluate(
            weights,
            read_dataset_folder(Path(snapshot.snapshot_dir), snapshot.task),
            yardstick=yardstick,
            imgsz=spec.recipe.imgsz,
            device=torch.device("cpu"),
            work_dir=Path(work_dir),
        )
    assert measured is not None
    outlines = with_labels(measured.evaluation, header, images)
    masks = replace(
        outlines,
        pair_boxes=measured.evaluation.pair_boxes,
        pair_objects=measured.evaluation.pair_objects,
        pair_overlaps=measured.evaluation.pair_overlaps,
    )
    num_classes = len(header.class_names)
    print(
        f"\n\n{yardstick}: {outlines.num_images} images, {len(outlines.object_classes)} objects, "
        f"{len(outlines.confidence)} boxes; Ultralytics' mAP50-95 {measured.accuracy.map50_95:.3f}"
    )
    by_masks = _told("by masks   ", masks, num_classes)
    _told("by outlines", outlines, num_classes)
    num_fitting = _num_fitting(outlines, by_masks)
    print(f"false alarms by masks that cover a missed object by half: {num_fitting}")
    print(f"file: {_size(outlines):,} bytes, without shapes {_size(_without_shapes(outlines)):,}")


def _told(name: str, seen: Evaluation, num_classes: int) -> Findings:
    matched = Matched.of(seen)
    point = operating_point(matched, None, num_classes=num_classes)
    findings = find(seen, matched.found, point.thresholds)
    meter = PrecisionMeter(matches_of(seen), num_classes=num_classes)
    precision = mean_precision(meter.precisions(np.ones(seen.num_images)))
    num_false = int((findings.stands_for < 0).sum())
    print(
        f"{name}: found {int(findings.is_right.sum())}, false alarms {num_false}, "
        f"mAP50-95 {precision:.3f}"
    )
    return findings


def _num_fitting(outlines: Evaluation, by_masks: Findings) -> int:
    """Count the false alarms whose outlines overlap an object that no box stands for."""
    false_alarms = by_masks.shown[by_masks.stands_for < 0]
    is_meant = np.isin(outlines.pair_boxes, false_alarms)
    is_meant &= np.isin(outlines.pair_objects, by_masks.missed)
    return len(set(outlines.pair_boxes[is_meant].tolist()))


def _without_shapes(seen: Evaluation) -> Evaluation:
    box_offsets, rows = join_shapes([None] * len(seen.confidence))
    object_offsets, _ = join_shapes([None] * len(seen.object_classes))
    return replace(
        seen,
        box_shape_offsets=box_offsets,
        box_shapes=rows,
        object_shape_offsets=object_offsets,
        object_shapes=rows,
    )


def _size(seen: Evaluation) -> int:
    with tempfile.TemporaryDirectory() as folder:
        return write_evaluation(Path(folder), seen).stat().st_size


if __name__ == "__main__":
    main(Path(sys.argv[1]))
