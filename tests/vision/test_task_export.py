"""Exports of models for each task, and the script that runs them without torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.domain.identifiers import VersionId
from engine.domain.jobs import ExportSpec
from engine.domain.project import Task
from engine.jobs.folder import JobFolder
from tests.vision.builders import NAMES, SIDE, child_environment, probe, result_of, run_job
from tests.vision.task_runs import TaskRun

pytestmark = pytest.mark.slow

_GUARD = """
import runpy, sys
sys.modules.update(torch=None, ultralytics=None, cv2=None, scipy=None)
runpy.run_path(sys.argv[0], run_name="__main__")
"""
_FIGURES = """
from ultralytics.models import YOLO
found = YOLO(sys.argv[1]).predict(
    sys.argv[2], imgsz=64, conf=0.05, iou=0.7, rect=False, verbose=False, save=False
)[0]
if found.probs is not None:
    told = [[found.probs.top1conf.item()]]
elif found.obb is not None:
    told = [[c, *p] for c, p in zip(found.obb.conf.tolist(), found.obb.xywhr[:, :2].tolist())]
else:
    told = [[c, *b] for c, b in zip(found.boxes.conf.tolist(), found.boxes.xyxy.tolist())]
if found.keypoints is not None:
    told = [row + k for row, k in zip(told, found.keypoints.data.flatten(1).tolist())]
if found.masks is not None:
    # Without the gray margins above and below the image, which no outline reaches into.
    shares = (found.masks.data[:, 13:51].float().sum((1, 2)) / 64**2).tolist()
    told = [[row[0], share] for row, share in zip(told, shares)]
print(json.dumps(told))
"""


def exported(task_run: TaskRun) -> JobFolder:
    """Return a finished export of a task's confident weights, made when first asked for."""
    folder = task_run.folder.path.parent / "export"
    if (folder / "job").exists():
        return JobFolder(folder / "job")
    spec = ExportSpec(
        VersionId("v"),
        str(task_run.confident_weights),
        "onnx",
        SIDE,
        str(folder / "out"),
        tuple(str(path) for path in task_run.images),
        NAMES,
        task_run.task,
    )
    return run_job(folder / "job", spec)


def test_export_of_a_task_agrees_with_pytorch(task_run: TaskRun):
    check = result_of(exported(task_run)).export.check

    assert check.passed
    assert check.num_images == 8
    assert check.num_boxes >= 8
    assert check.num_matched == check.num_boxes


def test_export_of_a_task_says_what_its_outputs_are(task_run: TaskRun):
    text = (exported(task_run).path.parent / "out" / "README.txt").read_text()

    word = {
        Task.SEGMENT: "mask of the object",
        Task.OBB: "angle",
        Task.POSE: "each keypoint",
        Task.CLASSIFY: "probability of each class",
    }[task_run.task]
    assert word in text
    assert ("are called the same" in text) == task_run.is_of_images


def test_exported_script_finds_without_torch_what_ultralytics_finds(
    task_run: TaskRun, tmp_path: Path
):
    image = tmp_path / "wide.png"
    with Image.open(task_run.images[0]) as small:
        small.resize((150, 90), Image.Resampling.BICUBIC).save(image)
    script = exported(task_run).path.parent / "out" / "predict.py"

    lines = run_script(script, image)

    expected = probe(_FIGURES, task_run.confident_weights, image)
    assert len(lines) == len(expected) > 0
    assert {line[1] for line in lines} <= set(NAMES)
    ours = np.array([_comparable(line, task_run.task) for line in lines])
    theirs = np.array(expected)
    # PyTorch resizes an image a little differently from Pillow.
    np.testing.assert_allclose(ours[:, 0], theirs[:, 0], atol=0.02)
    assert np.median(np.abs(ours - theirs)) < (0.03 if task_run.task is Task.SEGMENT else 0.7)


def run_script(script: Path, image: Path) -> list[list[str]]:
    code = _GUARD.replace("sys.argv[0]", repr(str(script)))
    done = subprocess.run(
        [sys.executable, "-c", code, str(image), "--confidence", "0.05"],
        cwd=image.parent,
        env={**child_environment(), "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def _comparable(line: list[str], task: Task) -> list[float]:
    """Return the confidence and what the probe tells too: centers of rotated boxes, areas."""
    confidence, *figures = (float(value) for value in line[2:])
    points = np.array(figures[: len(figures) // 2 * 2]).reshape(-1, 2)
    if task is Task.OBB:
        return [confidence, *points.mean(axis=0)]
    if task is Task.SEGMENT:
        x, y = points.T
        area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
        return [confidence, area / (150 * 150)]
    return [confidence, *figures]
