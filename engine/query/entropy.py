"""Choice by uncertainty of the boxes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

import numpy as np

from engine.domain.rounds import Pick
from engine.query.pool import Pool
from engine.query.ranking import Floats, perturbed
from engine.query.reasons import Explainer
from engine.query.repetition import not_repeated
from engine.query.strategy import Need
from engine.query.uncertainty import BoxTable, read_boxes, split_doubt


class Summary(StrEnum):
    """How the doubt of its boxes makes the doubt of an image."""

    SUM = "sum"
    MEAN = "mean"
    LARGEST = "max"
    UNREPEATED = "enms"


@dataclass(frozen=True, slots=True)
class EntropyStrategy:
    """Takes the images whose boxes have the largest binary entropies of all class scores.

    Their sum favors crowded images, which cost more to label: `hybrid` divides by that cost.

    Attributes:
        summary: Sum, mean or largest over the boxes, or the sum without those that repeat another.
        sharpness: With a number the images are a sample in proportion to their entropy: the
            larger, the less is left to chance. None takes the largest.
        name: The name by which a person asks for it.
    """

    summary: Summary = Summary.SUM
    sharpness: float | None = None
    name: str = "entropy"
    needs: Need = Need.SCORES

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return the images of the largest entropy, in bits."""
        boxes = read_boxes(pool)
        table = split_doubt(boxes, self._weighed(pool, boxes), len(pool))
        ranks = table.utilities
        if self.sharpness is not None:
            ranks = perturbed(ranks, sharpness=self.sharpness, rng=rng)
        return Explainer(pool, boxes).pick_best(table, query_size, rng, ranks=ranks)

    def _weighed(self, pool: Pool, boxes: BoxTable) -> Floats:
        """Return the entropy of each box as far as it counts for its image, (k,)."""
        match self.summary:
            case Summary.SUM:
                return boxes.entropy
            case Summary.MEAN:
                return boxes.entropy / boxes.count_in_image(len(pool))
            case Summary.LARGEST:
                return np.where(boxes.is_largest_in_image(boxes.entropy), boxes.entropy, 0.0)
            case Summary.UNREPEATED:
                return np.where(not_repeated(pool, boxes, boxes.entropy), boxes.entropy, 0.0)
            case _:
                assert_never(self.summary)
