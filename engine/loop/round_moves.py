"""The one place that moves rounds by what becomes of their training."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.changes import Changed, Changes
from engine.domain.identifiers import VersionId
from engine.domain.rounds import RoundState
from engine.store.transaction import Transaction


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
