from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from engine.domain.project import DomainFacts, Task
from engine.domain.recipes import Recipe
from engine.domain.searches import MIN_IMPORTANCE_TRIALS, Choice, SearchImportance
from engine.tuning.dimensions import usual_dimensions
from engine.tuning.importance import measure_importance
from engine.tuning.space import SearchSpace

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

BASE = Recipe(epochs=27)
SPACE = SearchSpace(
    BASE,
    DomainFacts(),
    imgszs=(320,),
    num_classes=3,
    dimensions=usual_dimensions(BASE, task=Task.DETECT, num_classes=3),
)
Surface = Callable[[dict[str, Any]], float]


def searched(count: int, surface: Surface, *, seed: int = 0) -> list[FrozenTrial]:
    """Return trials at random places: the worse half is pruned at the first rung."""
    from optuna import create_study
    from optuna.samplers import RandomSampler
    from optuna.trial import TrialState

    study, luck = create_study(sampler=RandomSampler(seed=seed)), random.Random(seed)
    for _ in range(count):
        trial = study.ask()
        SPACE.suggest(trial)
        value = surface(trial.params) + luck.gauss(0.0, 0.01)
        trial.report(value / 2, 9)
        if value < 0.3:
            study.tell(trial, state=TrialState.PRUNED)
        else:
            trial.report(value, 27)
            study.tell(trial, value)
    return study.get_trials()


def by_augmentation(params: dict[str, Any]) -> float:
    return 0.2 + 0.2 * float(params["augmentation"])


def measured(trials: list[FrozenTrial]) -> SearchImportance:
    importance = measure_importance(trials)
    assert importance is not None
    return importance


def test_importance_when_one_choice_decides_then_it_is_first_and_no_chance() -> None:
    importance = measured(searched(40, by_augmentation))
    first = importance.choices[0]
    assert (first.choice, first.may_be_chance) == (Choice.AUGMENTATION, False)
    assert first.share > 0.5
    assert (importance.num_trials, importance.num_best) == (40, 5)


def test_importance_when_nothing_decides_then_most_may_be_chance() -> None:
    flagged = [
        each.choice
        for seed in range(5)
        for each in measured(searched(20, lambda _: 0.3, seed=seed)).choices
        if not each.may_be_chance
    ]
    assert len(flagged) <= 6  # of fifty


def test_importance_then_shares_sum_to_one_and_rates_are_one_choice() -> None:
    importance = measured(searched(24, by_augmentation))
    assert sum(each.share for each in importance.choices) == pytest.approx(1.0)
    assert sorted(each.choice for each in importance.choices) == sorted(
        set(Choice) - {Choice.MODEL, Choice.MOMENTUM}
    )


def test_importance_when_measured_again_then_it_is_the_same() -> None:
    trials = searched(20, by_augmentation)
    assert measured(trials) == measured(trials)


def test_importance_when_few_have_ended_then_there_is_none() -> None:
    trials = searched(MIN_IMPORTANCE_TRIALS, by_augmentation)
    assert measure_importance(trials[1:]) is None
    assert measure_importance(trials) is not None


def test_importance_when_trials_failed_or_have_no_point_then_they_do_not_count() -> None:
    from optuna.trial import TrialState

    trials = searched(MIN_IMPORTANCE_TRIALS, by_augmentation)
    trials[0].state = TrialState.FAIL
    assert measure_importance(trials) is None
    trials[0].state, trials[0].params = TrialState.COMPLETE, {}
    assert measure_importance(trials) is None
