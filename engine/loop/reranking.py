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
from engine.domain.versions import ModelVersion
from engine.loop.asking_state import last_wish
from engine.loop.round_questions import asked_elsewhere
from engine.loop.second_looks import is_played
from engine.query.registry import AUTOMATIC, STRATEGIES
from engine.query.strategy import Need
from engine.store.transaction import Transaction

# What the last version tried that was to rank questions anew: nothing is tried twice.
_TRIED = "reranking"
_LOOKING = "looking"
_COLD_START = "typiclust"


def wanted_reranking(tx: Transaction, *, opened: ImageId | None) -> Round | None:
    """Return a round as the model in use would ask it, the oldest first; None where none is due.

    Due is one when that model is newer than the one that asked, and a question that it may choose
    anew is open. Where no model asked, the strategy is chosen again, too.
    """
    version = tx.versions.in_use()
    if version is None or is_played(tx):
        return None
    if any(tx.jobs.all(active=True, kind=kind) for kind in _BUSY):
        return None
    rounds = (_as_asked_anew(tx, each, version, opened) for each in tx.rounds.unfinished())
    return next((each for each in rounds if each is not None), None)


def is_first_try(
    tx: Transaction, version_id: VersionId, round_number: int, *, looks_first: bool
) -> bool:
    """Note that a version looks at the pool, or chooses; return whether it had not tried so far."""
    step, tried = _LOOKING if looks_first else _choosing(round_number), _tried(tx, version_id)
    if step in tried:
        return False
    tx.project.set_value(_TRIED, [version_id, *tried, step])
    return True


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
    kept |= asked_elsewhere(tx, number)
    picks = [pick for pick in result.picks if pick.image_id not in kept][: len(old)]
    # With fewer picks than questions the last of the old ones stay.
    places = old[: len(picks)]
    new = [Question(number, q.rank, pick) for q, pick in zip(places, picks, strict=True)]
    tx.rounds.replace(number, places, new)
    tx.rounds.update(replace(current, asked_by=by, strategy=result.strategy))
    if result.agreement is not None:
        tx.versions.set_agreement(by, result.agreement)
    notices = (result.notice,) if result.notice else ()
    return Changes(Changed.ROUNDS | Changed.QUESTIONS, notices=notices)


_BUSY = (JobKind.SCORE, JobKind.QUERY)


def _as_asked_anew(
    tx: Transaction, asked: Round, version: ModelVersion, opened: ImageId | None
) -> Round | None:
    """Return a round as a version would ask it; None where that is not due."""
    if asked.state is not RoundState.LABELING:
        return None
    if _choosing(asked.number) in _tried(tx, version.id):
        return None
    if asked.asked_by is not None and tx.versions.get(asked.asked_by).number >= version.number:
        return None
    strategy = _wished_strategy(tx, asked)
    if strategy in STRATEGIES and not STRATEGIES[strategy].needs & Need.SCORES:
        return None
    num_open = len(_replaceable(tx.rounds.questions(asked.number), opened))
    if not num_open:
        return None
    return replace(asked, asked_by=version.id, strategy=strategy, query_size=num_open)


def _wished_strategy(tx: Transaction, asked: Round) -> str:
    """Return by which strategy a round was to be asked: without a model, others stood in."""
    wish = last_wish(tx)
    if wish is not None and asked.number >= wish.round_number:
        return wish.strategy
    is_cold = asked.asked_by is None and asked.strategy == _COLD_START
    return AUTOMATIC if is_cold else asked.strategy


def _tried(tx: Transaction, version_id: VersionId) -> list[str]:
    """Return the steps that a version tried, if it was the last to try any."""
    stored: list[str] = tx.project.value(_TRIED) or [""]
    return stored[1:] if stored[0] == version_id else []


def _choosing(round_number: int) -> str:
    return f"choosing {round_number}"


def _replaceable(asked: list[Question], opened: ImageId | None) -> list[Question]:
    return [
        question
        for question in asked
        if question.state is QuestionState.OPEN
        and question.purpose is Purpose.LEARN
        and not question.is_holdout
        and question.pick.image_id != opened
    ]
