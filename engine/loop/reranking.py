"""Open questions chosen anew when a newer model arrives, never the one in front of the expert.

The round stays as it is meanwhile: the old questions wait until the new ones are there, and stay
where something hinders that.
"""

from __future__ import annotations

from dataclasses import replace

from engine.domain.changes import Changed, Changes
from engine.domain.identifiers import ImageId, VersionId
from engine.domain.jobs import JobKind
from engine.domain.results import QueryResult
from engine.domain.rounds import Purpose, Question, QuestionState, Round, RoundState
from engine.loop.second_looks import is_played
from engine.query.registry import AUTOMATIC, STRATEGIES
from engine.query.strategy import Need
from engine.store.transaction import Transaction

# How far the last version came that was to rank questions anew: nothing is tried twice.
_TRIED = "reranking"
_LOOKING, _CHOOSING = "looking", "choosing"
_COLD_START = "typiclust"


def wanted_reranking(tx: Transaction, *, opened: ImageId | None) -> Round | None:
    """Return the newest round as the model in use would ask it; None where that is not due.

    Due is it when that model is newer than the one that asked, and a question that it may choose
    anew is open. Where no model asked, the strategy is chosen again, too.
    """
    newest, version = tx.rounds.newest(), tx.versions.in_use()
    if newest is None or version is None or newest.state is not RoundState.LABELING:
        return None
    if is_played(tx) or tx.project.value(_TRIED) == [version.id, _CHOOSING]:
        return None
    if newest.asked_by is not None and tx.versions.get(newest.asked_by).number >= version.number:
        return None
    is_cold = newest.asked_by is None and newest.strategy == _COLD_START
    strategy = AUTOMATIC if is_cold else newest.strategy
    if not is_cold and strategy in STRATEGIES and not STRATEGIES[strategy].needs & Need.SCORES:
        return None
    num_open = len(_replaceable(tx.rounds.questions(newest.number), opened))
    if not num_open or any(tx.jobs.all(active=True, kind=kind) for kind in _BUSY):
        return None
    return replace(newest, asked_by=version.id, strategy=strategy, query_size=num_open)


def is_first_try(tx: Transaction, version_id: VersionId, *, looks_first: bool) -> bool:
    """Note that a version looks at the pool, or chooses; return whether it had not tried so far."""
    step = [version_id, _LOOKING if looks_first else _CHOOSING]
    is_first: bool = tx.project.value(_TRIED) != step
    tx.project.set_value(_TRIED, step)
    return is_first


def take_reranking(
    tx: Transaction,
    number: int,
    result: QueryResult,
    *,
    by: VersionId,
    opened: ImageId | None,
) -> Changes:
    """Put new picks in the places of questions that still wait; all others stay as they are."""
    current = tx.rounds.get(number)
    if current.state is not RoundState.LABELING:
        return Changes()
    asked = tx.rounds.questions(number)
    old = _replaceable(asked, opened)
    kept = {question.pick.image_id for question in asked} - {q.pick.image_id for q in old}
    picks = [pick for pick in result.picks if pick.image_id not in kept][: len(old)]
    # With fewer picks than questions the last of the old ones stay.
    places = old[: len(picks)]
    new = [Question(number, q.rank, pick) for q, pick in zip(places, picks, strict=True)]
    tx.rounds.replace(number, places, new)
    tx.rounds.update(replace(current, asked_by=by, strategy=result.strategy))
    if result.agreement is not None:
        tx.versions.set_agreement(by, result.agreement)
    return Changes(Changed.ROUNDS | Changed.QUESTIONS)


_BUSY = (JobKind.SCORE, JobKind.QUERY)


def _replaceable(asked: list[Question], opened: ImageId | None) -> list[Question]:
    return [
        question
        for question in asked
        if question.state is QuestionState.OPEN
        and question.purpose is Purpose.LEARN
        and not question.is_holdout
        and question.pick.image_id != opened
    ]
