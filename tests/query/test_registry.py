"""Strategies by name, and what answers when one cannot."""

from __future__ import annotations

import numpy as np
import pytest

from engine.domain.errors import NotFoundError, UsageError
from engine.query.pool import Pool
from engine.query.registry import AUTOMATIC, STRATEGIES, choose_images, strategy_by_name
from tests.query.builders import make_pool


def test_strategies_are_known_by_their_names():
    assert set(STRATEGIES) == {
        *("random", "random_plus", "core_set", "typiclust", "probcover"),
        *("entropy", "entropy_max", "entropy_mean", "entropy_enms", "entropy_sampled"),
        *("margin", "committee", "consistency", "badge", "ppal", "hybrid"),
    }
    assert all(strategy.name == name for name, strategy in STRATEGIES.items())


def test_automatic_when_the_pool_is_cold_then_typiclust_else_hybrid():
    assert strategy_by_name(AUTOMATIC, pool=make_pool(num_labeled=0)).name == "typiclust"
    assert strategy_by_name(AUTOMATIC, pool=make_pool()).name == "hybrid"


def test_choose_images_when_automatic_and_cold_then_says_nothing_of_a_fallback():
    result = choose_images(make_pool(num_labeled=0), strategy=AUTOMATIC, query_size=5, seed=0)

    assert (result.strategy, result.notice, len(result.picks)) == ("typiclust", "", 5)


def test_choose_images_when_the_strategy_is_unknown_then_names_those_there_are():
    with pytest.raises(NotFoundError, match=r"'magic'.*automatic, hybrid"):
        choose_images(make_pool(), strategy="magic", query_size=5, seed=0)


def test_choose_images_when_the_size_is_negative_then_refused():
    with pytest.raises(UsageError, match="-1"):
        choose_images(make_pool(), strategy="random", query_size=-1, seed=0)


@pytest.mark.parametrize("name", ["entropy", "margin", "hybrid"])
def test_choose_images_when_there_is_no_model_then_typical_images_and_a_notice(name):
    result = choose_images(make_pool(num_labeled=0), strategy=name, query_size=5, seed=0)

    assert result.strategy == "typiclust"
    assert result.notice == (
        f"{name} needs objects that a model found, and there are none yet; typiclust chose instead."
    )


@pytest.mark.parametrize("name", [AUTOMATIC, "typiclust", "core_set", "entropy"])
def test_choose_images_when_nothing_is_known_then_draws_at_random_and_says_so(name):
    pool = Pool(np.arange(9, dtype=np.int64))

    result = choose_images(pool, strategy=name, query_size=4, seed=1)

    assert (result.strategy, len(result.picks)) == ("random", 4)
    assert "random chose instead" in result.notice


def test_choose_images_with_the_same_seed_then_the_same_result():
    results = [choose_images(make_pool(), strategy="random", query_size=5, seed=7) for _ in "ab"]

    assert results[0] == results[1]
