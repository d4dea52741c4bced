"""Jobs that are over at once, for pictures: what would need torch is played from known truth.

Labels, questions, reasons, the study of a search and its verdict are the engine's own; accuracies,
predictions and the export's check are made up to look like those of a small real training.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.domain.events import AnsweredBox, EpochFinished, Started
from engine.domain.identifiers import ClassId
from engine.domain.images import Split
from engine.domain.jobs import (
    ExportSpec,
    ImageFile,
    JobKind,
    JobState,
    ScoreSpec,
    SearchSpec,
    SnapshotRequest,
    TrainSpec,
    Verdict,
)
from engine.domain.metrics import Accuracy, ClassAccuracy, Interval, Yardstick
from engine.domain.predictions import Predictions
from engine.domain.results import ExportResult, ScoreResult, SearchResult, TrainResult
from engine.domain.versions import ExportCheck, ModelExport, Start
from engine.jobs.executor import JobOutcome
from engine.jobs.folder import JobFolder
from engine.jobs.inline import InlineExecutor
from engine.jobs.reporter import Reporter
from engine.loop.measuring import with_operating_point
from engine.loop.search_controller import search as search_recipes
from engine.loop.snapshots import SnapshotImage, read_manifest
from engine.store.score_writer import ScoreWriter
from engine.worker.dispatch import run_job
from engine.worker.runners import RUNNERS, Runners
from tests.loop.search.scripted import ScriptedExecutor
from tests.loop.seen import write_seen

DEVICE = "cpu, 2 threads"
_LIBRARIES = {"torch": "2.9.1", "ultralytics": "8.4.103", "loupe": "0.1.0"}
_LOOK_PX = 8
_MAX_BOXES = 50
_NUM_DOUBTS = 30
# Of so many boxes two classes come into question.
_RIVAL_SHARE = 0.12
# A model of so many images is half way to the best it can become.
_HALF_WAY = 45


@dataclass(frozen=True)
class PlayedJobs:
    """Runs the jobs of one project in the calling thread.

    Attributes:
        truth: The boxes of each image, by its path.
        class_names: In the order of the project.
        search_steps: After so many steps a search is left standing, as if it still ran.
    """

    truth: Mapping[Path, Sequence[AnsweredBox]]
    class_names: tuple[str, ...]
    search_steps: int | None = None

    def executor(self) -> InlineExecutor:
        """Return what runs them."""
        return InlineExecutor(lambda folder: run_job(folder, runners=self._runners()))

    def _runners(self) -> Runners:
        played: dict[JobKind, Callable] = {
            JobKind.TRAIN: train,
            JobKind.SCORE: self._score,
            JobKind.SEARCH: self._search,
            JobKind.EXPORT: export,
        }
        return {**RUNNERS, **played}

    def _score(self, spec: ScoreSpec, reporter: Reporter) -> ScoreResult:
        lines = Path(spec.images_path).read_bytes().splitlines()
        images = [msgspec.json.decode(line, type=ImageFile) for line in lines]
        with ScoreWriter(Path(spec.scores_dir), spec.num_classes, 3 * _LOOK_PX**2) as writer:
            for image in images:
                boxes = self.truth.get(Path(image.path), ())
                seen = predict(image, boxes, self.class_names)
                writer.add(image.id, seen, look(Path(image.path)))
        return ScoreResult(len(images), {}, 0.02 * len(images))

    def _search(self, spec: SearchSpec, reporter: Reporter) -> SearchResult:
        executor = ScriptedExecutor(reached, kill_after=self.search_steps, course=_course)
        trials_dir = reporter.folder.path / "trials"
        return search_recipes(
            spec, reporter, executor, trials_dir, now=lambda: 4 * executor.now(), poll_s=0.0
        )


class StandingJobs:
    """Jobs that stand where they were left: unfinished ones seem to run."""

    def start(self, folder: JobFolder) -> None:
        folder.begin_attempt()

    def attach(self, folder: JobFolder) -> None:
        """Nothing to look after."""

    def pump(self) -> None:
        """Nothing waits."""

    def outcome(self, folder: JobFolder) -> JobOutcome:
        if folder.has_result():
            return JobOutcome(JobState.FINISHED)
        failure = folder.failure()
        if failure is not None:
            return JobOutcome(JobState.FAILED, f"{failure.message} {failure.hint}".strip())
        ends = {Verdict.PAUSE: JobState.PAUSED, Verdict.CANCEL: JobState.CANCELLED}
        return JobOutcome(ends.get(folder.control().do, JobState.RUNNING))

    def stop(self, folder: JobFolder, *, verdict: Verdict = Verdict.CANCEL) -> None:
        folder.write_verdict(verdict)

    def shutdown(self) -> None:
        """Nothing to let go of."""


def train(spec: TrainSpec, reporter: Reporter) -> TrainResult:
    """Play a training that reaches what its number of images allows."""
    images = manifest(spec.snapshot)
    num_train = sum(image.split is Split.TRAIN for image in images)
    reporter.emit(Started(DEVICE))
    value = _value(num_train, spec)
    for epoch in epochs(spec.recipe.epochs, spec.recipe.epochs, best=value):
        reporter.emit(epoch)
    weights = reporter.folder.path / "run" / "weights" / "last.pt"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"played")
    seen = write_seen(reporter.folder.path, spec.snapshot, skill=value + 0.2)
    result = TrainResult(
        weights=str(weights),
        run_dir=str(weights.parent.parent),
        start=Start.SCRATCH,
        start_weights=spec.start,
        epochs_done=spec.recipe.epochs,
        value=value,
        accuracies=tuple(_measured(images, each, value=value) for each in spec.yardsticks),
        libraries=_LIBRARIES,
        seconds=0.09 * num_train * spec.recipe.epochs,
        device=DEVICE,
        batch=spec.recipe.batch,
        num_train_images=num_train,
        evaluations=seen if spec.yardsticks else (),
    )
    return with_operating_point(result, spec.snapshot) if spec.yardsticks else result


def epochs(count: int, of: int, *, best: float) -> list[EpochFinished]:
    """Return the first epochs of a training that gets better ever more slowly."""
    rng = np.random.default_rng(7)
    told = []
    for epoch in range(1, count + 1):
        map50_95 = max(
            0.0, best * _course(epoch / of) + 0.012 * float(rng.normal()) * (1 - 0.7 * epoch / of)
        )
        losses = {
            "box": 1.15 + 1.5 / epoch**0.6 + 0.02 * float(rng.normal()),
            "class": 0.65 + 3.1 / epoch**0.75 + 0.03 * float(rng.normal()),
            "dfl": 0.98 + 0.6 / epoch**0.5 + 0.01 * float(rng.normal()),
        }
        left = 21.0 * (of - epoch)
        told.append(EpochFinished(epoch, of, losses, min(1.0, 1.55 * map50_95), map50_95, left))
    return told


def export(spec: ExportSpec, reporter: Reporter) -> ExportResult:
    """Play an export that passed its check."""
    out_dir = Path(spec.out_dir)
    out_dir.mkdir(parents=True)
    (out_dir / "model.onnx").write_bytes(bytes(64 * 2**10))
    check = ExportCheck(len(spec.image_paths), 2.9e-5, 4.1e-7, 31, 31, 0.24, passed=True)
    path = str(out_dir / "model.onnx")
    return ExportResult(ModelExport(spec.version_id, spec.format, path, spec.imgsz, check))


def learned(num_images: int) -> float:
    """Return the mAP50-95 that so many labeled images make."""
    return 0.58 * num_images / (num_images + _HALF_WAY)


def reached(spec: TrainSpec) -> float:
    """Return what a recipe reaches: some learning rates and strengths do better than others."""
    recipe = spec.recipe
    rate = recipe.lr0 if recipe.optimizer != "auto" else 0.0014
    best = 0.0018 if recipe.optimizer == "AdamW" else 0.009
    penalty = 0.035 * min(2.5, abs(math.log10(rate / best)) if recipe.optimizer != "auto" else 0.9)
    strength = 0.05 * abs(recipe.augmentation.scale - 0.6)
    key = repr((spec.seed, spec.fold, recipe)).encode()
    luck = int.from_bytes(hashlib.blake2b(key, digest_size=2).digest(), "big") / 65535 - 0.5
    num_train = sum(image.split is Split.TRAIN for image in manifest(spec.snapshot))
    size = 0.03 * math.log2(recipe.imgsz / 320)
    return learned(num_train) + 0.03 + size - penalty - strength + 0.012 * luck


def _course(share: float) -> float:
    """Return which part of its accuracy a training has after a part of its epochs."""
    return (1 - math.exp(-3.2 * share)) / (1 - math.exp(-3.2))


def predict(
    image: ImageFile, boxes: Sequence[AnsweredBox], class_names: Sequence[str]
) -> Predictions:
    """Return what a model half way would see: most objects, not quite in place, and a few more."""
    rng = np.random.default_rng(image.id)
    found = [box for box in boxes if rng.random() > 0.06]
    doubts = [_doubt(boxes, image, rng) for _ in range(_NUM_DOUBTS)]
    places = [class_names.index(box.class_name) for box in found]
    places += rng.integers(len(class_names), size=_NUM_DOUBTS).tolist()
    sure = [rng.beta(9, 2) for _ in found] + [rng.beta(1, 12) for _ in doubts]
    scores = rng.uniform(0.005, 0.03, (len(sure), len(class_names)))
    for row, (place, confidence) in enumerate(zip(places, sure, strict=True)):
        scores[row, place] = confidence
        if rng.random() < _RIVAL_SHARE:
            scores[row, rng.integers(len(class_names))] = 0.9 * confidence
    order = np.argsort(-scores.max(axis=1))[:_MAX_BOXES]
    corners = np.array([*(_seen(box, image, rng) for box in found), *doubts], np.float32)[order]
    spread = rng.uniform(0.05, 0.6, len(order))
    return Predictions(corners, scores[order].astype(np.float32), spread.astype(np.float32))


def look(path: Path) -> NDArray[np.float32]:
    """Return a tiny picture as a vector: images that look alike lie close to each other."""
    with Image.open(path) as picture:
        small = picture.convert("RGB").resize((_LOOK_PX, _LOOK_PX))
    values = np.asarray(small, np.float32).reshape(-1) / 255 - 0.5
    return values / np.float32(np.linalg.norm(values) + 1e-6)


def manifest(request: SnapshotRequest) -> list[SnapshotImage]:
    """Return the images of a snapshot."""
    return read_manifest(Path(request.manifest_path))[1]


def _seen(box: AnsweredBox, image: ImageFile, rng: np.random.Generator) -> NDArray[np.float64]:
    x1, y1, x2, y2 = box.xyxy_px
    moved = np.array(box.xyxy_px) + rng.normal(0, 0.035, 4) * [x2 - x1, y2 - y1, x2 - x1, y2 - y1]
    return np.clip(moved, 0, [image.width, image.height] * 2)


def _doubt(
    boxes: Sequence[AnsweredBox], image: ImageFile, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return what a model takes for an object: mostly a part of one, or two in one box."""
    limits = np.array([image.width, image.height], float)
    x1, y1, x2, y2 = rng.choice([box.xyxy_px for box in boxes]) if boxes else (0, 0, *(limits / 8))
    size = np.array([x2 - x1, y2 - y1]) * rng.uniform(0.6, 1.2, 2)
    corner = np.array([x1, y1]) + rng.uniform(-0.5, 0.5, 2) * size
    corner = np.clip(corner, 0, limits - 8)
    return np.concatenate([corner, np.minimum(corner + size, limits)])


def _value(num_train: int, spec: TrainSpec) -> float:
    """Return what a training reaches; a recipe that was searched for does a little better."""
    return learned(num_train) + (0.0 if spec.recipe.optimizer == "auto" else 0.021)


def _measured(images: Sequence[SnapshotImage], yardstick: Yardstick, *, value: float) -> Accuracy:
    split = Split.TEST if yardstick is Yardstick.TEST else Split.VAL
    measured = [image for image in images if image.split is split]
    counts = Counter(int(line.split()[0]) for image in measured for line in image.lines)
    total = sum(counts.values())
    value -= 0.016 if yardstick is Yardstick.TEST else 0.0
    half = 0.42 / math.sqrt(max(1, len(measured)))
    per_class = tuple(
        # A worker knows classes by their place; the rarer one is, the worse it is found.
        ClassAccuracy(ClassId(place), *_class_values(value, count / total), count)
        for place, count in sorted(counts.items())
    )
    return Accuracy(
        yardstick,
        len(measured),
        min(0.99, 1.5 * value),
        value,
        min(0.95, 1.35 * value + 0.1),
        min(0.93, 1.2 * value + 0.14),
        Interval(value - half, value + 0.9 * half),
        per_class,
    )


def _class_values(value: float, share: float) -> tuple[float, float]:
    """Return AP50 and AP50-95 of a class that is so much of all objects."""
    ap50_95 = min(0.9, max(0.02, value + 0.35 * (share - 0.3)))
    return min(0.98, 1.45 * ap50_95), ap50_95
