"""The one place that moves a round from state to state."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.changes import Changed, Changes
from engine.domain.identifiers import VersionId
from engine.domain.rounds import RoundState
from engine.store.transaction import Transaction


def move_round(
    tx: Transaction, number: int, state: RoundState, *, version_id: VersionId | None = None
) -> Changes:
    """Move a round; a finished one gets the version that came of it."""
    current = tx.rounds.get(number)
    if current.state is not state:
        changed = replace(current, state=state, version_id=version_id or current.version_id)
        tx.rounds.update(changed)
    return Changes(Changed.ROUNDS)
