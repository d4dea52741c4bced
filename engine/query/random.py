"""Choice by chance alone."""

from __future__ import annotations

import numpy as np

from engine.domain.identifiers import ImageId
from engine.domain.rounds import Pick
from engine.query.pool import Pool
from engine.query.ranking import Rows
from engine.query.reasons import DRAWN_AT_RANDOM
from engine.query.strategy import Need


class RandomStrategy:
    """Draws every set of candidates with the same chance: the honest yardstick of all others."""

    name = "random"
    needs = Need.NOTHING

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return candidates drawn at random."""
        return draw(pool, np.arange(len(pool)), query_size, rng)


def draw(pool: Pool, rows: Rows, num: int, rng: np.random.Generator) -> list[Pick]:
    """Return picks of at most `num` of the given rows, drawn at random."""
    drawn = rng.permutation(rows)[: max(num, 0)]
    return [Pick(ImageId(int(pool.image_ids[row])), 0.0, DRAWN_AT_RANDOM) for row in drawn]
