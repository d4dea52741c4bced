"""The one place that moves rounds by what becomes of their training."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.changes import Changed, Changes
from engine.domain.identifiers import VersionId
from engine.domain.rounds import QuestionState, Round, RoundState
from engine.store.transaction import Transaction


def standing_round(tx: Transaction) -> Round | None:
    """Return the round the loop stands at: the first that is not trained yet, else the newest."""
    found = (each for each in tx.rounds.unfinished() if each.state is RoundState.LABELING)
    return next(found, None) or tx.rounds.newest()


def dealt_with_round(tx: Transaction) -> Round | None:
    """Return the newest round that only waits for its training; None where none does."""
    waiting = tx.rounds.waiting_questions()
    still_open = {q.round_number for q in waiting if q.state is QuestionState.OPEN}
    done = [
        each
        for each in tx.rounds.unfinished()
        if each.state is RoundState.LABELING and each.number not in still_open
    ]
    return done[-1] if done else None


def round_to_train(tx: Transaction) -> Round | None:
    """Return the round that a training belongs to which begins now, if any waits for one.

    It is the newest whose questions are all dealt with, or else the oldest: what was asked ahead
    waits for a training of its own.
    """
    dealt_with, standing = dealt_with_round(tx), standing_round(tx)
    if dealt_with is not None:
        return dealt_with
    return standing if standing and standing.state is RoundState.LABELING else None


def begin_training(tx: Transaction, number: int) -> None:
    """Say that a round trains; one that is finished stays so."""
    current = tx.rounds.get(number)
    if current.state is RoundState.LABELING:
        tx.rounds.update(replace(current, state=RoundState.TRAINING))


def give_up_training(tx: Transaction, number: int) -> Changes:
    """Let a round wait for another training; one that is finished stays so."""
    current = tx.rounds.get(number)
    if current.state is RoundState.TRAINING:
        tx.rounds.update(replace(current, state=RoundState.LABELING))
    return Changes(Changed.ROUNDS)


def finish_rounds(tx: Transaction, number: int, *, version_id: VersionId) -> Changes:
    """Finish a round, and all before it: a version learned from the labels of each of them."""
    for each in tx.rounds.all():
        if each.number <= number and each.state.is_open:
            tx.rounds.update(replace(each, state=RoundState.FINISHED, version_id=version_id))
    return Changes(Changed.ROUNDS)
