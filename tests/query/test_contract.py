"""What every query strategy promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.query.pool import Pool
from engine.query.registry import STRATEGIES
from engine.query.strategy import QueryStrategy
from tests.query.builders import make_pool, permuted, pools


def ask(strategy: QueryStrategy, pool: Pool, size: int, seed: int = 0) -> list:
    return strategy.query(pool, size, np.random.default_rng(seed))


@pytest.mark.parametrize("strategy", STRATEGIES.values(), ids=STRATEGIES.keys())
class TestQueryStrategy:
    @given(pool=pools(), size=st.integers(0, 40), seed=st.integers(0, 100))
    def test_query_returns_unique_candidates_exactly_as_many_as_possible(
        self, strategy, pool, size, seed
    ):
        ids = [pick.image_id for pick in ask(strategy, pool, size, seed)]

        assert len(ids) == min(size, len(pool))
        assert len(set(ids)) == len(ids)
        assert set(ids) <= set(pool.image_ids.tolist())

    @given(pool=pools(), size=st.integers(1, 20), seed=st.integers(0, 100))
    def test_query_when_candidates_are_permuted_then_picks_the_same(
        self, strategy, pool, size, seed
    ):
        order = np.random.default_rng(seed).permutation(len(pool))

        assert ask(strategy, permuted(pool, order), size) == ask(strategy, pool, size)

    def test_query_with_the_same_seed_then_the_same_picks(self, strategy):
        pool = make_pool()

        assert ask(strategy, pool, 10, seed=3) == ask(strategy, pool, 10, seed=3)

    @given(pool=pools())
    def test_pick_has_finite_terms_that_sum_to_its_utility_and_a_reason(self, strategy, pool):
        for pick in ask(strategy, pool, 10):
            values = [term.value for term in pick.terms]
            assert np.isfinite(pick.utility)
            assert values == sorted(values, reverse=True)
            assert sum(values) == pytest.approx(pick.utility)
            assert pick.reason[0].isupper() or pick.reason[0].isdigit()
            assert not pick.reason.endswith(".")

    def test_query_when_all_candidates_are_equal_then_the_seed_decides(self, strategy):
        num = 30
        pool = Pool(
            image_ids=np.arange(num, dtype=np.int64),
            embeddings=np.ones((num, 4), np.float32),
            offsets=np.arange(num + 1, dtype=np.int64),
            scores=np.full((num, 2), 0.5, np.float32),
            labeled_embeddings=np.ones((2, 4), np.float32),
            class_counts=(1, 1),
        )
        chosen = {ask(strategy, pool, 1, seed)[0].image_id for seed in range(40)}

        assert len(chosen) > 10

    def test_query_when_float16_from_the_cache_then_answers(self, strategy):
        pool = make_pool()
        half = Pool(
            image_ids=pool.image_ids,
            embeddings=pool.embeddings.astype(np.float16),
            offsets=pool.offsets,
            scores=pool.scores.astype(np.float16),
            localization=pool.localization.astype(np.float16),
            labeled_embeddings=pool.labeled_embeddings.astype(np.float16),
            class_counts=pool.class_counts,
        )

        assert len(ask(strategy, half, 5)) == 5
