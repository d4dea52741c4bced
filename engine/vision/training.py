"""A training job: one recipe, one dataset folder, one process."""

from __future__ import annotations

import errno
import shutil
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from engine.domain.errors import DivergedError, ResourceError
from engine.domain.events import RungReached, Started
from engine.domain.jobs import TrainSpec, Verdict
from engine.domain.metrics import ModelCost, Yardstick
from engine.domain.recipes import Recipe, nominal_batch
from engine.domain.results import TrainResult
from engine.evaluation.evaluation_file import write_evaluation
from engine.jobs.reporter import Reporter
from engine.vision.dataset_folder import read_dataset_folder
from engine.vision.devices import (
    choose_device,
    device_in_words,
    free_memory,
    limit_threads,
    loader_workers,
    ultralytics_device,
)
from engine.vision.evaluation import data_argument, evaluate
from engine.vision.libraries import library_versions, prepare_ultralytics
from engine.vision.light_torch import defer_compiler
from engine.vision.model_cost import measure_cost
from engine.vision.run_folder import EarlierSession, RunFolder
from engine.vision.trainer import TRAINERS, Course, JobTrainer, smaller_batch_notice
from engine.vision.validators import Measured
from engine.vision.weights import StartWeights, resolve_start

# Decoded images up to this size stay in memory: an epoch on a CPU else decodes each several times.
_CACHE_BYTES = 512 * 2**20


@dataclass(frozen=True, slots=True)
class _Trained:
    """A training that has ended by itself or at a rung."""

    epochs_done: int
    value: float | None
    batch: int
    is_pruned: bool = False
    val: Measured | None = None


class _Training:
    """What stays the same over all attempts at one training."""

    def __init__(self, spec: TrainSpec, reporter: Reporter) -> None:
        defer_compiler()
        prepare_ultralytics()
        limit_threads(spec.threads)
        self.spec = spec
        self.reporter = reporter
        self.job_dir = reporter.folder.path
        self.run = RunFolder(self.job_dir / "run")
        self.earlier_s = 0.0
        self.device = choose_device(spec.device)
        self.dataset = read_dataset_folder(_dataset_dir(spec), spec.snapshot.task)
        self.start = resolve_start(spec.start or spec.recipe.model, spec.snapshot.task)
        self.data = data_argument(self.dataset, self.job_dir)

    def execute(self) -> _Trained:
        """Train to the end, over an earlier session or a GPU that runs out of memory."""
        if not self.spec.resume:
            shutil.rmtree(self.run.path, ignore_errors=True)
        self.earlier_s = self.run.seconds()
        batch = None
        while True:
            earlier = self._earlier_session()
            trained = self._already_done(earlier)
            if trained is not None:
                return trained
            trainer = self._make_trainer(earlier, batch=batch)
            if _train_in_memory(trainer):
                return _outcome(trainer, self.spec)
            batch = self._halve(int(trainer.batch_size))
            del trainer
            free_memory(self.device)

    def _earlier_session(self) -> EarlierSession | None:
        return self.run.earlier_session(self.dataset.task, epochs=self.spec.recipe.epochs)

    def _already_done(self, earlier: EarlierSession | None) -> _Trained | None:
        """Return the outcome where an earlier session had come to the end, or to a lost answer."""
        if earlier is None:
            return None
        trained = _Trained(earlier.epochs_done, earlier.value, self.spec.recipe.batch)
        if earlier.epochs_done >= self.spec.recipe.epochs:
            return trained
        if earlier.epochs_done in self.spec.rungs and earlier.value is not None:
            self.reporter.emit(RungReached(earlier.epochs_done, earlier.value))
            if self.reporter.wait_for_verdict() is Verdict.PRUNE:
                return replace(trained, is_pruned=True)
            self.reporter.raise_if_asked()
        return None

    def _make_trainer(self, earlier: EarlierSession | None, *, batch: int | None) -> JobTrainer:
        value = earlier.value if earlier else None
        course = Course(self.reporter, self.dataset, self.spec.rungs, value)
        arguments = self._machine_arguments()
        if batch is not None:
            arguments["batch"] = batch
        if earlier is None:
            arguments = {
                **recipe_arguments(self.spec.recipe, start=self.start),
                "seed": self.spec.seed,
                "nbs": nominal_batch(
                    self.spec.recipe.batch, num_images=self.dataset.num_images("train")
                ),
                **arguments,
            }
        else:
            # The checkpoint remembers the rest, but for what could name foreign code or files.
            last = str(self.run.last)
            arguments |= {"model": last, "resume": last}
            arguments |= {"augmentations": None, "distill_model": None}
        return TRAINERS[self.spec.snapshot.task](arguments, course=course)

    def _machine_arguments(self) -> dict[str, Any]:
        num_bytes = self.dataset.num_images("train") * self.spec.recipe.imgsz**2 * 3
        return {
            "data": self.data,
            "save_dir": str(self.run.path),
            "device": ultralytics_device(self.device),
            "workers": loader_workers(self.device),
            "cache": "ram" if num_bytes <= _CACHE_BYTES else False,
            "val": not self.spec.rungs,
            "patience": 0,
            "plots": False,
        }

    def _halve(self, batch: int) -> int:
        if batch == 1:
            raise ResourceError(
                "The GPU has too little memory for even one image per step.",
                hint="Choose a smaller image size or model, or the device cpu.",
            )
        self.reporter.emit(smaller_batch_notice(batch, batch // 2))
        return batch // 2


def train(spec: TrainSpec, reporter: Reporter) -> TrainResult:
    """Train as the specification says, into `run` in the job's folder.

    Returns:
        The weights of the last epoch, averaged (EMA), and what they reached on the yardsticks. A
        training ended at a rung is not measured beyond its rungs.

    Raises:
        DataError: The dataset or the start weights are not usable.
        NotFoundError: The start weights or the model do not exist.
        ResourceError: Weights cannot be fetched, or memory does not suffice.
        Cancelled: The owner asked for it.
        Paused: The owner asked for it; `last.pt` holds all whole epochs.
    """
    began_at = time.monotonic()
    training = _Training(spec, reporter)
    reporter.emit(Started(device_in_words(training.device)))
    trained = training.execute()
    measured = () if trained.is_pruned else _measure(training, trained)
    return TrainResult(
        weights=str(training.run.last),
        run_dir=str(training.run.path),
        start=training.start.start,
        start_weights=training.start.source,
        epochs_done=trained.epochs_done,
        value=trained.value,
        accuracies=tuple(each.accuracy for each in measured),
        libraries=library_versions(),
        seconds=training.earlier_s + time.monotonic() - began_at,
        device=device_in_words(training.device),
        batch=trained.batch,
        num_train_images=training.dataset.num_images("train"),
        pruned=trained.is_pruned,
        cost=_cost(training, trained),
        evaluations=tuple(
            str(write_evaluation(training.job_dir, each.evaluation)) for each in measured
        ),
    )


def recipe_arguments(recipe: Recipe, *, start: StartWeights) -> dict[str, Any]:
    """Return a recipe as Ultralytics' arguments; every field is there, none left to a default."""
    arguments = asdict(recipe)
    augmentation = arguments.pop("augmentation")
    return {
        **arguments,
        **augmentation,
        "model": start.source,
        "close_mosaic": min(recipe.close_mosaic, recipe.epochs - 1),
        "deterministic": True,
        "exist_ok": True,
    }


def _dataset_dir(spec: TrainSpec) -> Path:
    snapshot_dir = Path(spec.snapshot.snapshot_dir)
    return snapshot_dir if spec.fold is None else snapshot_dir / "folds" / str(spec.fold)


def _train_in_memory(trainer: JobTrainer) -> bool:
    """Train; return False where GPU memory ran out.

    The error must be gone before memory is freed: its traceback holds the tensors.

    Raises:
        DivergedError: The losses are not numbers any more.
        ResourceError: The disk is full.
    """
    try:
        trainer.train()  # type: ignore[no-untyped-call]  # untyped in Ultralytics
    except RuntimeError as error:
        if "out of memory" in str(error).lower():  # CUDA has a class for it, MPS has not
            return False
        if "NaN" not in str(error):
            raise
        raise DivergedError(
            "The training diverged: its losses are not numbers any more.",
            hint="Lower the learning rate.",
        ) from error
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise ResourceError(
            "The disk is full.", hint="Free some space and resume; whole epochs are kept."
        ) from error
    return True


def _outcome(trainer: JobTrainer, spec: TrainSpec) -> _Trained:
    validator: Any = trainer.validator
    yardstick = next((y for y in spec.yardsticks if y is not Yardstick.TEST), None)
    is_wanted = yardstick is not None and not trainer.is_pruned
    return _Trained(
        epochs_done=trainer.epochs_done,
        value=trainer.value,
        batch=int(trainer.batch_size),
        is_pruned=trainer.is_pruned,
        val=validator.measured(yardstick) if is_wanted else None,
    )


def _cost(training: _Training, trained: _Trained) -> ModelCost | None:
    """Return what the model takes for an image, where it is one that may be used."""
    if trained.is_pruned or training.spec.fold is not None:
        return None
    return measure_cost(
        training.run.last,
        task=training.spec.snapshot.task,
        imgsz=training.spec.recipe.imgsz,
        device=training.device,
    )


def _measure(training: _Training, trained: _Trained) -> tuple[Measured, ...]:
    """Measure the last weights on each yardstick whose images the dataset has."""
    found = []
    for yardstick in training.spec.yardsticks:
        measured = None if yardstick is Yardstick.TEST else trained.val
        if measured is None:
            measured = evaluate(
                training.run.last,
                training.dataset,
                yardstick=yardstick,
                imgsz=training.spec.recipe.imgsz,
                device=training.device,
                work_dir=training.job_dir,
                batch=trained.batch,
            )
        if measured is not None:
            found.append(measured)
    return tuple(found)
