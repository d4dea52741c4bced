"""The confirmation: the challenger meets the defaults on folds the search never used."""

from __future__ import annotations

import math
from pathlib import Path

from engine.domain.errors import ResourceError
from engine.domain.events import ConfirmationAdvanced, Notice, Progressed
from engine.domain.jobs import TrainSpec
from engine.domain.recipes import Recipe
from engine.domain.searches import PairedRun, TrialRecord
from engine.loop.search.course import SearchCourse
from engine.loop.search.fold_runs import FoldRunCache
from engine.loop.search.trainings import Training
from engine.loop.search.trials import trial_name
from engine.tuning.confirmation import Decision, Judgment, judge, pair_schedule
from engine.tuning.space import DEFAULTS_NUMBER

# The same in all searches: so the defaults' runs on a snapshot serve each of them.
_FIRST_SEED = 1000
_MAX_FAILED_PAIRS = 2
# What a detector reaches whose training diverged: it finds nothing.
_NOTHING = 0.0


class Confirming:
    """Runs the trainings that decide, and judges them. One thread.

    Args:
        course: The search.
        num_folds: Of the snapshot; with fewer than two no pair can be run.
        test_share: Share of the images that a fold is tested on.
    """

    def __init__(self, course: SearchCourse, *, num_folds: int, test_share: float) -> None:
        self._course = course
        self._num_folds = num_folds
        self._test_share = test_share
        self._defaults = course.study.record(DEFAULTS_NUMBER).recipe
        study_path = Path(course.spec.study_path)
        self._cache = FoldRunCache(study_path.with_name(f"folds-{course.spec.snapshot.id}.json"))
        self._num_failed_pairs = 0
        self.seconds = 0.0

    def choose(self, best: list[TrialRecord]) -> TrialRecord:
        """Return the one of at least one trial, best first, that shall meet the defaults.

        Where the budget allows it the two best are trained again with a fresh seed, and the better
        on average stays: the best of many is often just lucky.
        """
        finalists = best[:2]
        if len(finalists) < 2 or not self._has_run_off():
            return best[0]
        seed = self._course.spec.seed + 1
        again = self._run(
            {
                f"again-{trial_name(trial.number)}": self._spec(trial.recipe, seed=seed)
                for trial in finalists
            }
        )
        if None in again:
            return best[0]
        sums = [
            (trial.value or 0.0) + (value or 0.0)
            for trial, value in zip(finalists, again, strict=True)
        ]
        return finalists[0] if sums[0] >= sums[1] else finalists[1]

    def meet(self, challenger: TrialRecord) -> Judgment | None:
        """Run pairs until the challenger is judged or the budget is spent; None without a pair.

        Another pair stands in for one that could not be run.

        Raises:
            ResourceError: Three pairs could not be run; what was run is kept.
        """
        if self._num_folds < 2:
            return None
        num_pairs = self._course.budget.max_pairs
        schedule = pair_schedule(
            self._num_folds, num_pairs=num_pairs + _MAX_FAILED_PAIRS, first_seed=_FIRST_SEED
        )
        pairs: list[PairedRun] = []
        for fold, seed in schedule:
            if len(pairs) == num_pairs or not self._has_time(challenger):
                break
            pair = self._run_pair(challenger, fold=fold, seed=seed)
            if pair is None:
                continue
            pairs.append(pair)
            self._course.reporter.emit(Progressed(len(pairs), num_pairs, "confirmation"))
            judgment = self._judge(pairs, is_last=len(pairs) == num_pairs)
            self._course.reporter.emit(ConfirmationAdvanced(judgment.confirmation))
            if judgment.decision is not Decision.UNDECIDED:
                return judgment
        return self._judge(pairs, is_last=True) if pairs else None

    def _judge(self, pairs: list[PairedRun], *, is_last: bool) -> Judgment:
        return judge(pairs, test_share=self._test_share, is_last=is_last)

    def _run_pair(self, challenger: TrialRecord, *, fold: int, seed: int) -> PairedRun | None:
        """Return what both reached, None where one of the two failed.

        Raises:
            ResourceError: It is one pair too many that failed.
        """
        place = f"fold-{fold}-seed-{seed}"
        defaults_spec = self._spec(self._defaults, seed=seed, fold=fold)
        challenger_spec = self._spec(challenger.recipe, seed=seed, fold=fold)
        specs = {f"{place}-{trial_name(challenger.number)}": challenger_spec}
        defaults = self._cache.get(defaults_spec)
        if defaults is not None:
            (value,) = self._run(specs)
        else:
            defaults, value = self._run({f"{place}-defaults": defaults_spec} | specs)
            if defaults is not None:
                self._cache.put(defaults_spec, defaults)
        if defaults is None or value is None:
            self._note_failed_pair()
            return None
        return PairedRun(fold=fold, seed=seed, defaults=defaults, challenger=value)

    def _note_failed_pair(self) -> None:
        self._num_failed_pairs += 1
        if self._num_failed_pairs > _MAX_FAILED_PAIRS:
            raise ResourceError(
                f"{self._num_failed_pairs} pairs of the confirmation could not be run.",
                hint="Mend what their notices name, then resume the search.",
            )

    def _run(self, specs: dict[str, TrainSpec]) -> list[float | None]:
        """Train all and return what each reached, 0 where it diverged, None where it failed."""
        trainings = [self._course.trainings.begin(name, spec) for name, spec in specs.items()]
        while self._course.trainings.num_active:
            self._course.trainings.wait()
        self._course.note_time()
        return [self._value(training) for training in trainings]

    def _value(self, training: Training) -> float | None:
        result = training.result
        if result is not None:
            self.seconds += result.seconds
            if result.value is not None and math.isfinite(result.value):
                return result.value
        self._course.reporter.emit(Notice(f"{training.name} failed: {training.reason}"))
        return _NOTHING if training.has_diverged else None

    def _spec(self, recipe: Recipe, *, seed: int, fold: int | None = None) -> TrainSpec:
        return self._course.train_spec(recipe, seed=seed, rungs=(recipe.epochs,), fold=fold)

    def _has_run_off(self) -> bool:
        budget, time_s = self._course.budget, self._course.clock.elapsed_s
        unit_s = self._course.unit_s or 0.0
        return self._num_folds >= 2 and budget.admits_run_off(
            elapsed_s=time_s, unit_s=unit_s, worked_s=self._worked_s
        )

    def _has_time(self, challenger: TrialRecord) -> bool:
        # By their own paces: a challenger with larger images may take several times as long.
        unit_s = (self._course.study.record(DEFAULTS_NUMBER).seconds + challenger.seconds) / 2
        time_s = self._course.clock.elapsed_s
        return self._course.budget.admits_pair(
            elapsed_s=time_s, unit_s=unit_s, worked_s=self._worked_s
        )

    @property
    def _worked_s(self) -> float:
        return self._course.worked_s + self.seconds
