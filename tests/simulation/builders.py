"""What tests of the loop with a simulated expert are made of: no network is ever trained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np

from engine.domain.errors import DataError
from engine.domain.jobs import (
    ExportSpec,
    ImageFile,
    JobKind,
    ScoreSpec,
    SearchSpec,
    TrainSpec,
    Verdict,
)
from engine.domain.metrics import Accuracy, Interval, Yardstick
from engine.domain.predictions import Predictions
from engine.domain.project import Task
from engine.domain.results import ExportResult, JobResult, ScoreResult, SearchResult, TrainResult
from engine.domain.searches import SearchOutcome, SearchVerdict
from engine.domain.versions import ExportCheck, ModelExport, Start
from engine.jobs.inline import InlineExecutor
from engine.jobs.reporter import Paused, Reporter
from engine.simulation.sandbox import make_sandbox
from engine.store.score_writer import ScoreWriter
from engine.worker.dispatch import run_job
from engine.worker.runners import RUNNERS


def tiny_sandbox(
    folder: Path,
    *,
    num_val: int = 4,
    num_test: int = 12,
    side_px: int = 32,
    task: Task = Task.DETECT,
) -> Path:
    return make_sandbox(
        folder,
        num_train=12,
        num_val=num_val,
        num_test=num_test,
        side_px=side_px,
        num_classes=2,
        task=task,
    )


class Inline(InlineExecutor):
    """Runs jobs where they are started; queries and answers are real, trainings are made up.

    Args:
        fails: Kinds of jobs that fail at first, and how often.
        pauses: A kind of job that stops when it has begun, as if it had been asked to.
        sees: Whether a model that looks sees something: one sure box and one faint one an image.
    """

    def __init__(
        self,
        fails: dict[JobKind, int] | None = None,
        *,
        pauses: JobKind | None = None,
        sees: bool = False,
    ) -> None:
        self.fails = dict(fails or {})
        self.pauses = pauses
        made_up: dict[JobKind, Callable[..., JobResult]] = {
            JobKind.TRAIN: _train,
            JobKind.SCORE: _look if sees else lambda spec, reporter: ScoreResult(0, {}, 0.0),
            JobKind.SEARCH: _search,
            JobKind.EXPORT: _export,
        }
        runners = {
            kind: self._maybe_failing(kind, made_up.get(kind, runner))
            for kind, runner in RUNNERS.items()
        }
        super().__init__(lambda folder: run_job(folder, runners=runners))

    def _maybe_failing(
        self, kind: JobKind, runner: Callable[..., JobResult]
    ) -> Callable[..., JobResult]:
        def run(spec: object, reporter: Reporter) -> JobResult:
            if self.fails.get(kind, 0) > 0:
                self.fails[kind] -= 1
                raise DataError(f"No {kind} today.")
            if self.pauses is kind:
                reporter.folder.write_verdict(Verdict.PAUSE)
                raise Paused
            return runner(spec, reporter)

        return run


def _look(spec: ScoreSpec, reporter: Reporter) -> ScoreResult:
    lines = Path(spec.images_path).read_bytes().splitlines()
    images = [msgspec.json.decode(line, type=ImageFile) for line in lines]
    boxes = np.array([[0, 0, 12, 12], [10, 10, 20, 20]], np.float32)
    scores = np.full((2, spec.num_classes), 0.01, np.float32)
    scores[:, 0] = 0.9, 0.1
    with ScoreWriter(Path(spec.scores_dir), spec.num_classes, 4) as writer:
        for image in images:
            seen = Predictions(boxes, scores, np.zeros(2, np.float32))
            writer.add(image.id, seen, np.ones(4, np.float32))
    return ScoreResult(len(images), {}, 0.0)


def _train(spec: TrainSpec, reporter: Reporter) -> TrainResult:
    weights = reporter.folder.path / "weights.pt"
    weights.write_bytes(b"weights")
    num_images = len(Path(spec.snapshot.manifest_path).read_text().splitlines()) - 1
    value = num_images / 100
    return TrainResult(
        weights=str(weights),
        run_dir=str(reporter.folder.path),
        start=Start.SCRATCH,
        start_weights=spec.start,
        epochs_done=spec.recipe.epochs,
        value=value,
        accuracies=tuple(_accuracy(yardstick, value) for yardstick in spec.yardsticks),
        libraries={},
        seconds=1.0,
        device="cpu",
        batch=spec.recipe.batch,
        num_train_images=num_images,
    )


def _accuracy(yardstick: Yardstick, value: float) -> Accuracy:
    interval = Interval(value - 0.05, value + 0.05)
    return Accuracy(yardstick, 12, value + 0.1, value, 0.5, 0.5, interval)


def _search(spec: SearchSpec, reporter: Reporter) -> SearchResult:
    sentence = "Nothing beat the defaults; 1 trial."
    verdict = SearchVerdict.DEFAULTS_STAY
    return SearchResult(SearchOutcome(verdict, spec.base, None, None, 1, 1.0, sentence))


def _export(spec: ExportSpec, reporter: Reporter) -> ExportResult:
    out_dir = Path(spec.out_dir)
    out_dir.mkdir(parents=True)
    (out_dir / "model.onnx").write_bytes(b"onnx")
    check = ExportCheck(8, 1e-4, 1e-5, 20, 20, 0.25, passed=True)
    path = str(out_dir / "model.onnx")
    return ExportResult(ModelExport(spec.version_id, spec.format, path, spec.imgsz, check))
