"""Choice that covers the pool: the image farthest from all others known."""

from __future__ import annotations

import numpy as np

from engine.domain.identifiers import ImageId
from engine.domain.rounds import Pick
from engine.query.appearance import distance, distance_to_nearest, unit_rows
from engine.query.pool import Pool
from engine.query.terms import TermName, largest_first

_FIRST = "Nothing is labeled yet; a random place to begin"
_FARTHEST = "Looks least like anything labeled or asked so far"
_SAME = "Looks the same as an image labeled or asked already; nothing else is left"


class CoreSetStrategy:
    """K-center greedy of Sener and Savarese (ICLR 2018) on cosine distances."""

    name = "core_set"
    needs_scores = False
    needs_embeddings = True

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return images, each the farthest from what is labeled or picked before it."""
        # Candidates in random order: the first of equal ones is then a random one.
        order = rng.permutation(len(pool))
        points = unit_rows(pool.embeddings[order])
        nearest = distance_to_nearest(points, unit_rows(pool.labeled_embeddings))
        picks = []
        for _ in range(min(query_size, len(pool))):
            row = int(nearest.argmax())
            picks.append(_pick(int(pool.image_ids[order[row]]), float(nearest[row])))
            nearest = np.minimum(nearest, distance(points @ points[row]))
            nearest[row] = -1.0  # min keeps it below every distance from now on
        return picks


def _pick(image_id: int, distance_to_known: float) -> Pick:
    if distance_to_known == np.inf:
        return Pick(ImageId(image_id), 0.0, _FIRST)
    terms = largest_first({TermName.NOVELTY: distance_to_known})
    return Pick(ImageId(image_id), distance_to_known, _FARTHEST if terms else _SAME, terms)
