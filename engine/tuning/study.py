"""A search's trials, kept in an Optuna study that survives its controller."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import optuna
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock

from engine.domain.errors import ConflictError, DataError
from engine.domain.identifiers import SnapshotId
from engine.domain.metrics import ModelCost
from engine.domain.recipes import Recipe
from engine.domain.searches import (
    EarlierTrial,
    RungValue,
    SearchImportance,
    TrialRecord,
    TrialState,
)
from engine.tuning.importance import measure_importance
from engine.tuning.rungs import is_promoted, rungs_for
from engine.tuning.sampler import make_sampler
from engine.tuning.space import DEFAULTS_NUMBER, SearchSpace

# To be raised when what trials are ranked by changes: their values then cannot be compared.
_OBJECTIVE = "mAP50-95 on validation of the last epoch's EMA weights, version 1"
# One controller writes, for milliseconds: an older lock was left by one that was killed.
_LOCK_GRACE_S = 5

_STATES = {
    TrialState.WAITING: optuna.trial.TrialState.WAITING,
    TrialState.RUNNING: optuna.trial.TrialState.RUNNING,
    TrialState.COMPLETE: optuna.trial.TrialState.COMPLETE,
    TrialState.PRUNED: optuna.trial.TrialState.PRUNED,
    TrialState.FAIL: optuna.trial.TrialState.FAIL,
}
_STATE_OF_OPTUNA = {theirs: ours for ours, theirs in _STATES.items()}


@dataclass(frozen=True, slots=True)
class AskedTrial:
    """A trial to run now. It has begun before where its controller was killed or paused."""

    number: int
    recipe: Recipe


class TrialStudy:
    """Ask, report, tell. One thread of one process; every call is on disk when it returns."""

    def __init__(self, study: optuna.Study, space: SearchSpace) -> None:
        self._study = study
        self._space = space
        self.rungs = rungs_for(space.base.epochs)
        running = study.get_trials(deepcopy=False, states=[_STATES[TrialState.RUNNING]])
        self._interrupted = [trial.number for trial in running]
        self._running: dict[int, optuna.trial.Trial] = {}

    @property
    def has_interrupted(self) -> bool:
        """Whether trials of an earlier controller still wait to go on."""
        return bool(self._interrupted)

    def ask(self) -> AskedTrial:
        """Return the next trial: first those that an earlier controller left, then new ones.

        Trial 0 is the defaults; the incumbent and the rest of the portfolio follow, then what the
        sampler proposes.
        """
        trial = self._take_up(self._interrupted.pop(0)) if self._interrupted else self._study.ask()
        self._running[trial.number] = trial
        recipe = _stored_recipe(trial.user_attrs)
        if recipe is None:
            recipe = self._space.suggest(trial)
            trial.set_user_attr("recipe", msgspec.to_builtins(recipe))
        return AskedTrial(trial.number, recipe)

    def report(self, number: int, epoch: int, value: float) -> bool:
        """Note what a trial reached at a rung and return whether it should be pruned there.

        The defaults are never pruned: they are what all others are compared with. Reporting a rung
        again changes nothing but may give another answer, as more rivals may have come. A value
        that is not a number is not noted.
        """
        if not math.isnan(value) and epoch not in self._frozen(number).intermediate_values:
            self._running[number].report(value, epoch)
        if number == DEFAULTS_NUMBER or epoch >= self.rungs[-1]:
            return False
        rivals = [
            other.intermediate_values[epoch]
            for other in self._study.get_trials(deepcopy=False)
            if other.number != number and epoch in other.intermediate_values
        ]
        return not is_promoted(value, rivals=rivals)

    def tell(
        self,
        number: int,
        state: TrialState,
        *,
        reason: str = "",
        seconds: float = 0.0,
        cost: ModelCost | None = None,
    ) -> TrialRecord:
        """End a trial and return its record. A trial that has ended stays as it is.

        A complete trial counts with the value of its last rung; without one it counts as failed.

        Args:
            number: Of the trial.
            state: COMPLETE, PRUNED or FAIL; the sampler learns nothing from a failed trial.
            reason: Why it ended, in words.
            seconds: What it took.
            cost: What its model takes for an image.
        """
        frozen = self._frozen(number)
        if not frozen.state.is_finished():
            value = _last_value(frozen)
            if state is TrialState.COMPLETE and value is None:
                state, reason = TrialState.FAIL, reason or "It was never validated."
            trial = self._running.pop(number)
            trial.set_user_attr("reason", reason)
            trial.set_user_attr("seconds", seconds)
            trial.set_user_attr("cost", msgspec.to_builtins(cost))
            values = value if state is TrialState.COMPLETE else None
            self._study.tell(number, values, state=_STATES[state])
        return self.record(number)

    def record(self, number: int) -> TrialRecord:
        """Return a trial that was asked for."""
        return _record(self._frozen(number))

    def trials(self) -> list[TrialRecord]:
        """Return all trials that began, by number."""
        return [_record(frozen) for frozen in _begun(self._study)]

    def importance(self) -> SearchImportance | None:
        """Return what mattered so far; None while too few trials have ended."""
        return measure_importance(self._study.get_trials(deepcopy=False))

    @property
    def elapsed_s(self) -> float:
        """Wall-clock seconds the search has run so far, as last noted."""
        return float(self._study.user_attrs.get("elapsed_s", 0.0))

    def note_elapsed(self, seconds: float) -> None:
        """Remember how long the search has run, for a controller that goes on."""
        self._study.set_user_attr("elapsed_s", seconds)

    @property
    def deadline_s(self) -> float | None:
        """Elapsed seconds at which the search must end, as first noted; None without an hour."""
        noted = self._study.user_attrs.get("deadline_s")
        return None if noted is None else float(noted)

    def note_deadline(self, seconds: float) -> None:
        """Remember when the search must end, for a controller that goes on."""
        self._study.set_user_attr("deadline_s", seconds)

    def _frozen(self, number: int) -> optuna.trial.FrozenTrial:
        return self._study.get_trials(deepcopy=False)[number]

    def _take_up(self, number: int) -> optuna.trial.Trial:
        # Optuna offers no public way from a number back to the trial that reports.
        return optuna.trial.Trial(self._study, self._frozen(number)._trial_id)  # noqa: SLF001


def open_study(
    path: Path,
    *,
    space: SearchSpace,
    snapshot_id: SnapshotId,
    seed: int = 0,
    incumbent: Recipe | None = None,
    again: Sequence[EarlierTrial] = (),
) -> TrialStudy:
    """Open the study in a journal file, or begin it with the portfolio. optuna-dashboard reads it.

    Args:
        path: The journal.
        space: Which recipes it may try.
        snapshot_id: The data it ranks them on.
        seed: Of the sampler.
        incumbent: A recipe to try after the defaults; it need not lie in the space.
        again: What did well in earlier studies, to be tried next as points of this space.

    Raises:
        ConflictError: It belongs to another snapshot or ranks by another objective.
        DataError: The file is not a study.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _drop_half_line(path)
        lock = JournalFileOpenLock(str(path), grace_period=_LOCK_GRACE_S)
        storage = optuna.storages.JournalStorage(JournalFileBackend(str(path), lock_obj=lock))
        study = optuna.create_study(
            storage=storage, study_name=path.stem, direction="maximize", load_if_exists=True
        )
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"{path.name} is not a search's study.", hint="Begin a new search."
        ) from error
    _claim(study, {"snapshot": snapshot_id, "objective": _OBJECTIVE}, name=path.name)
    _enqueue(study, space, incumbent, again)
    # A sampler that goes on must not draw the points of its beginning again.
    study.sampler = make_sampler(study, storage, seed=seed + len(_begun(study)))
    return TrialStudy(study, space)


def _enqueue(
    study: optuna.Study,
    space: SearchSpace,
    incumbent: Recipe | None,
    again: Sequence[EarlierTrial],
) -> None:
    """Enqueue what is tried first; what stands in the study already stays as it is."""
    first, *others = space.portfolio()
    if space.has_base:
        study.enqueue_trial(first, skip_if_exists=True)
    else:
        _enqueue_recipe(study, space.defaults)
        others = [first, *others]
    if incumbent is not None:
        _enqueue_recipe(study, incumbent)
    points = [space.point_near(each) for each in again]
    known = (incumbent, space.defaults)
    lent = [params for params in points if space.recipe(params) not in known]
    for params in (*lent, *others):
        study.enqueue_trial(params, skip_if_exists=True)


def _enqueue_recipe(study: optuna.Study, recipe: Recipe) -> None:
    """Enqueue what is no point of the space: the sampler learns nothing from it."""
    stored = msgspec.to_builtins(recipe)
    if all(trial.user_attrs.get("recipe") != stored for trial in study.get_trials(deepcopy=False)):
        study.enqueue_trial({}, user_attrs={"recipe": stored})


def _begun(study: optuna.Study) -> list[optuna.trial.FrozenTrial]:
    return [
        trial
        for trial in study.get_trials(deepcopy=False)
        if trial.state is not _STATES[TrialState.WAITING] and "recipe" in trial.user_attrs
    ]


def _claim(study: optuna.Study, attributes: dict[str, str], *, name: str) -> None:
    for key, value in attributes.items():
        found = study.user_attrs.get(key)
        if found is None:
            study.set_user_attr(key, value)
        elif found != value:
            raise ConflictError(
                f"The study {name} was made for another {key}: {found}.",
                hint="Begin a new search; the values of the two cannot be compared.",
            )


def _drop_half_line(path: Path) -> None:
    """Cut off the line that a killed controller did not finish: Optuna would append to it."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        file.truncate(file.read().rfind(b"\n") + 1)


def _record(frozen: optuna.trial.FrozenTrial) -> TrialRecord:
    recipe = _stored_recipe(frozen.user_attrs)
    assert recipe is not None
    rungs = sorted(frozen.intermediate_values.items())
    return TrialRecord(
        number=frozen.number,
        state=_STATE_OF_OPTUNA[frozen.state],
        recipe=recipe,
        rungs=tuple(RungValue(epoch, value) for epoch, value in rungs),
        value=_last_value(frozen),
        reason=str(frozen.user_attrs.get("reason", "")),
        seconds=float(frozen.user_attrs.get("seconds", 0.0)),
        strength=frozen.params.get("augmentation"),
        cost=msgspec.convert(frozen.user_attrs.get("cost"), ModelCost | None),
    )


def _stored_recipe(user_attrs: dict[str, object]) -> Recipe | None:
    stored = user_attrs.get("recipe")
    return None if stored is None else msgspec.convert(stored, Recipe)


def _last_value(frozen: optuna.trial.FrozenTrial) -> float | None:
    values = frozen.intermediate_values
    return values[max(values)] if values else None
