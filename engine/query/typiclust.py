"""Choice before a model is of use: typical images of clusters not labeled yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.domain.identifiers import ImageId
from engine.domain.rounds import Pick
from engine.query.appearance import unit_rows
from engine.query.clustering import assign, find_centers, typicality
from engine.query.pool import Pool
from engine.query.ranking import Rows, best_rows
from engine.query.strategy import Need
from engine.query.terms import TermName, largest_first

_MAX_CLUSTERS = 500
_SMALL_CLUSTER = 5


class TypiclustStrategy:
    """TypiClust of Hacohen et al. (ICML 2022): the best known start with few labels.

    As many clusters as images known after the query; the cluster with the fewest known goes first,
    then the largest. Clusters of up to 5 wait to the last, as outliers teach little at first.
    """

    name = "typiclust"
    needs = Need.EMBEDDINGS

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return the most typical images of the clusters with the fewest labels."""
        num_wanted = min(query_size, len(pool))
        if num_wanted <= 0:
            return []
        clusters = _find_clusters(pool, num_wanted, rng)
        picks = []
        for _ in range(num_wanted):
            best = min((part for part in clusters if part.num_left), key=_Cluster.urgency)
            picks.append(best.take(pool, rng))
        return picks


@dataclass(slots=True)
class _Cluster:
    """Images that look alike: rows of the pool, and how many of the cluster are known."""

    rows: Rows
    num_labeled: int
    num_asked: int = 0
    ranked: Rows | None = None
    typicalities: tuple[float, ...] = ()

    @property
    def num_left(self) -> int:
        return len(self.rows) - self.num_asked

    def urgency(self) -> tuple[int, bool, int, int]:
        num_images = len(self.rows) + self.num_labeled
        num_known = self.num_labeled + self.num_asked
        return num_known, num_images <= _SMALL_CLUSTER, -self.num_left, int(self.rows[0])

    def take(self, pool: Pool, rng: np.random.Generator) -> Pick:
        """Return the most typical image not taken yet."""
        if self.ranked is None:
            values = typicality(unit_rows(pool.embeddings[self.rows]), rng)
            self.ranked = best_rows(values, len(values), rng)
            self.typicalities = tuple(values[self.ranked].tolist())
        row = int(self.rows[self.ranked[self.num_asked]])
        terms = largest_first({TermName.TYPICALITY: self.typicalities[self.num_asked]})
        reason = self._reason()
        self.num_asked += 1
        return Pick(ImageId(int(pool.image_ids[row])), terms[0].value, reason, terms)

    def _reason(self) -> str:
        num_images = len(self.rows) + self.num_labeled
        num_known = self.num_labeled + self.num_asked
        if num_images == 1:
            return "Looks like no other image"
        if num_known == 0:
            return f"Typical of {num_images} images that look alike, none labeled yet"
        return f"Typical of {num_images} images that look alike, {num_known} labeled or asked"


def _find_clusters(pool: Pool, num_wanted: int, rng: np.random.Generator) -> list[_Cluster]:
    num_clusters = min(len(pool.labeled_embeddings) + num_wanted, _MAX_CLUSTERS)
    parts = (pool.embeddings, pool.labeled_embeddings)
    centers = find_centers(parts, num_clusters=num_clusters, rng=rng)
    num_labeled = np.bincount(assign(pool.labeled_embeddings, centers), minlength=num_clusters)
    of_pool = assign(pool.embeddings, centers)
    members = [np.flatnonzero(of_pool == index) for index in range(num_clusters)]
    return [
        _Cluster(rows, int(count))
        for rows, count in zip(members, num_labeled, strict=True)
        if len(rows)
    ]
