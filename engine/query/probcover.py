"""Choice before a model is of use: images that look like as many others as possible."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.domain.identifiers import ImageId
from engine.domain.rounds import Pick
from engine.query.appearance import Vectors, distance, distance_to_nearest, unit_rows
from engine.query.clustering import cluster
from engine.query.pool import Pool
from engine.query.random import draw
from engine.query.ranking import Rows, best_rows
from engine.query.strategy import Need
from engine.query.terms import TermName, largest_first

# All pairs are compared, so of a larger pool as many are drawn at random.
_MAX_IMAGES = 10_000
_CHUNK_ROWS = 1000
_REFERENCES = 2000
_PURITY = 0.95

Packed = NDArray[np.uint8]


class ProbcoverStrategy:
    """ProbCover of Yehuda et al. (NeurIPS 2022).

    Images look alike within a distance at which balls around 95 % of them hold images of one
    cluster alone. The image with the most others within it that nothing labeled or asked looks
    like goes first. When all are covered, the rest is drawn at random.
    """

    name = "probcover"
    needs = Need.EMBEDDINGS

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return images that together look like as much of the pool as possible."""
        num = min(query_size, len(pool))
        if num <= 0:
            return []
        size = max(_MAX_IMAGES, num)
        rows = np.sort(rng.permutation(len(pool))[:size])
        picks = _cover(pool, rows, num, rng)
        taken = np.isin(pool.image_ids, [pick.image_id for pick in picks])
        return picks + draw(pool, np.flatnonzero(~taken), num - len(picks), rng)


def _cover(pool: Pool, rows: Rows, num: int, rng: np.random.Generator) -> list[Pick]:
    points = unit_rows(pool.embeddings[rows])
    radius = _radius(points, _num_clusters(pool, len(rows)), rng)
    to_labeled = distance_to_nearest(points, pool.labeled_embeddings)
    is_open = (to_labeled >= radius) & (to_labeled > 0)
    alike = _alike(points, radius)
    picks: list[Pick] = []
    while len(picks) < num:
        num_open = np.bitwise_count(alike & np.packbits(is_open)).sum(axis=1, dtype=np.int64)
        row = int(best_rows(num_open, 1, rng)[0])
        if not num_open[row]:
            break
        picks.append(_pick(int(pool.image_ids[rows[row]]), int(num_open[row])))
        is_open &= ~np.unpackbits(alike[row], count=len(rows)).astype(bool)
    return picks


def _alike(points: Vectors, radius: float) -> Packed:
    """Return which images look alike, (n, n) as bits."""
    parts = []
    for start in range(0, len(points), _CHUNK_ROWS):
        apart = distance(points[start : start + _CHUNK_ROWS] @ points.T)
        parts.append(np.packbits((apart < radius) | (apart == 0), axis=1))
    return np.concatenate(parts)


def _num_clusters(pool: Pool, num_images: int) -> int:
    return min(max(2, len(pool.class_names)), num_images)


def _radius(points: Vectors, num_clusters: int, rng: np.random.Generator) -> float:
    """Return the largest distance at which 95 % of the balls hold one cluster alone."""
    labels = cluster(points, num_clusters=num_clusters, rng=rng)
    some = np.sort(rng.permutation(len(points))[:_REFERENCES])
    to_others = np.full(len(some), np.inf)
    for index in np.unique(labels):
        own = labels[some] == index
        to_others[own] = distance_to_nearest(points[some[own]], points[labels != index])
    # A ball is pure as long as it is smaller than the way to the nearest image of another cluster.
    radius = float(np.quantile(to_others, 1.0 - _PURITY, method="lower"))
    return radius if np.isfinite(radius) else 0.0


def _pick(image_id: int, num_open: int) -> Pick:
    terms = largest_first({TermName.COVERAGE: float(num_open)})
    reason = "Looks like no other image that is left"
    if num_open > 1:
        reason = f"Looks like {num_open - 1} others; like nothing labeled or asked before"
    return Pick(ImageId(image_id), float(num_open), reason, terms)
