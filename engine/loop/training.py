"""Training: starts a training on what is labeled and registers what comes of it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from typing_extensions import override

from engine.domain.changes import Changed, Changes
from engine.domain.classes import objective_of
from engine.domain.errors import DataError, UsageError
from engine.domain.events import EpochFinished, JobEvent
from engine.domain.identifiers import ClassId, ImageId, JobId, VersionId
from engine.domain.jobs import JobKind, JobRecord, TrainSpec
from engine.domain.metrics import Accuracy, Yardstick
from engine.domain.recipes import Recipe, default_recipe, epochs_for
from engine.domain.results import TrainResult
from engine.domain.versions import ModelVersion
from engine.jobs.files import writing
from engine.loop.background import Background, JobHandler
from engine.loop.round_moves import begin_training, finish_rounds, give_up_training
from engine.loop.training_data import Material, TrainingData, TrainingOutlook
from engine.loop.weights import find_start, may_learn
from engine.store.database import Store
from engine.store.transaction import Transaction
from engine.tuning.facts import clip_to_facts

_ROUND = "round"
_CLASSES = "classes"
_OBJECTIVE = "objective"
ANSWERED_AHEAD = "answered_ahead"
"""In a training's context: the images of later rounds that it learned from, too."""


@dataclass(frozen=True, slots=True)
class TrainingWish:
    """What a person fixed of a training; None leaves it to the adopted recipe or the defaults.

    Attributes:
        recipe: To train with in place of the adopted one, inside the facts.
        updates: Steps of the optimizer in place of epochs, so that trainings on few images and on
            many do as much; validated after the last epoch alone.
    """

    model: str | None = None
    imgsz: int | None = None
    epochs: int | None = None
    batch: int | None = None
    seed: int = 0
    device: str = "auto"
    threads: int = 0
    recipe: Recipe | None = None
    updates: int | None = None


NO_WISH = TrainingWish()


class Training(JobHandler):
    """Trainings of this project, each a job in a process of its own."""

    def __init__(
        self, store: Store, background: Background, data: TrainingData, *, project_dir: Path
    ) -> None:
        self._store = store
        self._background = background
        self._data = data
        self._project_dir = project_dir

    def recipe(self, wish: TrainingWish = NO_WISH) -> Recipe:
        """Return how the project trains now: by the adopted recipe or the defaults, as wished."""
        with self._store.read() as tx:
            adopted, task = tx.project.adopted_recipe(), tx.project.settings().task
        wanted = wish.recipe or adopted
        # What was found for another task says nothing of this one.
        if wanted is None or not may_learn(wanted.model, task):
            return self._bounded(default_recipe(task), wish)
        return self._bounded(wanted, wish)

    def defaults(self, wish: TrainingWish = NO_WISH) -> Recipe:
        """Return what every search starts from: the defaults, as wished, clipped by the facts."""
        with self._store.read() as tx:
            task = tx.project.settings().task
        return self._bounded(default_recipe(task), wish)

    def outlook(self) -> TrainingOutlook:
        """Return what a training that starts now would learn from and be measured on."""
        return self._data.outlook()

    def material(self) -> Material:
        """Read what a training or search that starts now learns from. Any thread; slow.

        Raises:
            UsageError: Too little is labeled.
        """
        return self._data.read()

    def start(
        self,
        wish: TrainingWish = NO_WISH,
        *,
        round_number: int | None = None,
        material: Material | None = None,
    ) -> JobId:
        """Start a training on all that is labeled.

        Args:
            wish: What a person fixed.
            round_number: The round it belongs to, if any.
            material: What it learns from, read before; otherwise it is read now.

        Raises:
            UsageError: Too little is labeled, or a training runs already.
            NotFoundError: No such model.
            ResourceError: Its weights are not here, and there is no network.
        """
        recipe = self._with_updates(self.recipe(wish), wish)
        with self._store.read() as tx:
            classes, task = tx.classes.all(), tx.project.settings().task
            ahead = _answered_after(tx, round_number)
        start = find_start(recipe.model, task)
        spec = TrainSpec(
            snapshot=self._data.snapshot(material),
            recipe=recipe,
            start=start.name,
            seed=wish.seed,
            device=wish.device,
            rungs=() if wish.updates is None else (recipe.epochs,),
            yardsticks=(Yardstick.VAL, Yardstick.TEST),
            threads=wish.threads,
        )
        context = {
            _ROUND: round_number,
            _CLASSES: [[c.id, c.name] for c in classes],
            _OBJECTIVE: objective_of(classes),
            ANSWERED_AHEAD: ahead,
        }
        return self._background.start(spec, title="Training", context=context)

    def active(self) -> JobRecord | None:
        """Return the training that runs or waits, if any."""
        with self._store.read() as tx:
            jobs = tx.jobs.all(active=True, kind=JobKind.TRAIN)
        return jobs[-1] if jobs else None

    def last(self) -> JobRecord | None:
        """Return the newest training, however it stands."""
        with self._store.read() as tx:
            jobs = tx.jobs.all(kind=JobKind.TRAIN)
        return jobs[-1] if jobs else None

    def curve(self, job_id: JobId) -> list[EpochFinished]:
        """Return what a training told of its epochs, by number; any thread.

        An epoch that was trained again, as after too large a batch, counts as it went last.
        """
        told = (numbered.event for numbered in self._background.folder(job_id).read_events())
        last = {event.epoch: event for event in told if isinstance(event, EpochFinished)}
        return [last[epoch] for epoch in sorted(last)]

    @override
    def on_start(self, tx: Transaction, job: JobRecord) -> None:
        if any(other.id != job.id for other in tx.jobs.all(active=True, kind=JobKind.TRAIN)):
            raise UsageError("A training runs already.", hint="Wait for it, or stop it first.")
        number = tx.jobs.context(job.id)[_ROUND]
        if number is not None:
            begin_training(tx, number)

    @override
    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        return Changes(Changed.JOBS)

    @override
    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:
        """Register the weights as a model version and finish the round they belong to."""
        assert isinstance(result, TrainResult)
        spec = self._background.folder(job.id).spec()
        assert isinstance(spec, TrainSpec)
        version = self._register(tx, job, spec, result)
        changes = Changes(Changed.VERSIONS | Changed.SCORES)
        if version.round_number is not None:
            changes |= finish_rounds(tx, version.round_number, version_id=version.id)
        return changes

    @override
    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        number = tx.jobs.context(job.id)[_ROUND]
        notice = f"The training did not finish: {job.reason}" if job.reason else ""
        changes = Changes(Changed.JOBS, notices=(notice,) if notice else ())
        return changes if number is None else changes | give_up_training(tx, number)

    def _bounded(self, recipe: Recipe, wish: TrainingWish) -> Recipe:
        with self._store.read() as tx:
            facts = tx.project.settings().facts
        fixed = {
            name: value
            for name in ("model", "imgsz", "epochs", "batch")
            if (value := getattr(wish, name)) is not None
        }
        return clip_to_facts(replace(recipe, **fixed), facts)

    def _with_updates(self, recipe: Recipe, wish: TrainingWish) -> Recipe:
        if wish.updates is None:
            return recipe
        num_images = max(self._data.outlook().num_train, 1)
        epochs = epochs_for(wish.updates, batch=recipe.batch, num_images=num_images)
        return replace(recipe, epochs=epochs)

    def _register(
        self, tx: Transaction, job: JobRecord, spec: TrainSpec, result: TrainResult
    ) -> ModelVersion:
        context = tx.jobs.context(job.id)
        # What it learned: the project's classes may be others by now.
        class_ids = [ClassId(class_id) for class_id, _ in context[_CLASSES]]
        # The job's id is the version's, so that taking a result twice changes nothing.
        version = ModelVersion(
            id=VersionId(job.id),
            number=tx.versions.next_number(),
            created_at=time.time(),
            weights_path=self._keep_weights(job.id, Path(result.weights)),
            snapshot_id=spec.snapshot.id,
            job_id=job.id,
            recipe=replace(spec.recipe, batch=result.batch),
            seed=spec.seed,
            start=result.start,
            start_weights=result.start_weights,
            libraries=result.libraries,
            class_names=tuple(name for _, name in context[_CLASSES]),
            accuracies=_with_class_ids(result.accuracies, class_ids),
            num_train_images=result.num_train_images,
            round_number=context[_ROUND],
            class_ids=tuple(class_ids),
            operating_point=result.operating_point,
            task=spec.snapshot.task,
            objective=context.get(_OBJECTIVE, ""),
        )
        self._keep_evaluations(job.id, result.evaluations)
        tx.versions.add(version)
        if result.draws:
            tx.versions.set_draws(version.id, result.draws)
        return version

    def _keep_weights(self, job_id: JobId, weights: Path) -> str:
        """Put the weights into `models/<version>`; return the path from the project folder.

        Raises:
            DataError: The training left none.
            ResourceError: They cannot be written.
        """
        if not weights.is_file():
            raise DataError(f"The training left no weights in {weights}.", hint="Train again.")
        kept = self._project_dir / "models" / job_id / "weights.pt"
        _keep(weights, kept)
        return kept.relative_to(self._project_dir).as_posix()

    def _keep_evaluations(self, job_id: JobId, paths: Sequence[str]) -> None:
        """Put what was seen in each image beside the weights."""
        for path in map(Path, paths):
            if path.is_file():
                _keep(path, self._project_dir / "models" / job_id / path.name)


def _answered_after(tx: Transaction, round_number: int | None) -> list[ImageId]:
    """Return the images answered in rounds later than one; none where there is no round."""
    if round_number is None:
        return []
    return sorted(set(tx.rounds.answered_ids()) - set(tx.rounds.answered_ids(until=round_number)))


def _keep(source: Path, kept: Path) -> None:
    """Keep a file of a job that may be cleared away; raise ResourceError where it cannot be."""
    with writing(kept):
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.unlink(missing_ok=True)
        try:
            os.link(source, kept)
        except OSError:
            shutil.copyfile(source, kept)


def _with_class_ids(
    accuracies: Sequence[Accuracy], class_ids: Sequence[ClassId]
) -> tuple[Accuracy, ...]:
    """Return accuracies whose classes are known by id; a worker knows their positions only."""
    return tuple(
        replace(
            accuracy,
            per_class=tuple(replace(c, class_id=class_ids[c.class_id]) for c in accuracy.per_class),
        )
        for accuracy in accuracies
    )
