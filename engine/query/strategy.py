"""What every way of choosing questions promises."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from engine.domain.rounds import Pick
from engine.query.pool import Pool


class QueryStrategy(Protocol):
    """A way of choosing the next images to ask about; without state, so any thread may use it.

    `query` returns exactly `min(query_size, len(pool))` picks, best first, each image once. The
    same pool and generator state give the same picks, in whatever order the candidates came; ties
    are broken at random. Each pick says truly why it was chosen; its terms sum to its utility.
    """

    @property
    def name(self) -> str:
        """The name by which a person asks for the strategy."""

    @property
    def needs_scores(self) -> bool:
        """Whether it chooses by what a trained model predicts."""

    @property
    def needs_embeddings(self) -> bool:
        """Whether it chooses by appearance."""

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return the images to ask about."""
