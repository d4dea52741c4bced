"""Answers, and the moves that jobs and rounds may make."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from engine.domain.images import Answer
from engine.domain.jobs import (
    JOB_TRANSITIONS,
    KIND_OF_SPEC,
    SPEC_OF_KIND,
    JobKind,
    JobState,
    check_job_move,
)
from engine.domain.results import RESULT_OF_KIND
from engine.domain.rounds import ROUND_TRANSITIONS, RoundState, check_round_move
from engine.domain.searches import TrialState


def test_answer_when_complete_or_empty_then_settled() -> None:
    assert {answer for answer in Answer if answer.is_settled} == {Answer.COMPLETE, Answer.EMPTY}


def test_transitions_when_listed_then_every_state_has_its_own() -> None:
    assert set(JOB_TRANSITIONS) == set(JobState)
    assert set(ROUND_TRANSITIONS) == set(RoundState)


def test_kinds_when_listed_then_each_has_a_spec_and_a_result() -> None:
    assert set(SPEC_OF_KIND) == set(RESULT_OF_KIND) == set(JobKind)
    assert {KIND_OF_SPEC[spec]: spec for spec in KIND_OF_SPEC} == SPEC_OF_KIND


@pytest.mark.parametrize("target", JobState)
def test_job_when_finished_then_it_moves_nowhere(target: JobState) -> None:
    with pytest.raises(ValueError, match="cannot go from finished"):
        check_job_move(JobState.FINISHED, target)


@pytest.mark.parametrize("state", [JobState.PAUSED, JobState.FAILED, JobState.CANCELLED])
def test_job_when_it_ended_early_then_it_may_be_resumed(state: JobState) -> None:
    check_job_move(state, JobState.QUEUED)
    check_job_move(state, JobState.RUNNING)


@pytest.mark.parametrize(
    ("current", "target"),
    [
        (JobState.RUNNING, JobState.QUEUED),
        (JobState.PAUSED, JobState.FINISHED),
    ],
)
def test_job_when_the_move_makes_no_sense_then_it_is_a_bug(
    current: JobState, target: JobState
) -> None:
    with pytest.raises(ValueError, match="cannot go"):
        check_job_move(current, target)


def test_job_when_active_then_queued_or_running() -> None:
    assert {state for state in JobState if state.is_active} == {JobState.QUEUED, JobState.RUNNING}


def test_trial_when_finished_then_complete_pruned_or_failed() -> None:
    finished = {TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL}
    assert {state for state in TrialState if state.is_finished} == finished


def test_round_when_a_training_failed_then_it_can_be_labeled_again() -> None:
    check_round_move(RoundState.TRAINING, RoundState.LABELING)
    with pytest.raises(ValueError, match="cannot go from training to asking"):
        check_round_move(RoundState.TRAINING, RoundState.ASKING)


def _reachable(start: RoundState) -> set[RoundState]:
    seen: set[RoundState] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting += ROUND_TRANSITIONS[state]
    return seen


@pytest.mark.parametrize("state", RoundState)
def test_round_when_anywhere_then_it_can_still_be_finished(state: RoundState) -> None:
    assert RoundState.FINISHED in _reachable(state)
    assert state.is_open is (state is not RoundState.FINISHED)


class JobMoves(RuleBasedStateMachine):
    """A job told to go anywhere: it goes where the table says and nowhere else."""

    def __init__(self) -> None:
        super().__init__()
        self.state = JobState.QUEUED
        self.visited = [JobState.QUEUED]

    @rule(target_state=st.sampled_from(JobState))
    def move(self, target_state: JobState) -> None:
        try:
            check_job_move(self.state, target_state)
        except ValueError:
            assert target_state not in JOB_TRANSITIONS[self.state]
            return
        self.state = target_state
        self.visited.append(target_state)

    @invariant()
    def a_finished_job_is_at_its_end(self) -> None:
        assert JobState.FINISHED not in self.visited[:-1]


TestJobMoves = JobMoves.TestCase
