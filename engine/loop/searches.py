"""Searches: the automatic side of the loop. Starts a controller and keeps what it finds."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from typing_extensions import override

from engine.domain.changes import Changed, Changes
from engine.domain.errors import DataError, UsageError
from engine.domain.events import ConfirmationAdvanced, JobEvent, TrialChanged
from engine.domain.identifiers import JobId, SearchId, new_id
from engine.domain.jobs import JobKind, JobRecord, JobState, SearchSpec, TrainSpec
from engine.domain.project import Task
from engine.domain.recipes import Recipe
from engine.domain.results import SearchResult, TrainResult
from engine.domain.search_limits import NO_LIMITS, Dimension, SpaceLimits, SpacePreset
from engine.domain.searches import (
    Choice,
    EarlierTrial,
    SearchImportance,
    SearchRecord,
    SearchVerdict,
    TrialRecord,
)
from engine.domain.versions import Start
from engine.loop.background import Background, JobHandler
from engine.loop.further_looks import remember_committee
from engine.loop.holdout import Holdout
from engine.loop.search.importance_file import read_importance
from engine.loop.search_cost import SearchCost, expected_seconds, search_cost
from engine.loop.training import NO_WISH, Training, TrainingWish
from engine.loop.training_data import Material, TrainingData
from engine.loop.weights import find_start
from engine.store.database import Store
from engine.store.transaction import Transaction
from engine.tuning.budget import Budget
from engine.tuning.facts import defaults_name
from engine.tuning.presets import preset_dimensions, preset_limits
from engine.tuning.space import SearchSpace, space_of
from engine.tuning.space_words import space_in_words
from engine.tuning.transfer import worth_trying_again

_SEARCH = "search"
# What is older weighs next to nothing.
_MAX_EARLIER = 4


@dataclass(frozen=True, slots=True)
class SearchWish:
    """What a person asks of a search.

    Attributes:
        trials: Trials of the search itself, the defaults included.
        minutes: Wall-clock limit, confirmation included; None = none.
        gpu_hours: Limit of all trainings together, confirmation included; None = none.
        until: When it must have ended, in seconds since 1970; None = at no hour.
        training: What every trial has fixed: model, image size, epochs, batch, device.
        models: Further models trials may choose.
        imgszs: Further image sizes trials may choose.
        slots: Trials at the same time.
        limits: What is fixed or narrowed of what trials other than the defaults try.
        preset: What is tried where nothing else is said.
        dimensions: Numbers to try in the place of the preset's, or besides.
    """

    trials: int = 20
    minutes: float | None = None
    training: TrainingWish = NO_WISH
    models: tuple[str, ...] = ()
    imgszs: tuple[int, ...] = ()
    slots: int = 1
    limits: SpaceLimits = NO_LIMITS
    preset: SpacePreset = SpacePreset.LOUPE
    dimensions: tuple[Dimension, ...] = ()
    gpu_hours: float | None = None
    until: float | None = None


class Searches(JobHandler):
    """The searches of a project, one at a time."""

    def __init__(
        self,
        store: Store,
        background: Background,
        *,
        holdout: Holdout,
        training: Training,
        data: TrainingData,
        project_dir: Path,
    ) -> None:
        self._store = store
        self._background = background
        self._holdout = holdout
        self._training = training
        self._data = data
        self._studies_dir = project_dir / "studies"

    def start(self, wish: SearchWish, *, material: Material | None = None) -> JobId:
        """Start a search on what is labeled.

        Args:
            wish: What a person wants of it.
            material: What its trials learn from, read before; otherwise it is read now.

        Raises:
            UsageError: One runs already, too little is labeled, or the budget is none.
            NotFoundError: No such model.
            ResourceError: Its weights are not here, and there is no network.
        """
        _budget(wish)
        if self.active() is not None:
            raise UsageError("A search runs already.", hint="Wait for it, or stop it first.")
        self._holdout.draw()
        with self._store.read() as tx:
            settings, num_classes = tx.project.settings(), len(tx.classes.all())
        base = self._training.defaults(wish.training)
        for imgsz in wish.imgszs:
            replace(base, imgsz=imgsz)  # checks it before hours are spent
        start = find_start(base.model, settings.task)
        search_id = SearchId(new_id())
        self._studies_dir.mkdir(mode=0o700, exist_ok=True)
        spec = SearchSpec(
            search_id=search_id,
            snapshot=self._data.snapshot(material),
            base=base,
            facts=settings.facts,
            study_path=str((self._studies_dir / f"{search_id}.log").absolute()),
            start=start.name,
            models=tuple(find_start(model, settings.task).name for model in wish.models),
            imgszs=wish.imgszs,
            trials=wish.trials,
            minutes=wish.minutes,
            seed=wish.training.seed,
            slots=wish.slots,
            num_classes=num_classes,
            device=wish.training.device,
            from_scratch=start.start is Start.SCRATCH,
            incumbent=self._incumbent(wish, base),
            again=self._again(wish, settings.task),
            limits=preset_limits(wish.preset, wish.limits),
            dimensions=_dimensions(wish, base, settings.task, num_classes),
            gpu_hours=wish.gpu_hours,
            until=wish.until,
        )
        return self._background.start(spec, title="Search", context={_SEARCH: search_id})

    def cost(self, wish: SearchWish) -> SearchCost:
        """Return what a search would cost, its confirmation included.

        Raises:
            UsageError: The budget is none.
        """
        return search_cost(_budget(wish), training_s=self._training_s(wish))

    def space(self, wish: SearchWish) -> list[tuple[Choice, str]]:
        """Return in words what the trials of a search that starts now would try."""
        with self._store.read() as tx:
            settings, num_classes = tx.project.settings(), len(tx.classes.all())
        base = self._training.defaults(wish.training)
        return space_in_words(
            SearchSpace(
                base=base,
                facts=settings.facts,
                models=wish.models,
                imgszs=wish.imgszs,
                from_scratch=base.model.endswith((".yaml", ".yml")),
                num_classes=num_classes,
                limits=preset_limits(wish.preset, wish.limits),
                task=settings.task,
                dimensions=_dimensions(wish, base, settings.task, num_classes),
            )
        )

    def space_of(self, search: SearchRecord) -> list[tuple[Choice, str]]:
        """Return in words what the trials of a search try."""
        return space_in_words(space_of(search.spec))

    def all(self) -> list[SearchRecord]:
        """Return every search, oldest first."""
        with self._store.read() as tx:
            return tx.searches.all()

    def trials(self, search_id: SearchId) -> list[TrialRecord]:
        """Return the trials of a search, by number."""
        with self._store.read() as tx:
            return tx.searches.trials(search_id)

    def importance(self, search: SearchRecord) -> SearchImportance | None:
        """Return what mattered in a search so far; None while too few trials have ended."""
        return read_importance(self._studies_dir / f"{search.id}.log")

    def job_of(self, search_id: SearchId) -> JobRecord:
        """Return the job that runs or ran a search."""
        with self._store.read() as tx:
            for job in reversed(tx.jobs.all(kind=JobKind.SEARCH)):
                if tx.jobs.context(job.id)[_SEARCH] == search_id:
                    return job
        raise UsageError(f"The search {search_id} was never started.")

    def active(self) -> JobRecord | None:
        """Return the search that runs or waits, if any."""
        with self._store.read() as tx:
            jobs = tx.jobs.all(active=True, kind=JobKind.SEARCH)
        return jobs[-1] if jobs else None

    def defaults_name(self, search: SearchRecord) -> str:
        """Return how trial 0 of a search is called: "defaults, without flips"."""
        return defaults_name(search.spec.facts)

    def _incumbent(self, wish: SearchWish, base: Recipe) -> Recipe | None:
        """Return the adopted recipe at the length of this search's trials; None where none is."""
        recipe = self._training.recipe(wish.training)
        recipe = replace(recipe, epochs=base.epochs, batch=base.batch)
        return None if recipe == base else recipe

    def _again(self, wish: SearchWish, task: Task) -> tuple[EarlierTrial, ...]:
        """Return what did well in the last searches for the same task."""
        with self._store.read() as tx:
            alike = [each for each in tx.searches.all() if each.spec.snapshot.task is task]
            newest = alike[: -_MAX_EARLIER - 1 : -1]
            tried = [tx.searches.trials(search.id) for search in newest]
        return worth_trying_again(tried, trials=wish.trials)

    def _training_s(self, wish: SearchWish) -> float | None:
        with self._store.read() as tx:
            done = [j for j in tx.jobs.all(kind=JobKind.TRAIN) if j.state is JobState.FINISHED]
        if not done:
            return None
        folder = self._background.folder(done[-1].id)
        try:
            last, spec = folder.result(), folder.spec()
        except DataError:
            # A project that was moved can still be looked at; only the cost is not known.
            return None
        if not isinstance(last, TrainResult) or not isinstance(spec, TrainSpec):
            return None
        return expected_seconds(
            self._training.defaults(wish.training),
            num_train_images=self._training.outlook().num_train,
            last=last,
            last_recipe=spec.recipe,
        )

    @override
    def on_start(self, tx: Transaction, job: JobRecord) -> None:
        if any(other.id != job.id for other in tx.jobs.all(active=True, kind=JobKind.SEARCH)):
            raise UsageError("A search runs already.", hint="Wait for it, or stop it first.")
        spec = self._background.folder(job.id).spec()
        assert isinstance(spec, SearchSpec)
        tx.searches.add(spec, created_at=job.created_at)

    @override
    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        search_id = SearchId(tx.jobs.context(job.id)[_SEARCH])
        if isinstance(event, TrialChanged):
            tx.searches.put_trial(search_id, event.trial)
        elif isinstance(event, ConfirmationAdvanced):
            tx.searches.put_confirmation(search_id, event.confirmation)
        return Changes(Changed.SEARCHES | Changed.JOBS)

    @override
    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:
        """Keep the outcome; an adopted recipe is what trains from now on."""
        assert isinstance(result, SearchResult)
        outcome = result.outcome
        tx.searches.set_outcome(SearchId(tx.jobs.context(job.id)[_SEARCH]), outcome)
        spec = tx.searches.get(SearchId(tx.jobs.context(job.id)[_SEARCH])).spec
        remember_committee(tx, result.committee_weights, num_classes=spec.num_classes)
        notices = [outcome.sentence]
        if outcome.verdict is SearchVerdict.ADOPTED:
            tx.project.adopt_recipe(outcome.recipe)
        elif tx.project.adopted_recipe() is not None:
            notices.append("The recipe that an earlier search found stays in use.")
        return Changes(Changed.SEARCHES | Changed.PROJECT, notices=tuple(notices))

    @override
    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        notice = f"The search did not finish: {job.reason}" if job.reason else ""
        return Changes(Changed.SEARCHES, notices=(notice,) if notice else ())


def _dimensions(
    wish: SearchWish, base: Recipe, task: Task, num_classes: int
) -> tuple[Dimension, ...]:
    return preset_dimensions(
        wish.preset,
        base,
        task=task,
        num_classes=num_classes,
        limits=wish.limits,
        own=wish.dimensions,
    )


def _budget(wish: SearchWish) -> Budget:
    minutes_s = None if wish.minutes is None else wish.minutes * 60
    until_s = None if wish.until is None else wish.until - time.time()
    limits = [limit for limit in (minutes_s, until_s) if limit is not None]
    return Budget(
        trials=wish.trials,
        limit_s=min(limits, default=None),
        slots=wish.slots,
        work_s=None if wish.gpu_hours is None else wish.gpu_hours * 3600,
    )
