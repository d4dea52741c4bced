"""Tiny snapshots and jobs for tests of vision; nothing here imports torch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.domain.events import JobEvent
from engine.domain.identifiers import SnapshotId, VersionId
from engine.domain.jobs import JobSpec, ScoreSpec, SnapshotRequest, TrainSpec
from engine.domain.recipes import Recipe
from engine.jobs.folder import JobFolder

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("round", "square")
TINY = Recipe(model="yolo11n.yaml", imgsz=64, epochs=3, batch=4, optimizer="AdamW", lr0=0.002)
_DATA_YAML = "train: images/train\nval: images/val\ntest: images/test\nnames: [round, square]\n"


def write_snapshot(
    folder: Path, *, num_train: int = 8, num_val: int = 5, num_test: int = 4
) -> Path:
    """Write a dataset folder of 64 px pictures with one or two boxes each."""
    rng = np.random.default_rng(0)
    for split, count in (("train", num_train), ("val", num_val), ("test", num_test)):
        for kind in ("images", "labels"):
            (folder / kind / split).mkdir(parents=True)
        for index in range(count):
            _write_picture(folder, split, f"{split}{index}", rng)
    (folder / "data.yaml").write_text(_DATA_YAML)
    return folder


def train_spec(snapshot: Path, **changes: Any) -> TrainSpec:
    """Return a tiny training on a snapshot, on the CPU."""
    request = SnapshotRequest(SnapshotId("s"), "", str(snapshot), "")
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


def _write_picture(folder: Path, split: str, name: str, rng: np.random.Generator) -> None:
    pixels = rng.integers(0, 90, (64, 64, 3), dtype=np.uint8)
    lines = []
    for class_index in range(2):
        side = int(rng.integers(16, 30))
        left, top = (int(value) for value in rng.integers(0, 64 - side, 2))
        color = (240, 70, 40) if class_index == 0 else (40, 90, 250)
        pixels[top : top + side, left : left + side] = color
        figures = ((left + side / 2) / 64, (top + side / 2) / 64, side / 64, side / 64)
        lines.append(" ".join([str(class_index), *(f"{value:.6f}" for value in figures)]))
    Image.fromarray(pixels).save(folder / "images" / split / f"{name}.png")
    (folder / "labels" / split / f"{name}.txt").write_text("\n".join(lines) + "\n")
