"""The strategies by name, and a query that always answers."""

from __future__ import annotations

import numpy as np

from engine.domain.errors import NotFoundError, UsageError
from engine.domain.results import QueryResult
from engine.query.core_set import CoreSetStrategy
from engine.query.entropy import EntropyStrategy
from engine.query.hybrid import HybridStrategy
from engine.query.margin import MarginStrategy
from engine.query.pool import Pool
from engine.query.random import RandomStrategy
from engine.query.strategy import QueryStrategy
from engine.query.typiclust import TypiclustStrategy

AUTOMATIC = "automatic"

_ALL: tuple[QueryStrategy, ...] = (
    HybridStrategy(),
    EntropyStrategy(),
    MarginStrategy(),
    CoreSetStrategy(),
    TypiclustStrategy(),
    RandomStrategy(),
)
STRATEGIES: dict[str, QueryStrategy] = {strategy.name: strategy for strategy in _ALL}


def strategy_by_name(name: str, *, pool: Pool) -> QueryStrategy:
    """Return a strategy; for "automatic" the one that suits what is known of the pool.

    Raises:
        NotFoundError: There is no such strategy.
    """
    if name == AUTOMATIC:
        return STRATEGIES["typiclust" if pool.is_cold else "hybrid"]
    if name not in STRATEGIES:
        known = ", ".join([AUTOMATIC, *STRATEGIES])
        raise NotFoundError(f"There is no query strategy {name!r}.", hint=f"Choose one of {known}.")
    return STRATEGIES[name]


def choose_images(pool: Pool, *, strategy: str, query_size: int, seed: int) -> QueryResult:
    """Return the images to ask about, best first, and the strategy that really chose them.

    Where a strategy lacks what it needs another one answers, and the notice says so.

    Raises:
        NotFoundError: There is no such strategy.
        UsageError: The size is negative.
    """
    if query_size < 0:
        raise UsageError(f"A query cannot ask about {query_size} images.")
    wanted = strategy_by_name(strategy, pool=pool)
    chosen = _fallback(wanted, pool)
    picks = chosen.query(pool, query_size, np.random.default_rng(seed))
    return QueryResult(tuple(picks), chosen.name, _notice(wanted, chosen))


def _fallback(wanted: QueryStrategy, pool: Pool) -> QueryStrategy:
    if wanted.needs_scores and pool.is_cold:
        wanted = STRATEGIES["typiclust"]
    if wanted.needs_embeddings and not pool.has_embeddings:
        wanted = STRATEGIES["random"]
    return wanted


def _notice(wanted: QueryStrategy, chosen: QueryStrategy) -> str:
    if chosen is wanted:
        return ""
    missing = "objects that a model found" if wanted.needs_scores else "images a model looked at"
    return f"{wanted.name} needs {missing}, and there are none yet; {chosen.name} chose instead."
