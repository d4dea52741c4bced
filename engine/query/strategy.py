"""What every way of choosing questions promises."""

from __future__ import annotations

from enum import Flag, auto
from typing import Protocol

import numpy as np

from engine.domain.rounds import Pick
from engine.query.pool import Pool


class Need(Flag):
    """What a strategy cannot do without."""

    NOTHING = 0
    SCORES = auto()
    EMBEDDINGS = auto()
    COMMITTEE = auto()
    FLIPS = auto()

    def is_met_by(self, pool: Pool) -> bool:
        """Return whether the pool has all of it."""
        return not self.missing_in(pool)

    def missing_in(self, pool: Pool) -> Need:
        """Return what of it the pool lacks."""
        there = Need.NOTHING
        there |= Need.SCORES if not pool.is_cold else Need.NOTHING
        there |= Need.EMBEDDINGS if pool.has_embeddings else Need.NOTHING
        there |= Need.COMMITTEE if pool.has_committee else Need.NOTHING
        there |= Need.FLIPS if pool.has_flips else Need.NOTHING
        return self & ~there


class QueryStrategy(Protocol):
    """A way of choosing the next images to ask about; without state, so any thread may use it.

    `query` returns exactly `min(query_size, len(pool))` picks, best first, each image once. The
    same pool and generator state give the same picks, in whatever order the candidates came; ties
    are broken at random. Each pick says truly why it was chosen; its terms sum to its utility. A
    pool that lacks what the strategy needs still gets an answer.
    """

    @property
    def name(self) -> str:
        """The name by which a person asks for the strategy."""

    @property
    def needs(self) -> Need:
        """What another strategy should answer without."""

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return the images to ask about."""
