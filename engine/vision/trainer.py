"""Ultralytics' trainer, which reports, asks and stops as a job does."""

from __future__ import annotations

import csv
import math
import time
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch.utils.data import DataLoader
from ultralytics.data import ClassificationDataset
from ultralytics.engine.trainer import BaseTrainer
from ultralytics.models.yolo.classify import ClassificationTrainer
from ultralytics.models.yolo.detect import DetectionTrainer
from ultralytics.models.yolo.obb import OBBTrainer
from ultralytics.models.yolo.pose import PoseTrainer
from ultralytics.models.yolo.segment import SegmentationTrainer
from ultralytics.utils.torch_utils import strip_optimizer

from engine.domain.events import EpochFinished, Notice, RungReached
from engine.domain.jobs import Verdict
from engine.domain.project import Task
from engine.jobs.reporter import Cancelled, Paused, Reporter
from engine.vision.dataset_folder import DatasetFolder
from engine.vision.label_cache import label_cache_lock
from engine.vision.metric_names import METRIC_NAMES
from engine.vision.validators import VALIDATORS, Measuring

_POLL_S = 0.5
# An epoch that ends sooner than this is finished before a pause; a longer one is begun anew later.
_PATIENCE_S = 5.0


@dataclass(frozen=True, slots=True)
class Course:
    """How a training is led.

    Attributes:
        reporter: Through whom it talks to its owner.
        dataset: What is learned, and from which images.
        rungs: Epochs after which it asks whether to go on; empty: it never asks.
        value: The deciding figure that an earlier session had come to.
    """

    reporter: Reporter
    dataset: DatasetFolder
    rungs: tuple[int, ...]
    value: float | None = None


class JobTrainer(BaseTrainer):
    """Trains one network as a job; it stands before the trainer of a task.

    Checks are left out that cost time or ask a server; validation happens at the rungs alone where
    there are any; each epoch is reported once its `last.pt` is whole.

    Attributes:
        is_pruned: Whether the owner ended the training at a rung.
        value: The deciding figure at the last validation, None before the first.
    """

    is_pruned = False

    def __init__(self, overrides: dict[str, Any], *, course: Course) -> None:
        self._course = course
        self._names = METRIC_NAMES[course.dataset.task]
        self.value = course.value
        self._announced_batch = 0
        self._asked_at = 0.0
        super().__init__(overrides=overrides)
        self._announced_batch = int(self.batch_size)
        for event, callback in (
            ("on_train_start", JobTrainer._on_train_start),
            ("on_train_epoch_start", JobTrainer._on_train_epoch_start),
            ("on_train_batch_end", JobTrainer._on_train_batch_end),
            ("on_fit_epoch_end", JobTrainer._on_fit_epoch_end),
        ):
            self.add_callback(event, callback)

    @property
    def epochs_done(self) -> int:
        """Epochs trained so far, earlier sessions included."""
        return int(self.epoch) + 1

    def get_validator(self) -> Measuring:
        """Return the validator whose last pass the result quotes."""
        return VALIDATORS[self._course.dataset.task](
            self.test_loader,
            save_dir=self.save_dir,
            args=copy(self.args),
            _callbacks=self.callbacks,
        )

    def validate(self) -> tuple[dict[str, Any], float]:
        """Validate and remember the value."""
        metrics, fitness = super().validate()  # type: ignore[no-untyped-call]  # untyped there
        self.value = float(metrics[self._names.deciding])
        return metrics, fitness

    def save_model(self) -> bool:
        """Save the checkpoint so that a kill leaves the old one or the new one."""
        whole, part = self.last, self.last.with_suffix(".part")
        self.last = part
        try:
            saved = bool(super().save_model())  # type: ignore[no-untyped-call]  # untyped there
            part.replace(whole)
        finally:
            self.last = whole
            part.unlink(missing_ok=True)
        return saved

    def read_results_csv(self) -> dict[str, list[float]]:
        """Return the columns of results.csv, without importing a data-frame library for it."""
        return read_results(self.csv)

    def final_eval(self) -> None:
        """Make the weights small; `last.pt` was validated after its last epoch already."""
        strip_optimizer(self.last)
        if self._course.rungs:
            self.best.unlink(missing_ok=True)  # the best of two or three looks tells nothing
        elif self.best.exists():
            strip_optimizer(self.best)

    def get_dataloader(
        self, dataset_path: str, batch_size: int = 16, rank: int = 0, mode: str = "train"
    ) -> DataLoader[Any]:
        """Return the loader; its label cache is built by one process at a time."""
        with label_cache_lock(self._course.dataset.root):
            loader: DataLoader[Any] = super().get_dataloader(  # type: ignore[no-untyped-call]
                dataset_path, batch_size, rank, mode
            )  # untyped in Ultralytics
        return loader

    def _build_train_pipeline(self) -> None:
        """Build the loaders, and say so where Ultralytics has halved the batch for it."""
        if 0 < self.batch_size < self._announced_batch:
            self._course.reporter.emit(
                smaller_batch_notice(self._announced_batch, int(self.batch_size))
            )
        self._announced_batch = int(self.batch_size)
        super()._build_train_pipeline()  # type: ignore[no-untyped-call]  # untyped there

    def _on_train_start(self) -> None:
        self._began_at = time.monotonic()

    def _on_train_epoch_start(self) -> None:
        self._epoch_began_at, self._batches_done = time.monotonic(), 0
        rungs = self._course.rungs
        self.args.val = not rungs or self.epochs_done in rungs

    def _on_train_batch_end(self) -> None:
        self._batches_done += 1
        now = time.monotonic()
        if now - self._asked_at < _POLL_S:
            return
        self._asked_at = now
        verdict = self._course.reporter.verdict()
        if verdict is Verdict.CANCEL:
            raise Cancelled
        if verdict is Verdict.PAUSE and self._seconds_to_epoch_end(now) > _PATIENCE_S:
            raise Paused

    def _on_fit_epoch_end(self) -> None:
        is_validated = bool(self.args.val) or self.epochs_done >= self.epochs
        metrics: Any = self.metrics if is_validated else {}
        self._course.reporter.emit(
            EpochFinished(
                epoch=self.epochs_done,
                epochs=int(self.epochs),
                losses=_finite(self.tloss),
                map50=metrics.get(self._names.loose),
                map50_95=metrics.get(self._names.deciding),
                seconds_left=self._seconds_left(),
            )
        )
        if self.epochs_done in self._course.rungs and self.value is not None:
            self._reach_rung(self.epochs_done, self.value)
        elif self._course.rungs and self._course.reporter.verdict() is Verdict.PRUNE:
            self._prune()  # the answer to a rung came late
        if self.epochs_done < self.epochs:
            self._course.reporter.raise_if_asked()

    def _reach_rung(self, epoch: int, value: float) -> None:
        self._course.reporter.emit(RungReached(epoch, value))
        if epoch >= self.epochs:
            return
        if self._course.reporter.wait_for_verdict() is Verdict.PRUNE:
            self._prune()

    def _prune(self) -> None:
        self.is_pruned = self.stop = True

    def _seconds_to_epoch_end(self, now: float) -> float:
        pace = (now - self._epoch_began_at) / self._batches_done
        return pace * (len(self.train_loader) - self._batches_done)

    def _seconds_left(self) -> float:
        pace = (time.monotonic() - self._began_at) / (self.epochs_done - self.start_epoch)
        return pace * max(0, int(self.epochs) - self.epochs_done)


class BoxTrainer(JobTrainer, DetectionTrainer):
    """Learns boxes."""


class OutlineTrainer(JobTrainer, SegmentationTrainer):
    """Learns outlines."""


class RotatedBoxTrainer(JobTrainer, OBBTrainer):
    """Learns rotated boxes."""


class KeypointTrainer(JobTrainer, PoseTrainer):
    """Learns keypoints."""


class ImageTrainer(JobTrainer, ClassificationTrainer):
    """Learns classes of whole images, whose folders stand in the order of the classes."""

    args: Any

    def build_dataset(
        self,
        img_path: str,
        mode: str = "train",
        batch: int | None = None,  # noqa: ARG002
    ) -> ClassificationDataset:
        """Return the images of a split; a class is known by the place of its folder."""
        return ClassificationDataset(img_path, self.args, augment=mode == "train", prefix=mode)

    def get_dataset(self) -> dict[str, Any]:
        """Return the data with the true names of the classes; folders have others."""
        data: dict[str, Any] = super().get_dataset()  # type: ignore[no-untyped-call]  # untyped there
        names = self._course.dataset.class_names
        return {**data, "names": dict(enumerate(names)), "nc": len(names)}


TRAINERS: dict[Task, type[JobTrainer]] = {
    Task.DETECT: BoxTrainer,
    Task.SEGMENT: OutlineTrainer,
    Task.OBB: RotatedBoxTrainer,
    Task.POSE: KeypointTrainer,
    Task.CLASSIFY: ImageTrainer,
}


def smaller_batch_notice(old: int, new: int) -> Notice:
    """Return the notice that a training goes on with fewer images per step."""
    return Notice(f"GPU memory ran out: {new} instead of {old} images per step from here on.")


def read_results(path: Path) -> dict[str, list[float]]:
    """Return the columns of a results.csv by name; none where there is no such file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [float(row[name]) for row in rows] for name in (rows[0] if rows else ())}


def _finite(losses: dict[str, Any] | None) -> dict[str, float]:
    values = {name: float(loss) for name, loss in (losses or {}).items()}
    return {name: value for name, value in values.items() if math.isfinite(value)}
