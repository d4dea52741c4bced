"""What earlier searches lend a new one: points to try again, never what they were worth."""

from __future__ import annotations

from collections.abc import Sequence

from engine.domain.searches import EarlierTrial, TrialRecord, TrialState
from engine.tuning.space import DEFAULTS_NUMBER

# A search counts half as much as the one after it.
_DECAY = 0.5
_MAX_POINTS = 3
_TRIALS_A_POINT = 4


def worth_trying_again(
    searches: Sequence[Sequence[TrialRecord]], *, trials: int
) -> tuple[EarlierTrial, ...]:
    """Return what did best in earlier searches, best first, by its rank in its own search.

    A value on other data says nothing here; the share of its search that a trial left behind does,
    and half as much with each search since. Only what beat its own defaults counts.

    Args:
        searches: The trials of earlier searches, the newest search first.
        trials: Of the new search: no more than a quarter goes to what was tried before.
    """
    scored = [
        (_DECAY**age * share, trial)
        for age, each in enumerate(searches)
        for share, trial in _ahead_of_defaults(each)
    ]
    scored.sort(key=lambda pair: pair[0], reverse=True)
    earlier = [
        EarlierTrial(trial.recipe, trial.strength)
        for _, trial in scored
        if trial.strength is not None
    ]
    count = min(_MAX_POINTS, max(1, trials // _TRIALS_A_POINT))
    return tuple(dict.fromkeys(earlier))[:count]


def _ahead_of_defaults(trials: Sequence[TrialRecord]) -> list[tuple[float, TrialRecord]]:
    """Return the complete trials ahead of the defaults, with the share they left behind."""
    complete = [t for t in trials if t.state is TrialState.COMPLETE and t.value is not None]
    num_pruned = sum(trial.state is TrialState.PRUNED for trial in trials)
    ranked = sorted(complete, key=lambda trial: trial.value or 0.0)
    places = {trial.number: place for place, trial in enumerate(ranked)}
    if DEFAULTS_NUMBER not in places:
        return []
    num_others = max(1, len(ranked) + num_pruned - 1)
    return [
        ((num_pruned + place) / num_others, trial)
        for place, trial in enumerate(ranked)
        if place > places[DEFAULTS_NUMBER] and trial.value != ranked[places[DEFAULTS_NUMBER]].value
    ]
