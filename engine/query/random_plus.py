"""Choice by chance, spread evenly over what the images look like."""

from __future__ import annotations

import numpy as np

from engine.domain.identifiers import ImageId
from engine.domain.rounds import Pick
from engine.query.clustering import cluster
from engine.query.pool import Pool
from engine.query.ranking import Rows
from engine.query.strategy import Need

_MAX_CLUSTERS = 100


class RandomPlusStrategy:
    """Draws at random, stratified by clusters of looks: the yardstick that is harder to beat.

    Candidates are put in a row cluster by cluster, in random order, and every so many-th is taken
    from a random beginning. So each has the same chance, and no cluster gets more than its share.
    """

    name = "random_plus"
    needs = Need.EMBEDDINGS

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return candidates drawn at random from each cluster in proportion to its size."""
        num = min(query_size, len(pool))
        if num <= 0:
            return []
        labels = cluster(pool.embeddings, num_clusters=min(num, _MAX_CLUSTERS), rng=rng)
        sizes = np.bincount(labels)
        drawn = rng.permutation(_every_nth(labels, num, rng))
        return [_pick(int(pool.image_ids[row]), int(sizes[labels[row]])) for row in drawn]


def _every_nth(labels: Rows, num: int, rng: np.random.Generator) -> Rows:
    """Return `num` rows, spread evenly over the clusters."""
    places = rng.permutation(int(labels.max()) + 1)[labels]
    in_a_row = np.lexsort((rng.permutation(len(labels)), places))
    step = len(labels) / num
    # Rounding may reach the end; the last place is as good.
    at = np.minimum(((np.arange(num) + rng.random()) * step).astype(np.intp), len(labels) - 1)
    return np.asarray(in_a_row[at], dtype=np.intp)


def _pick(image_id: int, num_alike: int) -> Pick:
    if num_alike == 1:
        return Pick(ImageId(image_id), 0.0, "Drawn at random; looks like no other image")
    return Pick(ImageId(image_id), 0.0, f"Drawn at random from {num_alike} images that look alike")
