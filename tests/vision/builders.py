"""Tiny snapshots and jobs for tests of vision; nothing here imports torch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.domain.events import JobEvent
from engine.domain.identifiers import SnapshotId, VersionId
from engine.domain.jobs import JobSpec, ScoreSpec, SnapshotRequest, TrainSpec
from engine.domain.project import Task
from engine.domain.recipes import Recipe, model_for
from engine.jobs.folder import JobFolder

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("round", "square")
SIDE = 64
TINY = Recipe(model="yolo11n.yaml", imgsz=SIDE, epochs=3, batch=4, optimizer="AdamW", lr0=0.002)
_COLORS = ((240, 70, 40), (40, 90, 250))


def tiny_recipe(task: Task, **changes: Any) -> Recipe:
    """Return a tiny training from scratch for a task."""
    return replace(TINY, model=f"{model_for(task, 'yolo11n')}.yaml", **changes)


def write_snapshot(
    folder: Path,
    *,
    task: Task = Task.DETECT,
    num_train: int = 8,
    num_val: int = 5,
    num_test: int = 4,
) -> Path:
    """Write a dataset folder of 64 px pictures, two colored squares in each, as a task reads it.

    For whole images a picture shows one square, whose color is its class.
    """
    rng = np.random.default_rng(0)
    for split, count in (("train", num_train), ("val", num_val), ("test", num_test)):
        for index in range(count):
            if task is Task.CLASSIFY:
                _write_one_square(folder / split, f"{split}{index}", index % 2, rng)
            else:
                _write_picture(folder, split, f"{split}{index}", rng, task)
    parent = "" if task is Task.CLASSIFY else "images/"
    lines = [f"{split}: {parent}{split}" for split in ("train", "val", "test")]
    if task is Task.POSE:
        lines += ["kpt_shape: [2, 3]", "flip_idx: [0, 1]"]
    (folder / "data.yaml").write_text("\n".join([*lines, "names: [round, square]"]) + "\n")
    return folder


def train_spec(snapshot: Path, *, task: Task = Task.DETECT, **changes: Any) -> TrainSpec:
    """Return a tiny training on a snapshot, on the CPU."""
    request = SnapshotRequest(SnapshotId("s"), "", str(snapshot), "", task)
    defaults = {"snapshot": request, "recipe": TINY, "device": "cpu", "threads": 1}
    return TrainSpec(**defaults | changes)


def score_spec(folder: Path, *, weights: str, images: Iterable[tuple[int, Path]], **changes: Any):
    """Return a scoring of images, listed with the sizes that they have upright."""
    lines = []
    for image_id, path in images:
        width, height = upright_size(path)
        lines.append(
            json.dumps({"id": image_id, "path": str(path), "width": width, "height": height})
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "images.jsonl").write_text("\n".join(lines) + "\n")
    defaults = {
        "version_id": VersionId("v"),
        "weights": weights,
        "images_path": str(folder / "images.jsonl"),
        "scores_dir": str(folder / "scores"),
        "imgsz": 64,
        "num_classes": 2,
        "batch": 4,
        "device": "cpu",
        "threads": 1,
    }
    return ScoreSpec(**defaults | changes)


def upright_size(path: Path) -> tuple[int, int]:
    """Return the size of an image after its EXIF orientation; 64 x 64 for what is no image."""
    try:
        with Image.open(path) as image:
            width, height = image.size
            return (height, width) if image.getexif().get(0x0112, 1) >= 5 else (width, height)
    except OSError:
        return 64, 64


def start_job(job_dir: Path, spec: JobSpec, *, fault: str = "") -> subprocess.Popen[bytes]:
    """Begin a job in a child process, or go on with the one that is there."""
    if not (job_dir / "job.json").exists():
        JobFolder.create(job_dir, spec)
    command = [sys.executable, "-m", "tests.vision.child", str(job_dir)]
    with (job_dir / "run.log").open("ab") as log:
        return subprocess.Popen(
            [*command, *([fault] if fault else [])],
            cwd=ROOT,
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def run_job(job_dir: Path, spec: JobSpec, *, fault: str = "") -> JobFolder:
    """Run a job in a child process to its end."""
    code = start_job(job_dir, spec, fault=fault).wait(timeout=300)
    assert code == 0, (job_dir / "run.log").read_text(errors="replace")[-4000:]
    return JobFolder(job_dir)


def result_of(folder: JobFolder) -> Any:
    """Return a job's result; fail with its log where there is none."""
    result = folder.result()
    assert result is not None, f"{folder.failure()}\n{folder.log_tail(40)}"
    return result


def events_of(folder: JobFolder, kind: type[JobEvent]) -> list[Any]:
    """Return a job's events of one kind, in order."""
    return [each.event for each in folder.read_events() if isinstance(each.event, kind)]


def probe(code: str, *arguments: object) -> Any:
    """Run code in a child process; return the object that it prints as JSON on its last line."""
    prelude = "import json, sys\nfrom engine.vision.libraries import prepare_ultralytics\n"
    done = subprocess.run(
        [sys.executable, "-c", f"{prelude}prepare_ultralytics()\n{code}", *map(str, arguments)],
        cwd=ROOT,
        env=child_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def child_environment() -> dict[str, str]:
    """Return this process's environment, one thread for torch and the sources on the path."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}


def _write_picture(
    folder: Path, split: str, name: str, rng: np.random.Generator, task: Task
) -> None:
    pixels = rng.integers(0, 90, (SIDE, SIDE, 3), dtype=np.uint8)
    lines = []
    for class_index in range(2):
        figures = _label(*_paint_square(pixels, class_index, rng), task)
        lines.append(" ".join([str(class_index), *(f"{value:.6f}" for value in figures)]))
    image_path = folder / "images" / split / f"{name}.png"
    label_path = folder / "labels" / split / f"{name}.txt"
    for path in (image_path, label_path):
        path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(image_path)
    label_path.write_text("\n".join(lines) + "\n")


def _write_one_square(
    split_dir: Path, name: str, class_index: int, rng: np.random.Generator
) -> None:
    pixels = rng.integers(0, 90, (SIDE, SIDE, 3), dtype=np.uint8)
    _paint_square(pixels, class_index, rng)
    class_dir = split_dir / f"{class_index}_{NAMES[class_index]}"
    class_dir.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(class_dir / f"{name}.png")


def _paint_square(
    pixels: NDArray[np.uint8], class_index: int, rng: np.random.Generator
) -> tuple[int, int, int]:
    side = int(rng.integers(16, 30))
    left, top = (int(value) for value in rng.integers(0, SIDE - side, 2))
    pixels[top : top + side, left : left + side] = _COLORS[class_index]
    return left, top, side


def _label(left: int, top: int, side: int, task: Task) -> list[float]:
    """Return a square's figures in fractions of the image, as a label line of a task has them."""
    right, bottom = left + side, top + side
    box = [left + side / 2, top + side / 2, side, side]
    corners = [left, top, right, top, right, bottom, left, bottom]
    if task in (Task.SEGMENT, Task.OBB):
        return [value / SIDE for value in corners]
    figures = [value / SIDE for value in box]
    if task is Task.POSE:
        return [*figures, left / SIDE, top / SIDE, 2, right / SIDE, bottom / SIDE, 2]
    return figures
