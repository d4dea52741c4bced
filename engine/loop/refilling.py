"""The queue is never empty: the next round is asked before the expert is through with those open.

Rounds stay what they are. One that is asked ahead is as large as a person wished, gets its share of
the holdout, and waits for a training of its own.
"""

from __future__ import annotations

from engine.domain.classes import objective_of
from engine.domain.jobs import JobKind
from engine.domain.rounds import Round, RoundState
from engine.loop.advisor import goal_met
from engine.loop.asking_state import asking_version_id, last_wish
from engine.loop.pool import PoolCounts, read_counts
from engine.loop.round_questions import HOLDOUT_EVERY, has_unasked, open_questions
from engine.loop.second_looks import is_played
from engine.query.registry import AUTOMATIC
from engine.store.transaction import Transaction

LEAST_OPEN = 10
"""With fewer open questions the next round is asked."""


def round_ahead(tx: Transaction) -> Round | None:
    """Return the round to ask ahead, as the version in use would ask it; None where none is due.

    None is before a person asked for the first, while questions are chosen or could not be, when
    nothing is left that was never asked, and when the target or a budget is reached. A simulated
    expert asks for each round himself.
    """
    newest = tx.rounds.newest()
    if newest is None or newest.state is RoundState.ASKING or is_played(tx):
        return None
    num_open = len(open_questions(tx))
    if num_open >= LEAST_OPEN or tx.jobs.all(active=True, kind=JobKind.QUERY):
        return None
    # A choice that found nothing finds nothing the next time.
    if not tx.rounds.questions(newest.number):
        return None
    wish = last_wish(tx)
    wanted = wish.query_size if wish else newest.query_size
    size = min(wanted, _num_within_goal(tx, read_counts(tx), num_open=num_open))
    if size < 1 or not has_unasked(tx):
        return None
    return Round(
        newest.number + 1,
        RoundState.ASKING,
        wish.strategy if wish else AUTOMATIC,
        size,
        newest.seed + 1,
        asking_version_id(tx),
    )


def _num_within_goal(tx: Transaction, counts: PoolCounts, *, num_open: int) -> int:
    """Return how many more questions the target and the budgets leave room for."""
    goal, version = tx.project.settings().goal, tx.versions.latest()
    minutes = tx.visits.totals().active_s / 60
    # What was reached on other classes is no longer what is asked for.
    is_told = version is not None and version.objective == objective_of(tx.classes.all())
    if is_told and version is not None and goal_met(goal, version, counts, minutes):
        return 0
    if goal.max_expert_minutes is not None and minutes >= goal.max_expert_minutes:
        return 0
    if goal.max_labeled_images is None:
        return counts.num_images
    left = max(goal.max_labeled_images - counts.num_labeled - num_open, 0)
    return left - left // HOLDOUT_EVERY
