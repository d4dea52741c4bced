"""Choice by class-calibrated doubt for the expert's second, spread by what images contain."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.domain.project import Task
from engine.domain.rounds import Pick
from engine.query.appearance import distance, distance_to_nearest, unit_rows
from engine.query.cost import seconds_of_pool
from engine.query.image_distance import Distances, image_distances
from engine.query.medoids import find_medoids
from engine.query.pool import Pool
from engine.query.ranking import Floats, Rows, best_rows
from engine.query.reasons import Explainer
from engine.query.strategy import Need
from engine.query.terms import TermName, TermTable
from engine.query.uncertainty import BoxTable, binary_entropy, read_boxes, split_doubt

_ALPHA = 0.3


@dataclass(frozen=True, slots=True)
class PpalStrategy:
    """PPAL of Yang et al. (CVPR 2024), with four changes.

    The doubt of its boxes, weighed by how badly the model knows their classes, makes the doubt of
    an image; of the most doubtful those are taken that stand best for the others. Here doubt is
    divided by the seconds the image takes, as a sum favors crowds; images without boxes are
    compared by their looks; what is labeled is a center that needs no other; and the weight of
    hard classes can be more than a fifth.

    Attributes:
        shortlist_factor: Doubtful images that compete for one place.
        hard_class_weight: How much a class that the model does not know at all weighs more.
        seconds_power: 1 weighs doubt for the expert's second, 0 for the image.
    """

    shortlist_factor: int = 4
    hard_class_weight: float = 0.5
    seconds_power: float = 1.0
    name: str = "ppal"
    needs: Need = Need.SCORES | Need.EMBEDDINGS

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return doubtful images that stand for others, the most doubtful first."""
        num = min(query_size, len(pool))
        if num <= 0:
            return []
        boxes = read_boxes(pool)
        table = self._doubt(pool, boxes)
        rows = np.sort(best_rows(table.utilities, self.shortlist_factor * num, rng))
        distances = image_distances(pool, boxes, rows)
        to_known = _to_known(pool, rows, distances)
        chosen = rows[find_medoids(distances, to_known, num, rng)]
        explainer = Explainer(pool, boxes)
        order = best_rows(table.utilities[chosen], num, rng)
        return [explainer.pick(int(row), table.row(int(row))) for row in chosen[order]]

    def _doubt(self, pool: Pool, boxes: BoxTable) -> TermTable:
        seconds = seconds_of_pool(pool, boxes) ** self.seconds_power
        doubt = boxes.entropy if boxes.task is Task.CLASSIFY else binary_entropy(boxes.top)
        harder = doubt * _hardness(pool)[boxes.top_class] * self.hard_class_weight
        columns = {
            **split_doubt(boxes, doubt, len(pool)).columns,
            TermName.HARD_CLASS: boxes.sum_by_image(harder, len(pool)),
        }
        return TermTable({name: column / seconds for name, column in columns.items()})


def _hardness(pool: Pool) -> Floats:
    """Return how badly the model knows each class, 0 to 1 by PPAL's logarithm, (num_classes,)."""
    num_classes = pool.scores.shape[1]
    if len(pool.class_quality) != num_classes:
        return np.zeros(num_classes)
    lacking = 1.0 - np.asarray(pool.class_quality, np.float64)
    return _ALPHA * np.log(math.expm1(1.0 / _ALPHA) * lacking + 1.0)


def _to_known(pool: Pool, rows: Rows, distances: Distances) -> Floats:
    """Return how far each image is from the nearest labeled one, (s,), in the distances' measure.

    Labeled images are compared by their looks alone; what that is in the measure of the others is
    told by the mean of both among the images themselves.
    """
    if not len(pool.labeled_embeddings) or not pool.has_embeddings:
        return np.full(len(rows), np.inf)
    points = unit_rows(pool.embeddings[rows])
    usual = float(distance(points @ points.T).mean())
    scale = float(distances.mean()) / usual if usual > 0 else 1.0
    return scale * distance_to_nearest(points, pool.labeled_embeddings)
