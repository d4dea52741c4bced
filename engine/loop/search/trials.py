"""The search itself: ask for recipes, train them, tell what they reached."""

from __future__ import annotations

from pathlib import Path

from engine.domain.errors import ResourceError
from engine.domain.events import Notice, Progressed, RungReached, TrialChanged
from engine.domain.jobs import Verdict
from engine.domain.searches import TrialRecord, TrialState
from engine.loop.search.course import SearchCourse
from engine.loop.search.importance_file import write_importance
from engine.loop.search.trainings import Training
from engine.tuning.space import DEFAULTS_NUMBER
from engine.tuning.study import AskedTrial

_MAX_FAILURES_IN_A_ROW = 3


class TrialPhase:
    """Runs trials until the budget of the search is spent. One thread."""

    def __init__(self, course: SearchCourse) -> None:
        self._course = course
        self._study = course.study
        self._number_of: dict[str, int] = {}
        self._failures_in_a_row = 0
        self._late: set[int] = set()
        self._rungs = course.study.rungs

    def run(self) -> list[TrialRecord]:
        """Run all trials that are due; return every trial of the search.

        Raises:
            ResourceError: The defaults, or several trials in a row, could not be trained.
            Paused: See `Trainings.wait`; Cancelled too.
        """
        while self._fill_slots():
            for training in self._course.trainings.wait():
                self._end(training)
        return self._study.trials()

    def _fill_slots(self) -> bool:
        """Begin trials while there is room and budget; return whether any is under way."""
        trainings = self._course.trainings
        while trainings.num_active < self._course.spec.slots and self._is_another_due():
            self._begin(self._study.ask())
        return trainings.num_active > 0

    def _is_another_due(self) -> bool:
        course, num_begun = self._course, len(self._study.trials())
        if self._study.has_interrupted or num_begun == 0:
            return True  # whatever the time: without the defaults nothing can be said
        return num_begun < course.spec.trials and course.budget.admits_trial(
            elapsed_s=course.clock.elapsed_s, unit_s=course.unit_s, worked_s=course.committed_s
        )

    def _begin(self, trial: AskedTrial) -> None:
        name = trial_name(trial.number)
        self._number_of[name] = trial.number
        self._announce(self._study.record(trial.number))
        spec = self._course.train_spec(
            trial.recipe, seed=self._course.spec.seed, rungs=self._study.rungs
        )
        self._course.trainings.begin(name, spec, lambda rung: self._judge(trial.number, rung))

    def _judge(self, number: int, rung: RungReached) -> Verdict:
        should_prune = self._study.report(number, rung.epoch, rung.value)
        self._announce(self._study.record(number))
        if not should_prune and number != DEFAULTS_NUMBER and self._is_search_time_over():
            self._late.add(number)
            should_prune = True
        return Verdict.PRUNE if should_prune else Verdict.GO

    def _is_search_time_over(self) -> bool:
        course = self._course
        budget, unit_s = course.budget, course.unit_s
        is_late = course.clock.elapsed_s > budget.search_end_s(unit_s)
        return is_late or course.worked_s > budget.search_work_s(unit_s)

    def _end(self, training: Training) -> None:
        number = self._number_of[training.name]
        result = training.result
        if result is None:
            if training.has_diverged and number != DEFAULTS_NUMBER:
                # A bad recipe, not a failed run: the sampler learns to keep away from it.
                self._announce(self._study.tell(number, TrialState.PRUNED, reason=training.reason))
            else:
                self._fail(number, training.reason)
            return
        self._failures_in_a_row = 0
        state, reason = TrialState.COMPLETE, ""
        if result.pruned:
            why = "Out of time" if number in self._late else "Behind the others"
            state, reason = TrialState.PRUNED, f"{why} at epoch {result.epochs_done}."
        ended = self._study.tell(
            number, state, reason=reason, seconds=result.seconds, cost=result.cost
        )
        self._announce(ended)
        self._note_rungs()

    def _note_rungs(self) -> None:
        """Say once where trials are no longer compared, because it misled."""
        rungs = self._study.rungs
        if rungs != self._rungs:
            self._rungs = rungs
            where = f"from epoch {rungs[0]} on" if len(rungs) > 1 else "at their end alone"
            text = (
                f"What trials had early said little of how they ended: they are compared {where}."
            )
            self._course.reporter.emit(Notice(text))

    def _fail(self, number: int, reason: str) -> None:
        if number == DEFAULTS_NUMBER:
            # Not told to the study: a search that goes on begins with the defaults again.
            raise ResourceError(
                f"The defaults could not be trained: {reason}",
                hint="Mend this, then resume the search.",
            )
        self._announce(self._study.tell(number, TrialState.FAIL, reason=reason))
        self._failures_in_a_row += 1
        if self._failures_in_a_row >= _MAX_FAILURES_IN_A_ROW:
            raise ResourceError(
                f"{self._failures_in_a_row} trials in a row failed, the last one so: {reason}",
                hint="Mend this, then resume the search.",
            )

    def _announce(self, trial: TrialRecord) -> None:
        course = self._course
        course.note_time()
        if trial.state.is_finished:
            self._note_importance()
        course.reporter.emit(TrialChanged(trial))
        num_ended = sum(trial.state.is_finished for trial in self._study.trials())
        total = course.spec.trials
        course.reporter.emit(Progressed(num_ended, total, "trials", self._seconds_left(num_ended)))

    def _note_importance(self) -> None:
        """Keep what mattered so far before the owner hears of the trial, and so reads it anew."""
        importance = self._study.importance()
        if importance is not None:
            write_importance(Path(self._course.spec.study_path), importance)

    def _seconds_left(self, num_ended: int) -> float | None:
        """Return the seconds to the end of the trials, by the pace so far and the time limit."""
        course = self._course
        if num_ended == 0:
            return None
        elapsed_s = course.clock.elapsed_s
        by_pace_s = elapsed_s / num_ended * (course.spec.trials - num_ended)
        budget, unit_s = course.budget, course.unit_s
        by_clock_s = budget.search_end_s(unit_s) - elapsed_s
        by_work_s = (budget.search_work_s(unit_s) - course.worked_s) / course.spec.slots
        return max(0.0, min(by_pace_s, by_clock_s, by_work_s))


def trial_name(number: int) -> str:
    """Return the name of a trial's training and job folder."""
    return f"trial-{number:04d}"
