"""What mattered in a search: PED-ANOVA over its trials, held against chance."""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import optuna

from engine.domain.searches import (
    MIN_IMPORTANCE_TRIALS,
    Choice,
    ChoiceImportance,
    SearchImportance,
)
from engine.tuning.dimensions import choice_of, is_dimension

# Optuna advises at least five trials above the quantile; a tenth where there are enough.
_NUM_BEST, _BEST_SHARE = 5, 0.1
_NUM_SHUFFLES = 40
_BLOCK = 8
_CHOICES = {
    "model": Choice.MODEL,
    "imgsz": Choice.IMAGE_SIZE,
    "optimizer": Choice.OPTIMIZER,
    "weight_decay": Choice.WEIGHT_DECAY,
    "freeze_backbone": Choice.FREEZE,
    "augmentation": Choice.AUGMENTATION,
}
_RATE = "learning_rate"
_PLACES = optuna.distributions.FloatDistribution(0.0, 1.0)
_Limits = optuna.distributions.BaseDistribution
_Divergences = Mapping[Choice, float]


def measure_importance(
    trials: Sequence[optuna.trial.FrozenTrial], *, seed: int = 0
) -> SearchImportance | None:
    """Return what set the best trials apart; None while too few have ended.

    A trial that was pruned counts below all that came further, as it does for the sampler: the
    complete ones alone are too few and too much alike. PED-ANOVA compares how the best trials
    spread over a choice with how all do (Watanabe et al., 2023); with few trials some difference
    is always found: what outcomes dealt out by lot give is taken off, and says what may be chance.

    Args:
        trials: In any state; those without a point in the space are passed over.
        seed: Of the lots.
    """
    ranked = _ranked(trials)
    if len(ranked) < MIN_IMPORTANCE_TRIALS:
        return None
    study = _study(ranked)
    quantile = max(_BEST_SHARE, _NUM_BEST / len(ranked))
    found = _divergences(study, range(len(ranked)), quantile)
    lots = random.Random(seed)
    shuffled = [_divergences(study, _dealt(ranked, lots), quantile) for _ in range(_NUM_SHUFFLES)]
    beyond = {choice: max(0.0, value - _mean(choice, shuffled)) for choice, value in found.items()}
    total = sum(beyond.values())
    choices = [
        ChoiceImportance(choice, value / total if total else 0.0, _chance(choice, found, shuffled))
        for choice, value in beyond.items()
    ]
    choices.sort(key=lambda each: each.share, reverse=True)
    return SearchImportance(len(ranked), math.ceil(quantile * len(ranked)), tuple(choices))


def _ranked(trials: Sequence[optuna.trial.FrozenTrial]) -> list[optuna.trial.FrozenTrial]:
    """Return the ended trials that are points of the space, best first."""
    ended = (optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED)
    points = [trial for trial in trials if trial.state in ended and trial.params]
    return sorted(points, key=standing, reverse=True)


def standing(trial: optuna.trial.FrozenTrial) -> tuple[int, float]:
    """Return how far a trial came and what it had there; one that diverged came nowhere."""
    values = trial.intermediate_values
    return (max(values), values[max(values)]) if values else (0, 0.0)


def _study(ranked: Sequence[optuna.trial.FrozenTrial]) -> optuna.Study:
    study = optuna.create_study()
    study.add_trials(
        [
            optuna.trial.create_trial(
                params={name: value for name, (value, _) in point.items()},
                distributions={name: limits for name, (_, limits) in point.items()},
                value=float(place),
            )
            for place, point in enumerate(map(_point, ranked))
        ]
    )
    return study


def _point(trial: optuna.trial.FrozenTrial) -> dict[str, tuple[Any, _Limits]]:
    """Return a trial's choices, its learning rate as a place between the optimizer's limits.

    Each optimizer has rates of its own, of which too few trials have each for anything to show.
    """
    point: dict[str, tuple[Any, _Limits]] = {}
    for name, value in trial.params.items():
        limits = trial.distributions[name]
        if name in _CHOICES or is_dimension(name):
            point[name] = (value, limits)
        elif isinstance(limits, optuna.distributions.FloatDistribution) and not limits.single():
            share = math.log(value / limits.low) / math.log(limits.high / limits.low)
            point[_RATE] = (min(1.0, max(0.0, share)), _PLACES)
    return point


def _divergences(
    study: optuna.Study, places: Sequence[int], quantile: float
) -> dict[Choice, float]:
    """Return what PED-ANOVA gives each choice where trial i came in at `places[i]`."""
    # It imports SciPy, which takes a second.
    from optuna.importance import PedAnovaImportanceEvaluator

    with warnings.catch_warnings():
        # It warns that low targets are taken as good, which places are, and of rare optimizers.
        warnings.simplefilter("ignore")
        found = PedAnovaImportanceEvaluator(target_quantile=quantile).evaluate(
            study, target=lambda trial: float(places[trial.number])
        )
    divergences: dict[Choice, float] = {}
    for name, value in found.items():
        choice = _choice(name)
        divergences[choice] = divergences.get(choice, 0.0) + value
    return divergences


def _choice(name: str) -> Choice:
    """Return what a parameter belongs to: what several make up together counts as their sum."""
    if name == _RATE:
        return Choice.LEARNING_RATE
    return _CHOICES[name] if name in _CHOICES else choice_of(name)


def _dealt(ranked: Sequence[optuna.trial.FrozenTrial], lots: random.Random) -> list[int]:
    """Return places dealt out anew among trials of about the same time.

    The sampler comes to stay near what did well, in choices without effect too: late trials are
    alike and good, which is no sign that what they are alike in matters.
    """
    by_age = sorted(range(len(ranked)), key=lambda place: ranked[place].number)
    places = [0] * len(ranked)
    for first in range(0, len(by_age), _BLOCK):
        block = by_age[first : first + _BLOCK]
        for trial, place in zip(block, lots.sample(block, len(block)), strict=True):
            places[trial] = place
    return places


def _mean(choice: Choice, shuffled: Sequence[_Divergences]) -> float:
    return sum(other.get(choice, 0.0) for other in shuffled) / len(shuffled)


def _chance(choice: Choice, found: _Divergences, shuffled: Sequence[_Divergences]) -> float:
    num_above = sum(other.get(choice, 0.0) >= found[choice] for other in shuffled)
    return (num_above + 1) / (len(shuffled) + 1)
