"""Choice by how differently an image and its mirror image are seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.domain.rounds import Pick
from engine.query.pool import Pool
from engine.query.ranking import Floats, Rows, best_rows
from engine.query.reasons import Explainer
from engine.query.strategy import Need
from engine.query.terms import TermName
from engine.query.uncertainty import BoxTable, read_boxes


@dataclass(frozen=True, slots=True)
class ConsistencyStrategy:
    """CALD of Yu et al. (CVPRW 2022) with the mirror image alone.

    Of the images seen most inconsistently those are taken one by one whose likely classes differ
    most from what is labeled and what was taken before.

    Attributes:
        shortlist_factor: Inconsistent images that compete for one place.
        balance_weight: Weight of differing classes (0 to 1) against inconsistency (0 to 1).
    """

    shortlist_factor: int = 4
    balance_weight: float = 0.5
    name: str = "consistency"
    needs: Need = Need.SCORES | Need.FLIPS

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return images seen inconsistently, of classes that are wanting."""
        num = min(query_size, len(pool))
        boxes = read_boxes(pool)
        rows = best_rows(pool.inconsistency, self.shortlist_factor * num, rng)
        seen = np.asarray(pool.inconsistency[rows], np.float64)
        balance = _Balance(pool, boxes, rows)
        is_left = np.ones(len(rows), dtype=bool)
        explainer = Explainer(pool, boxes)
        picks = []
        for _ in range(num):
            wanting = self.balance_weight * balance.unlike()
            best = int(np.where(is_left, seen + wanting, -np.inf).argmax())
            terms = {
                TermName.INCONSISTENCY: float(seen[best]),
                TermName.CLASS_BALANCE: float(wanting[best]),
            }
            picks.append(explainer.pick(int(rows[best]), terms))
            is_left[best] = False
            balance.add(best)
        return picks


class _Balance:
    """The classes that are labeled or chosen, beside those that candidates are likely to show."""

    def __init__(self, pool: Pool, boxes: BoxTable, rows: Rows) -> None:
        num_classes = pool.scores.shape[1]
        # Of the candidates alone: a large pool of many classes would take hundreds of megabytes.
        place = np.full(len(pool), -1)
        place[rows] = np.arange(len(rows))
        owner = place[boxes.image_row]
        own = owner >= 0
        self._likely = np.zeros((len(rows), num_classes))
        np.add.at(self._likely, (owner[own], boxes.top_class[own]), boxes.top[own])
        known = np.asarray(pool.class_counts, np.float64)
        self._known = known if len(known) == num_classes else np.zeros(num_classes)

    def unlike(self) -> Floats:
        """Return how far the classes of each candidate are from those known, 0 to 1."""
        has_any = self._likely.sum(axis=1) > 0
        if not self._known.sum() or not has_any.any():
            return np.zeros(len(self._likely))
        return np.where(has_any, _divergence(_shares(self._likely), _shares(self._known)), 0.0)

    def add(self, row: int) -> None:
        """Count a candidate's likely classes as known."""
        self._known = self._known + self._likely[row]


def _shares(counts: Floats) -> Floats:
    total = counts.sum(axis=-1, keepdims=True)
    shares: Floats = np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)
    return shares


def _divergence(shares: Floats, others: Floats) -> Floats:
    """Return the Jensen-Shannon divergence of rows from one distribution in bits, (n,)."""
    middle = (shares + others) / 2
    apart = _bits(middle) - (_bits(shares) + _bits(others)) / 2
    return np.clip(apart, 0.0, 1.0).round(9)


def _bits(shares: Floats) -> Floats:
    logs = np.log2(np.where(shares > 0, shares, 1.0))
    return np.asarray(-(shares * logs).sum(axis=-1))
