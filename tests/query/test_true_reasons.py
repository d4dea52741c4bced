"""What a reason names is what brought the image to the front: without it the image falls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.query.pool import Pool
from engine.query.registry import STRATEGIES
from engine.query.strategy import QueryStrategy
from engine.query.terms import TermName
from tests.query.builders import make_pool

# Those whose order is that of their utilities; others draw, cluster or cover.
RANKING = [
    STRATEGIES[name]
    for name in ("entropy", "entropy_max", "entropy_mean", "margin", "committee", "ppal")
]


def settle(pool: Pool, row: int) -> Pool:
    """Return the pool with the model sure of every box of an image."""
    scores = pool.scores.copy()
    rows = slice(pool.offsets[row], pool.offsets[row + 1])
    best = scores[rows].argmax(axis=1)
    scores[rows] = np.eye(scores.shape[1], dtype=np.float32)[best]
    return replace(pool, scores=scores)


def agree(pool: Pool, row: int) -> Pool:
    """Return the pool with all readings of an image the same."""
    disagreement = pool.disagreement.copy()
    disagreement[pool.offsets[row] : pool.offsets[row + 1]] = 0
    return replace(pool, disagreement=disagreement)


def mirror(pool: Pool, row: int) -> Pool:
    """Return the pool with an image and its mirror image seen the same."""
    inconsistency = pool.inconsistency.copy()
    inconsistency[row] = 0
    return replace(pool, inconsistency=inconsistency)


REMOVALS: dict[TermName, Callable[[Pool, int], Pool]] = {
    TermName.CLASS_DOUBT: settle,
    TermName.PRESENCE_DOUBT: settle,
    TermName.DISAGREEMENT: agree,
    TermName.INCONSISTENCY: mirror,
}


def rank(strategy: QueryStrategy, pool: Pool, image_id: int, seed: int) -> int:
    picks = strategy.query(pool, len(pool), np.random.default_rng(seed))
    return [pick.image_id for pick in picks].index(image_id)


@pytest.mark.parametrize("strategy", RANKING, ids=lambda strategy: strategy.name)
@given(seed=st.integers(0, 300))
def test_rank_when_the_term_a_reason_names_first_is_removed_then_falls(strategy, seed):
    pool = make_pool(12, seed=seed)
    first = strategy.query(pool, len(pool), np.random.default_rng(seed))[0]
    assume(first.terms and TermName(first.terms[0].name) in REMOVALS)
    row = int(np.flatnonzero(pool.image_ids == first.image_id)[0])

    without = REMOVALS[TermName(first.terms[0].name)](pool, row)

    assert rank(strategy, without, first.image_id, seed) > 0


@given(seed=st.integers(0, 300))
def test_rank_when_the_mirror_image_is_seen_alike_then_falls(seed):
    pool = make_pool(12, seed=seed)
    strategy = STRATEGIES["consistency"]
    first = strategy.query(pool, len(pool), np.random.default_rng(seed))[0]
    assume(first.terms[0].name == TermName.INCONSISTENCY)
    others = np.delete(pool.inconsistency, np.flatnonzero(pool.image_ids == first.image_id))
    assume(others.max() > 0.5)
    row = int(np.flatnonzero(pool.image_ids == first.image_id)[0])

    assert rank(strategy, mirror(pool, row), first.image_id, seed) > 0


@pytest.mark.parametrize("name", sorted(STRATEGIES))
@given(seed=st.integers(0, 60))
def test_terms_when_a_reason_says_chance_then_there_are_none_and_else_there_are(name, seed):
    pool = make_pool(15, seed=seed)

    for pick in STRATEGIES[name].query(pool, 8, np.random.default_rng(seed)):
        # A random place to begin, or one that looks like what is known, has no measure either.
        has_none = "random" in pick.reason.casefold() or "Looks the same" in pick.reason
        assert has_none == (not pick.terms)
