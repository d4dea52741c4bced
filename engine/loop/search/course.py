"""What all parts of one search share."""

from __future__ import annotations

import os
from dataclasses import dataclass

from engine.domain.jobs import SearchSpec, TrainSpec
from engine.domain.recipes import Recipe
from engine.domain.searches import TrialState
from engine.jobs.reporter import Reporter
from engine.loop.search.clock import SearchClock
from engine.loop.search.trainings import Trainings
from engine.tuning.budget import Budget
from engine.tuning.study import TrialStudy


@dataclass(frozen=True, slots=True)
class SearchCourse:
    """One search under way: what was asked, its study, its trainings, its limits and its time."""

    spec: SearchSpec
    reporter: Reporter
    study: TrialStudy
    trainings: Trainings
    budget: Budget
    clock: SearchClock

    @property
    def unit_s(self) -> float | None:
        """Seconds a full training took on average, None while none is done."""
        seconds = [t.seconds for t in self.study.trials() if t.state is TrialState.COMPLETE]
        return sum(seconds) / len(seconds) if seconds else None

    @property
    def worked_s(self) -> float:
        """Seconds of all trainings so far; those under way count by the epochs they told of."""
        trials = self.study.trials()
        under_way = [t for t in trials if not t.state.is_finished and t.rungs]
        epochs = sum(trial.rungs[-1].epoch for trial in under_way)
        ended_s = sum(trial.seconds for trial in trials)
        return ended_s + (self.unit_s or 0.0) * epochs / self.spec.base.epochs

    @property
    def committed_s(self) -> float:
        """Seconds of all trainings that ended, and of those under way when they come to theirs."""
        trials = self.study.trials()
        num_under_way = sum(not trial.state.is_finished for trial in trials)
        return sum(trial.seconds for trial in trials) + (self.unit_s or 0.0) * num_under_way

    def note_time(self) -> None:
        """Remember the time used, for a controller that goes on after this one."""
        self.study.note_elapsed(self.clock.elapsed_s)

    def train_spec(
        self, recipe: Recipe, *, seed: int, rungs: tuple[int, ...], fold: int | None = None
    ) -> TrainSpec:
        """Return the training of a recipe on the search's snapshot.

        It is measured at its rungs only: nothing else decides.
        """
        spec = self.spec
        return TrainSpec(
            snapshot=spec.snapshot,
            recipe=recipe,
            start=spec.start if recipe.model == spec.base.model else "",
            fold=fold,
            seed=seed,
            device=spec.device,
            rungs=rungs,
            yardsticks=(),
            threads=_threads_each(spec.slots),
        )


def _threads_each(slots: int) -> int:
    """Return the CPU threads of each training; 0, the library's choice, where one runs alone."""
    return max(1, (os.cpu_count() or 1) // slots) if slots > 1 else 0
