"""Strategies that other packages bring along, by the entry point `loupe.strategies`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

import numpy as np

from engine.domain.errors import UsageError
from engine.domain.identifiers import ImageId
from engine.domain.rounds import Pick, Term
from engine.query.pool import Pool
from engine.query.strategy import Need, QueryStrategy

GROUP = "loupe.strategies"


@dataclass(frozen=True, slots=True)
class PluginStrategy:
    """A strategy of another package; what it returns is checked before anybody relies on it.

    Attributes:
        name: The name of its entry point.
        needs: What it says it needs; nothing where it does not say.
        origin: Who brings it along, for messages.
        ask: Its own query.
    """

    name: str
    needs: Need
    origin: str
    ask: Callable[[Pool, int, np.random.Generator], list[Pick]]

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return the images it asks about.

        Raises:
            UsageError: It fails, or returns what is no choice of candidates.
        """
        num = min(query_size, len(pool))
        try:
            picks = [_plain(pick) for pick in self.ask(pool, query_size, rng)]
        except Exception as error:
            raise self._complaint(f"failed with {_words(error)}") from error
        ids = [pick.image_id for pick in picks]
        if len(ids) != num or len(set(ids)) != num or not set(ids) <= set(pool.image_ids.tolist()):
            raise self._complaint(f"did not choose {num} different images of the pool")
        if not all(map(math.isfinite, _numbers(picks))):
            raise self._complaint("gave an image a utility that is not a number")
        return picks

    def _complaint(self, what: str) -> UsageError:
        return complaint(self.name, self.origin, what)


def plugin_names() -> tuple[str, ...]:
    """Return the names of what is installed, in order, without loading any of it."""
    return tuple(sorted({entry.name for entry in entry_points(group=GROUP)}))


def load_plugin(name: str) -> QueryStrategy:
    """Return what is installed under a name; foreign code runs, so call it in a worker alone.

    Raises:
        UsageError: It cannot be loaded, or is no strategy.
    """
    entry = next(entry for entry in entry_points(group=GROUP) if entry.name == name)
    try:
        loaded = entry.load()
        strategy = loaded() if isinstance(loaded, type) else loaded
        ask, needs = strategy.query, getattr(strategy, "needs", Need.NOTHING)
    except Exception as error:
        raise complaint(name, _origin(entry), f"cannot be loaded: {_words(error)}") from error
    if not callable(ask) or not isinstance(needs, Need):
        raise complaint(name, _origin(entry), "is not a query strategy")
    return PluginStrategy(name, needs, _origin(entry), ask)


def complaint(name: str, origin: str, what: str) -> UsageError:
    """Return the error that says what is wrong with somebody else's strategy."""
    return UsageError(
        f"The query strategy {name} of {origin} {what}.",
        hint="Choose another strategy, or ask its author; automatic is always there.",
    )


def _plain(pick: Pick) -> Pick:
    """Return a pick of plain numbers: what a strategy returns is often NumPy's."""
    terms = tuple(Term(str(term.name), float(term.value)) for term in pick.terms)
    return Pick(ImageId(int(pick.image_id)), float(pick.utility), str(pick.reason), terms)


def _numbers(picks: list[Pick]) -> Iterator[float]:
    for pick in picks:
        yield pick.utility
        yield from (term.value for term in pick.terms)


def _origin(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.value


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
