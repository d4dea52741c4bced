"""Choice by doubt for the expert's second, spread by appearance: the default with a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.domain.rounds import Pick
from engine.query.appearance import Vectors, distance, distance_to_nearest, unit_rows
from engine.query.cost import seconds_of_pool
from engine.query.pool import Pool
from engine.query.random import draw
from engine.query.ranking import Floats, Rows, best_rows, share_below
from engine.query.reasons import Explainer
from engine.query.strategy import Need
from engine.query.terms import TermName, TermTable
from engine.query.uncertainty import BoxTable, read_boxes, split_doubt

_LOCALIZATION_WEIGHT = 0.5
_MAX_CLASS_WEIGHT = 3.0
_NOVELTY_REFERENCES = 50


@dataclass(frozen=True, slots=True)
class HybridStrategy:
    """The most doubtful images per expert second, then the most different among these.

    Doubt is what the boxes of an image add up to, each weighed by how few labels its class has,
    divided by the seconds the image is likely to take. Of the most doubtful, images are
    taken one by one by doubt plus novelty: how unlike they are to what is labeled or taken before.
    A slice drawn at random keeps the sample fair and finds what the model overlooks.

    Attributes:
        random_share: Share of the query drawn at random.
        shortlist_factor: Doubtful images that compete for one place.
        novelty_weight: Weight of novelty (0 to 1) against doubt (about 1 on the shortlist); large
            enough that near-duplicates of what is known lose.
        shortlist_novelty_weight: The same for a place on the shortlist; small, it lets images in
            where the model sees nothing.
    """

    random_share: float = 0.1
    shortlist_factor: int = 4
    novelty_weight: float = 2.0
    shortlist_novelty_weight: float = 0.1
    name: str = "hybrid"
    needs: Need = Need.SCORES

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return doubtful, differing images, and after them those drawn at random."""
        num_wanted = min(query_size, len(pool))
        if num_wanted <= 0:
            return []
        num_chosen = num_wanted - round(self.random_share * num_wanted)
        boxes = read_boxes(pool)
        rarity = _rarity(pool, boxes)
        doubt = _doubt(boxes, rarity, seconds_of_pool(pool, boxes))
        explainer = Explainer(pool, boxes, rarity=rarity, unlike_from=0.5 * self.novelty_weight)
        chosen = self._choose(pool, doubt.utilities, num_chosen, rng)
        picks = [
            explainer.pick(row, {**doubt.row(row), TermName.NOVELTY: novelty})
            for row, novelty in chosen.items()
        ]
        left = np.setdiff1d(np.arange(len(pool)), list(chosen))
        return picks + draw(pool, left, num_wanted - num_chosen, rng)

    def _choose(
        self, pool: Pool, doubt: Floats, num: int, rng: np.random.Generator
    ) -> dict[int, float]:
        """Return rows in the order chosen, with what novelty added to each."""
        known = _Known(pool, rng)
        first = doubt + self.shortlist_novelty_weight * known.novelty()
        # At least half of a small pool stays out, or novelty alone would choose.
        length = min(self.shortlist_factor * num, max(num, len(pool) // 2))
        rows = best_rows(first, length, rng)
        known.keep(rows)
        chosen: dict[int, float] = {}
        is_left = np.ones(len(rows), dtype=bool)
        for _ in range(num):
            novelty = self.novelty_weight * known.novelty()
            best = int(np.where(is_left, doubt[rows] + novelty, -np.inf).argmax())
            chosen[int(rows[best])] = float(novelty[best])
            is_left[best] = False
            known.add(best)
        return chosen


class _Known:
    """How far candidates are from what is labeled or chosen."""

    def __init__(self, pool: Pool, rng: np.random.Generator) -> None:
        self._embeddings = pool.embeddings
        self._points: Vectors | None = None
        self._nearest = distance_to_nearest(pool.embeddings, pool.labeled_embeddings)
        if len(pool.labeled_embeddings):
            scale = self._nearest
        else:
            some = rng.choice(len(pool), min(_NOVELTY_REFERENCES, len(pool)), replace=False)
            scale = distance_to_nearest(pool.embeddings, pool.embeddings[some])
        self._scale = np.sort(scale)

    def novelty(self) -> Floats:
        """Return the share of the pool that is nearer to what is labeled, 0 to 1.

        A share means the same for every network; raw distances are bunched, differently by each.
        Where nothing is known yet, nothing is new.
        """
        is_known = np.isfinite(self._nearest)
        return np.where(is_known, share_below(self._nearest, self._scale), 0.0)

    def keep(self, rows: Rows) -> None:
        """Look at these candidates only from now on."""
        self._points, self._nearest = unit_rows(self._embeddings[rows]), self._nearest[rows]

    def add(self, row: int) -> None:
        """Count the candidate in a row of those kept as known."""
        assert self._points is not None
        self._nearest = np.minimum(self._nearest, distance(self._points @ self._points[row]))


def _doubt(boxes: BoxTable, rarity: Floats, seconds: Floats) -> TermTable:
    num_images = len(seconds)
    columns = {
        **split_doubt(boxes, _entropy(boxes), num_images).columns,
        TermName.LOCALIZATION: boxes.sum_by_image(_spread(boxes), num_images),
        TermName.RARITY: boxes.sum_by_image(rarity, num_images),
    }
    per_second = {name: column / seconds for name, column in columns.items()}
    scale = _scale(TermTable(per_second).utilities)
    return TermTable({name: column / scale for name, column in per_second.items()})


def _rarity(pool: Pool, boxes: BoxTable) -> Floats:
    """Return what the few labels of its class add to the doubt of each box, (k,)."""
    counts = np.asarray(pool.class_counts, dtype=np.float64)
    if len(counts) != pool.scores.shape[1] or not counts.sum():
        return np.zeros(len(boxes.top))
    weights: Floats = np.clip(np.sqrt(counts.max() / (counts + 1)), 1.0, _MAX_CLASS_WEIGHT)
    added: Floats = (weights - 1.0).astype(np.float32)[boxes.top_class]
    return added * (_entropy(boxes) + _spread(boxes))


def _entropy(boxes: BoxTable) -> Floats:
    return _relative(boxes.entropy, zero=0.0)


def _spread(boxes: BoxTable) -> Floats:
    # Every box is spread a little; what counts is more than the usual of this model.
    return _LOCALIZATION_WEIGHT * _relative(boxes.localization, zero=boxes.usual_spread)


def _relative(values: Floats, *, zero: float) -> Floats:
    """Return values above `zero`, scaled so that measures of different units compare.

    Linear and not by rank: a rank would give boxes the model is sure of half the weight of those
    in doubt, and crowded images would always win.
    """
    above: Floats = np.clip(values - zero, 0.0, None)
    return above / _scale(above)


def _scale(values: Floats) -> float:
    """Return what brings the largest values to about 1, whatever one outlier or many zeros do."""
    positive = values[values > 0]
    return float(np.quantile(positive, 0.95)) if len(positive) else 1.0
