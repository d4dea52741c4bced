from __future__ import annotations

import pytest

from engine.domain.recipes import Recipe
from engine.domain.searches import PairedRun, SearchVerdict, TrialRecord, TrialState
from engine.loop.search.outcomes import Effort, Ending, challengers, committee
from engine.tuning.confirmation import Decision, Judgment, summarize

DEFAULTS, OTHER = Recipe(), Recipe(lr0=0.02)
EFFORT = Effort(num_trials=41, seconds=7560.0, is_gpu=True)


def trial(number: int, value: float, state: TrialState = TrialState.COMPLETE) -> TrialRecord:
    return TrialRecord(number, state, OTHER if number else DEFAULTS, value=value)


def ending(differences: list[float], decision: Decision) -> Ending:
    pairs = [PairedRun(i, 1000, 0.62, 0.62 + d) for i, d in enumerate(differences)]
    judgment = Judgment(summarize(pairs, test_share=0.2), decision)
    return Ending(DEFAULTS, "defaults", EFFORT, trial(4, 0.7), judgment)


def test_challengers_when_some_beat_the_defaults_then_the_best_comes_first() -> None:
    trials = [trial(0, 0.4), trial(1, 0.5), trial(2, 0.3), trial(3, 0.6)]
    assert [t.number for t in challengers(trials)] == [3, 1]


def test_challengers_when_a_trial_was_pruned_then_it_is_none() -> None:
    assert challengers([trial(0, 0.4), trial(1, 0.9, TrialState.PRUNED)]) == []


def test_challengers_when_a_trial_is_equal_then_it_is_none() -> None:
    assert challengers([trial(1, 0.4), trial(0, 0.4)]) == []


def test_challengers_when_the_defaults_are_not_known_then_there_are_none() -> None:
    assert challengers([trial(1, 0.4)]) == []


def test_committee_when_many_are_close_then_it_has_four() -> None:
    members = committee([trial(n, 0.5 + n / 1000) for n in range(9)])
    assert [member.number for member in members] == [8, 7, 6, 5]


def test_committee_when_others_are_far_behind_then_they_are_left_out() -> None:
    assert [m.number for m in committee([trial(0, 0.5), trial(1, 0.4)])] == [0]


def test_committee_when_nothing_is_complete_then_it_is_empty() -> None:
    assert committee([trial(0, 0.5, TrialState.FAIL)]) == []


def test_outcome_when_adopted_then_it_says_the_gain() -> None:
    outcome = ending([0.035, 0.04, 0.045, 0.04], Decision.ADOPT).outcome()
    assert (outcome.verdict, outcome.recipe) == (SearchVerdict.ADOPTED, OTHER)
    assert outcome.sentence == (
        "0.620 -> 0.660 fold mAP50-95 (+0.040, interval 0.035 to 0.045, 4 paired runs): "
        "trial 4 replaces the defaults; 41 trials, 2.1 GPU-hours."
    )


def test_outcome_when_the_challenger_lost_then_the_defaults_stay() -> None:
    outcome = ending([-0.01, -0.01, -0.01], Decision.KEEP).outcome()
    assert (outcome.verdict, outcome.recipe) == (SearchVerdict.DEFAULTS_STAY, DEFAULTS)
    assert outcome.sentence == (
        "Nothing beat the defaults; trial 4: 0.620 -> 0.610 fold mAP50-95 (-0.010, interval "
        "-0.010 to -0.010, 3 paired runs); 41 trials, 2.1 GPU-hours."
    )


def test_outcome_when_undecided_then_it_is_not_proven() -> None:
    outcome = ending([0.05, -0.04, 0.03], Decision.UNDECIDED).outcome()
    assert (outcome.verdict, outcome.recipe) == (SearchVerdict.NOT_PROVEN, DEFAULTS)
    assert outcome.sentence.startswith("Not proven within the budget, the defaults stay; trial 4: ")


def test_outcome_when_nobody_challenged_then_nothing_beat_the_defaults() -> None:
    outcome = Ending(DEFAULTS, "defaults, without flips", EFFORT).outcome()
    assert outcome.sentence == (
        "Nothing beat the defaults, without flips; 41 trials, 2.1 GPU-hours."
    )


@pytest.mark.parametrize(
    ("effort", "words"),
    [
        (Effort(1, 90.0, is_gpu=False), "1 trial, 1.5 minutes of training"),
        (Effort(6, 7200.0, is_gpu=False), "6 trials, 2.0 hours of training"),
        (Effort(6, 600.0, is_gpu=True), "6 trials, 10.0 GPU-minutes"),
    ],
)
def test_effort_when_said_then_it_names_trials_and_time(effort: Effort, words: str) -> None:
    assert str(effort) == words
