"""What becomes of a choice: questions, with holdout, second looks and label checks between them."""

from __future__ import annotations

from dataclasses import replace

from engine.domain.changes import Changed, Changes
from engine.domain.results import QueryResult
from engine.domain.rounds import Question, Round, RoundState
from engine.loop.asking_state import wait_for
from engine.loop.label_checks import with_label_checks
from engine.loop.round_questions import asked_elsewhere, next_holdout, with_holdout
from engine.loop.scoring import Scoring
from engine.loop.second_looks import with_second_looks
from engine.store.transaction import Transaction


def take_picks(tx: Transaction, scoring: Scoring, asking: Round, result: QueryResult) -> Changes:
    """Turn the picks into the open questions of the round that asked for them."""
    number, elsewhere = asking.number, asked_elsewhere(tx, asking.number)
    # Another round may have been asked about one of them meanwhile.
    picks = tuple(pick for pick in result.picks if pick.image_id not in elsewhere)
    holdout = next_holdout(tx, elsewhere=elsewhere)
    asked = with_holdout(picks, holdout, query_size=asking.query_size)
    tx.rounds.ask(number, ())
    mixed = with_second_looks(
        tx, asking, [Question(number, 0, pick, is_holdout=is_val) for pick, is_val in asked]
    )
    mixed = with_label_checks(tx, scoring, asking, mixed)
    questions = [replace(question, rank=rank) for rank, question in enumerate(mixed)]
    tx.rounds.add_questions(number, questions)
    tx.second_looks.drop_unasked()
    tx.rounds.update(replace(asking, state=RoundState.LABELING, strategy=result.strategy))
    wait_for(tx, None)
    if result.agreement is not None and asking.asked_by is not None:
        tx.versions.set_agreement(asking.asked_by, result.agreement)
    notices = (result.notice,) if result.notice else ()
    return Changes(Changed.ROUNDS | Changed.QUESTIONS, notices=notices)
