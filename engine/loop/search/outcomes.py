"""How a search ends: who challenges the defaults, and the sentence that says what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.domain.metrics import figure_name
from engine.domain.project import Task
from engine.domain.recipes import Recipe
from engine.domain.searches import (
    Confirmation,
    SearchOutcome,
    SearchVerdict,
    TrialRecord,
    TrialState,
)
from engine.tuning.confirmation import Decision, Judgment
from engine.tuning.space import DEFAULTS_NUMBER

_COMMITTEE_SIZE = 4
_COMMITTEE_MARGIN = 0.03
_VERDICTS = {
    Decision.ADOPT: SearchVerdict.ADOPTED,
    Decision.KEEP: SearchVerdict.DEFAULTS_STAY,
    Decision.UNDECIDED: SearchVerdict.NOT_PROVEN,
}


@dataclass(frozen=True, slots=True)
class Effort:
    """What a search took: its trials, the defaults included, and the seconds of all trainings."""

    num_trials: int
    seconds: float
    is_gpu: bool

    def __str__(self) -> str:
        trials = "1 trial" if self.num_trials == 1 else f"{self.num_trials} trials"
        amount, unit = self.seconds / 3600, "hours"
        if self.seconds < 3600:
            amount, unit = self.seconds / 60, "minutes"
        return f"{trials}, {amount:.1f} {f'GPU-{unit}' if self.is_gpu else f'{unit} of training'}"


@dataclass(frozen=True, slots=True)
class Ending:
    """All that a search ended with.

    Attributes:
        defaults: The recipe of trial 0.
        defaults_name: How it is called: "defaults, without flips".
        challenger: The trial that was to replace it, None where none did better.
        judgment: What the confirmation says of the challenger, None where no pair was run.
        task: What the models learn.
    """

    defaults: Recipe
    defaults_name: str
    effort: Effort
    challenger: TrialRecord | None = None
    judgment: Judgment | None = None
    task: Task = Task.DETECT

    def outcome(self) -> SearchOutcome:
        """Return the outcome; without proof the defaults stay."""
        verdict = self._verdict()
        is_adopted = self.challenger is not None and verdict is SearchVerdict.ADOPTED
        return SearchOutcome(
            verdict=verdict,
            recipe=self.challenger.recipe if self.challenger and is_adopted else self.defaults,
            challenger_number=self.challenger.number if self.challenger else None,
            confirmation=self.judgment.confirmation if self.judgment else None,
            num_trials=self.effort.num_trials,
            seconds=self.effort.seconds,
            sentence=f"{self._finding(verdict)}; {self.effort}.",
        )

    def _verdict(self) -> SearchVerdict:
        if self.challenger is None:
            return SearchVerdict.DEFAULTS_STAY
        return _VERDICTS[self.judgment.decision] if self.judgment else SearchVerdict.NOT_PROVEN

    def _finding(self, verdict: SearchVerdict) -> str:
        if self.challenger is None:
            return f"Nothing beat the {self.defaults_name}"
        trial = f"trial {self.challenger.number}"
        if self.judgment is None:
            return (
                f"The lead of {trial} is not proven: no paired run was possible; the defaults stay"
            )
        gain = _gain_words(self.judgment.confirmation, self.task)
        match verdict:
            case SearchVerdict.ADOPTED:
                return f"{gain}: {trial} replaces the {self.defaults_name}"
            case SearchVerdict.DEFAULTS_STAY:
                return f"Nothing beat the {self.defaults_name}; {trial}: {gain}"
            case SearchVerdict.NOT_PROVEN:
                return f"Not proven within the budget, the defaults stay; {trial}: {gain}"


def challengers(trials: Sequence[TrialRecord]) -> list[TrialRecord]:
    """Return the trials that did better on validation than the defaults, best first."""
    ranked = _ranking(trials)
    numbers = [trial.number for trial in ranked]
    if DEFAULTS_NUMBER not in numbers:
        return []
    place = numbers.index(DEFAULTS_NUMBER)
    return [trial for trial in ranked[:place] if _value(trial) > _value(ranked[place])]


def committee(trials: Sequence[TrialRecord]) -> list[TrialRecord]:
    """Return the best complete trials, four at most, none more than 0.03 behind the best."""
    ranked = _ranking(trials)[:_COMMITTEE_SIZE]
    return [trial for trial in ranked if _value(trial) >= _value(ranked[0]) - _COMMITTEE_MARGIN]


def _ranking(trials: Sequence[TrialRecord]) -> list[TrialRecord]:
    complete = [trial for trial in trials if trial.state is TrialState.COMPLETE]
    return sorted(complete, key=_value, reverse=True)


def _value(trial: TrialRecord) -> float:
    assert trial.value is not None  # complete trials have one
    return trial.value


def _gain_words(confirmation: Confirmation, task: Task) -> str:
    pairs, interval = confirmation.pairs, confirmation.interval
    defaults = sum(pair.defaults for pair in pairs) / len(pairs)
    challenger = sum(pair.challenger for pair in pairs) / len(pairs)
    runs = "1 paired run" if len(pairs) == 1 else f"{len(pairs)} paired runs"
    return (
        f"{defaults:.3f} -> {challenger:.3f} fold {figure_name(task)} "
        f"({confirmation.mean_difference:+.3f}, "
        f"interval {interval.low:.3f} to {interval.high:.3f}, {runs})"
    )
