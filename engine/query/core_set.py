"""Choice that covers the pool: the image farthest from all others known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.domain.identifiers import ImageId
from engine.domain.rounds import Pick
from engine.query.appearance import Vectors, distance, distance_to_nearest, unit_rows
from engine.query.pool import Pool, Reals
from engine.query.ranking import Floats
from engine.query.strategy import Need
from engine.query.terms import TermName, largest_first

_FIRST = "Nothing is labeled yet; a random place to begin"
_FARTHEST = "Looks least like anything labeled or asked so far"
_SAME = "Looks the same as an image labeled or asked already; nothing else is left"

_BLOCK_ROWS = 20_000
_TAKEN = -1.0


class CoreSetStrategy:
    """K-center greedy of Sener and Savarese (ICLR 2018) on cosine distances."""

    name = "core_set"
    needs = Need.EMBEDDINGS

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return images, each the farthest from what is labeled or picked before it."""
        bounds = distance_to_nearest(pool.embeddings, pool.labeled_embeddings)
        num = min(query_size, len(pool))
        farthest = _farthest_first(pool.embeddings, bounds, num, rng)
        return [_pick(int(pool.image_ids[row]), far) for row, far in farthest]


def _farthest_first(
    embeddings: Reals, nearest: Floats, num: int, rng: np.random.Generator
) -> Iterator[tuple[int, float]]:
    """Yield rows, each the farthest from what is known, and how far it is.

    Exact, but lazy: a distance only falls as more is chosen, so rows whose last known distance is
    below that of others are not looked at again. A million images fit, as few are ever compared.

    Args:
        embeddings: Shape (n, d), rows of any length.
        nearest: Distance of each to what is labeled, (n,).
        num: At most n.
        rng: Chooses among equal ones.
    """
    # Candidates in random order: the first of equal ones is then a random one.
    order = rng.permutation(len(nearest))
    bounds, num_seen = nearest[order], np.zeros(len(nearest), np.int32)
    chosen = np.zeros((0, embeddings.shape[1]), np.float32)
    while len(chosen) < num:
        block, outside = _top_block(bounds)
        points = unit_rows(embeddings[order[block]])
        near = _brought_up(bounds[block], points, chosen[int(num_seen[block].min()) :])
        while len(chosen) < num and near.max() >= outside:
            row = int(near.argmax())
            yield int(order[block[row]]), float(near[row])
            near = np.minimum(near, distance(points @ points[row]))
            near[row] = _TAKEN  # min keeps it below every distance from now on
            chosen = np.concatenate([chosen, points[row : row + 1]])
        bounds[block], num_seen[block] = near, len(chosen)


def _top_block(bounds: Floats) -> tuple[np.ndarray[tuple[int], np.dtype[np.intp]], float]:
    """Return the rows of the largest bounds, ascending, and the largest of the others."""
    if len(bounds) <= _BLOCK_ROWS:
        return np.arange(len(bounds)), _TAKEN
    order = np.argpartition(bounds, len(bounds) - _BLOCK_ROWS)
    return np.sort(order[-_BLOCK_ROWS:]), float(bounds[order[:-_BLOCK_ROWS]].max())


def _brought_up(bounds: Floats, points: Vectors, chosen: Vectors) -> Floats:
    """Return distances that take account of what was chosen since they were last known."""
    if not len(chosen):
        return bounds
    near = np.minimum(bounds, distance((points @ chosen.T).max(axis=1)))
    return np.where(bounds == _TAKEN, _TAKEN, near)


def _pick(image_id: int, distance_to_known: float) -> Pick:
    if distance_to_known == np.inf:
        return Pick(ImageId(image_id), 0.0, _FIRST)
    terms = largest_first({TermName.NOVELTY: distance_to_known})
    return Pick(ImageId(image_id), distance_to_known, _FARTHEST if terms else _SAME, terms)
