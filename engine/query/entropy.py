"""Choice by total uncertainty."""

from __future__ import annotations

import numpy as np

from engine.domain.rounds import Pick
from engine.query.pool import Pool
from engine.query.ranking import best_rows
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
        explainer = Explainer(pool, boxes)
        rows = best_rows(table.utilities, query_size, rng)
        return [explainer.pick(int(row), table.row(int(row))) for row in rows]
