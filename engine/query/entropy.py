"""Choice by total uncertainty."""

from __future__ import annotations

import numpy as np

from engine.domain.rounds import Pick
from engine.query.pool import Pool
from engine.query.reasons import Explainer
from engine.query.uncertainty import read_boxes, split_doubt


class EntropyStrategy:
    """Sums the binary entropies of all class scores over the boxes of an image.

    The sum favors crowded images, which cost more to label: `hybrid` divides by that cost.
    """

    name = "entropy"
    needs_scores = True
    needs_embeddings = False

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return the images of the largest total entropy, in bits."""
        boxes = read_boxes(pool)
        table = split_doubt(boxes, boxes.entropy, len(pool))
        return Explainer(pool, boxes).pick_best(table, query_size, rng)
