"""The strategies by name, and a query that always answers."""

from __future__ import annotations

import numpy as np

from engine.domain.errors import NotFoundError, UsageError
from engine.domain.results import QueryResult
from engine.query.badge import BadgeStrategy
from engine.query.committee import CommitteeStrategy
from engine.query.consistency import ConsistencyStrategy
from engine.query.core_set import CoreSetStrategy
from engine.query.entropy import EntropyStrategy, Summary
from engine.query.hybrid import HybridStrategy
from engine.query.margin import MarginStrategy
from engine.query.plugins import load_plugin, plugin_names
from engine.query.pool import Pool
from engine.query.ppal import PpalStrategy
from engine.query.probcover import ProbcoverStrategy
from engine.query.random import RandomStrategy
from engine.query.random_plus import RandomPlusStrategy
from engine.query.strategy import Need, QueryStrategy
from engine.query.typiclust import TypiclustStrategy

AUTOMATIC = "automatic"

_ALL: tuple[QueryStrategy, ...] = (
    HybridStrategy(),
    PpalStrategy(),
    BadgeStrategy(),
    CommitteeStrategy(),
    ConsistencyStrategy(),
    EntropyStrategy(),
    EntropyStrategy(Summary.LARGEST, name="entropy_max"),
    EntropyStrategy(Summary.MEAN, name="entropy_mean"),
    EntropyStrategy(Summary.UNREPEATED, name="entropy_enms"),
    EntropyStrategy(sharpness=1.0, name="entropy_sampled"),
    MarginStrategy(),
    CoreSetStrategy(),
    TypiclustStrategy(),
    ProbcoverStrategy(),
    RandomPlusStrategy(),
    RandomStrategy(),
)
STRATEGIES: dict[str, QueryStrategy] = {strategy.name: strategy for strategy in _ALL}

_LACKING = {
    Need.SCORES: "objects that a model found",
    Need.EMBEDDINGS: "images a model looked at",
    Need.COMMITTEE: "a second reading of what a model found",
    Need.FLIPS: "mirror images a model looked at",
}


def strategy_names() -> tuple[str, ...]:
    """Return every name that may be asked for; what is installed besides is not loaded for it."""
    others = [name for name in plugin_names() if name not in STRATEGIES]
    return (AUTOMATIC, *STRATEGIES, *others)


def strategy_by_name(name: str, *, pool: Pool) -> QueryStrategy:
    """Return a strategy; for "automatic" the one that suits what is known of the pool.

    Raises:
        NotFoundError: There is no such strategy.
        UsageError: It is installed and cannot be loaded.
    """
    if name == AUTOMATIC:
        return STRATEGIES["typiclust" if pool.is_cold else "hybrid"]
    if name in STRATEGIES:
        return STRATEGIES[name]
    if name in plugin_names():
        return load_plugin(name)
    known = ", ".join(strategy_names())
    raise NotFoundError(f"There is no query strategy {name!r}.", hint=f"Choose one of {known}.")


def choose_images(pool: Pool, *, strategy: str, query_size: int, seed: int) -> QueryResult:
    """Return the images to ask about, best first, and the strategy that really chose them.

    Where a strategy lacks what it needs another one answers, and the notice says so.

    Raises:
        NotFoundError: There is no such strategy.
        UsageError: The size is negative, or a strategy that was installed fails.
    """
    if query_size < 0:
        raise UsageError(f"A query cannot ask about {query_size} images.")
    wanted = strategy_by_name(strategy, pool=pool)
    chosen = _able(wanted, pool)
    picks = chosen.query(pool, query_size, np.random.default_rng(seed))
    return QueryResult(tuple(picks), chosen.name, _notice(wanted, chosen, pool))


def _able(wanted: QueryStrategy, pool: Pool) -> QueryStrategy:
    """Return the strategy, or the one that answers where it lacks something."""
    if wanted.needs.is_met_by(pool):
        return wanted
    usual = strategy_by_name(AUTOMATIC, pool=pool)
    return usual if usual.needs.is_met_by(pool) else STRATEGIES["random"]


def _notice(wanted: QueryStrategy, chosen: QueryStrategy, pool: Pool) -> str:
    if chosen is wanted:
        return ""
    missing = wanted.needs.missing_in(pool)
    words = next(words for need, words in _LACKING.items() if need in missing)
    return f"{wanted.name} needs {words}, and there are none yet; {chosen.name} chose instead."
