"""What the sampler sees of a long study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.tuning.sampler import MAX_SEEN, SeenStudy, make_sampler

if TYPE_CHECKING:
    from optuna import Study
    from optuna.trial import FrozenTrial


def searched(count: int) -> Study:
    """Return a study whose trials took turns: pruned early, or come to an end better and better."""
    from optuna import create_study
    from optuna.distributions import FloatDistribution
    from optuna.trial import TrialState, create_trial

    study = create_study(direction="maximize")
    study.add_trials(
        [
            create_trial(
                state=TrialState.PRUNED if number % 2 else TrialState.COMPLETE,
                params={"x": number / count},
                distributions={"x": FloatDistribution(0.0, 1.0)},
                value=None if number % 2 else number / count,
                # What is pruned looks better where it stood.
                intermediate_values={9: 1.0} if number % 2 else {27: number / count},
            )
            for number in range(count)
        ]
    )
    return study


def numbers(trials: list[FrozenTrial]) -> list[int]:
    return [trial.number for trial in trials]


def looked_at(study: Study) -> list[FrozenTrial]:
    from optuna.trial import TrialState

    seen = SeenStudy(study.study_name, study._storage)
    ended = seen._get_trials(states=(TrialState.COMPLETE, TrialState.PRUNED))
    assert ended == seen._get_trials(states=(TrialState.COMPLETE, TrialState.PRUNED))
    return ended


def test_seen_when_there_are_no_more_than_a_thousand_then_all_are() -> None:
    study = searched(MAX_SEEN)
    assert looked_at(study) == study.get_trials()


def test_seen_when_there_are_more_then_the_latest_and_the_best_before_are() -> None:
    found = numbers(looked_at(searched(1600)))
    assert len(found) == MAX_SEEN
    assert found[200:] == list(range(800, 1600))
    # Of the 800 before, half came to an end; the better half of these is seen, in order.
    assert found[:200] == list(range(400, 800, 2))


def test_sampler_when_a_study_is_long_then_it_still_proposes() -> None:
    study = searched(1200)
    study.sampler = make_sampler(study, study._storage, seed=0)
    assert 0.0 <= study.ask().suggest_float("x", 0.0, 1.0) <= 1.0
