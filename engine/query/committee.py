"""Choice by how far several readings of the same objects differ."""

from __future__ import annotations

import numpy as np

from engine.domain.rounds import Pick
from engine.query.pool import Pool
from engine.query.reasons import Explainer
from engine.query.strategy import Need
from engine.query.terms import TermName, TermTable
from engine.query.uncertainty import read_boxes


class CommitteeStrategy:
    """Sums over the boxes of an image how far the readings of each differ.

    The readings are those of two heads of one network, or of the best models of a search; how far
    they differ is their mutual information, measured when the pool was looked at.
    """

    name = "committee"
    needs = Need.SCORES | Need.COMMITTEE

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return the images whose readings differ most."""
        boxes = read_boxes(pool)
        differing = boxes.sum_by_image(boxes.disagreement, len(pool))
        table = TermTable({TermName.DISAGREEMENT: differing})
        return Explainer(pool, boxes).pick_best(table, query_size, rng)
