"""What proposes new points: Optuna's TPE, which in long studies sees a part of the trials."""

from __future__ import annotations

import warnings
from collections.abc import Container, Sequence
from typing import Any

import optuna
from optuna.distributions import BaseDistribution
from optuna.trial import FrozenTrial
from typing_extensions import override

from engine.tuning.importance import standing

# The portfolio, and about as many random points, before the sampler trusts its model.
_NUM_STARTUP_TRIALS = 8
# All that is seen, so that a proposal takes as long in the ten thousandth trial as in this.
MAX_SEEN = 1000
_NUM_LATEST = 800


def make_sampler(
    study: optuna.Study, storage: optuna.storages.BaseStorage, *, seed: int
) -> Sampler:
    """Return the sampler of a study that lies in a storage."""
    with warnings.catch_warnings():
        # Grouping keeps the learning rates of the optimizers apart; Optuna still calls it new.
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return Sampler(SeenStudy(study.study_name, storage), seed=seed)


class SeenStudy(optuna.Study):
    """A study without the trials that a sampler shall not look at."""

    # It is asked a dozen times for each proposal; what is long past stays as it is.
    _best: tuple[int, list[FrozenTrial]] = (0, [])

    @override
    def _get_trials(
        self,
        deepcopy: bool = True,
        states: Container[optuna.trial.TrialState] | None = None,
        use_cache: bool = False,
    ) -> list[FrozenTrial]:
        # Samplers read trials by no public way.
        trials = super()._get_trials(deepcopy, states, use_cache)
        if len(trials) <= MAX_SEEN:
            return trials
        if self._best[0] != len(trials):
            self._best = len(trials), best_before(trials)
        return [*self._best[1], *trials[-_NUM_LATEST:]]


class Sampler(optuna.samplers.TPESampler):
    """TPE over what is seen of one study. One thread.

    Args:
        study: The study it proposes for, without what it shall not look at.
        seed: Of what it draws.
    """

    def __init__(self, study: SeenStudy, *, seed: int) -> None:
        super().__init__(
            n_startup_trials=_NUM_STARTUP_TRIALS, seed=seed, multivariate=True, group=True
        )
        self._seen = study

    @override
    def infer_relative_search_space(
        self, study: optuna.Study, trial: FrozenTrial
    ) -> dict[str, BaseDistribution]:
        return super().infer_relative_search_space(self._seen, trial)

    @override
    def sample_relative(
        self,
        study: optuna.Study,
        trial: FrozenTrial,
        search_space: dict[str, BaseDistribution],
    ) -> dict[str, Any]:
        return super().sample_relative(self._seen, trial, search_space)

    @override
    def sample_independent(
        self,
        study: optuna.Study,
        trial: FrozenTrial,
        param_name: str,
        param_distribution: BaseDistribution,
    ) -> Any:
        return super().sample_independent(self._seen, trial, param_name, param_distribution)


def best_before(trials: Sequence[FrozenTrial]) -> list[FrozenTrial]:
    """Return the 200 best of all but the latest 800 of more than 1,000 trials, by number.

    Far more tell a sampler little, and it looks at each of them for every proposal.
    """
    best = sorted(trials[:-_NUM_LATEST], key=standing, reverse=True)[: MAX_SEEN - _NUM_LATEST]
    return sorted(best, key=lambda trial: trial.number)
