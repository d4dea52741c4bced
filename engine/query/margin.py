"""Choice by close calls."""

from __future__ import annotations

import numpy as np

from engine.domain.rounds import Pick
from engine.query.pool import Pool
from engine.query.reasons import Explainer
from engine.query.strategy import Need
from engine.query.uncertainty import read_boxes, split_doubt


class MarginStrategy:
    """Averages over the boxes of an image how close their two likeliest readings are.

    The mean does not favor crowded images. Background counts as a reading: a box hardly seen has
    two tiny scores close to each other and still is no close call.
    """

    name = "margin"
    needs = Need.SCORES

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return the images with the closest calls, 0 to 1."""
        boxes = read_boxes(pool)
        table = split_doubt(boxes, boxes.margin / boxes.count_in_image(len(pool)), len(pool))
        return Explainer(pool, boxes).pick_best(table, query_size, rng)
