"""Choice by what the model would learn, no two images teaching the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.domain.identifiers import ImageId
from engine.domain.rounds import Pick
from engine.query.appearance import Vectors, unit_rows
from engine.query.described import Looks, looks_by_chunk
from engine.query.pool import Pool
from engine.query.ranking import Floats, best_rows
from engine.query.strategy import Need
from engine.query.terms import TermName, largest_first
from engine.query.uncertainty import BoxTable, read_boxes

_DIM = 256
_CHUNK_BOXES = 20_000

_MOST = "The model would learn most from its answer"
_OTHERWISE = "Would teach the model something else than the other questions"
_NOTHING = "Would teach the model nothing new; drawn at random among such images"


class BadgeStrategy:
    """BADGE of Ash et al. (ICLR 2020), for boxes.

    Each box has the gradient of the last layer under the model's own best guess: how far its
    scores are from that guess, times what the box looks like. An image has the mean of those of
    its boxes, of which those that nothing describes count as zero, projected at random to 256
    numbers. K-means++ then draws images far apart; what would change the model little lies at
    zero, near all others of its kind.
    """

    name = "badge"
    needs = Need.SCORES | Need.EMBEDDINGS

    def query(self, pool: Pool, query_size: int, rng: np.random.Generator) -> list[Pick]:
        """Return images whose answers would change the model, each in another way."""
        num = min(query_size, len(pool))
        if num <= 0:
            return []
        gradients = _gradients(pool, rng)
        squares = np.einsum("ij,ij->i", gradients, gradients).astype(np.float64).round(6)
        row = int(best_rows(squares, 1, rng)[0])
        picks = [_pick(pool, row, squares[row], _MOST)]
        nearest, is_left = squares, np.ones(len(pool), dtype=bool)
        for _ in range(num - 1):
            is_left[row] = False
            apart = squares + squares[row] - 2.0 * (gradients @ gradients[row])
            nearest = np.minimum(nearest, apart.clip(min=0).round(6))
            row = _draw(nearest, is_left, rng)
            picks.append(_pick(pool, row, nearest[row], _OTHERWISE))
        return picks


def _draw(weights: Floats, is_left: NDArray[np.bool_], rng: np.random.Generator) -> int:
    """Return a row drawn in proportion to its weight; any that is left where none has any."""
    sums = np.cumsum(np.where(is_left, weights, 0.0))
    if sums[-1] <= 0:
        return int(rng.choice(np.flatnonzero(is_left)))
    return int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))


def _gradients(pool: Pool, rng: np.random.Generator) -> Vectors:
    """Return what the answer to each image would change, projected at random, (n, 256).

    The projection of the product of two vectors is the product of two projections by random signs,
    so that no product is ever formed.
    """
    boxes = read_boxes(pool)
    found = np.zeros((len(pool), _DIM), np.float32)
    share = (1.0 / boxes.count_in_image(len(pool))).astype(np.float32)
    by_class = _signs(pool.scores.shape[1], rng)
    by_look: Vectors | None = None
    for looks in _looks(pool, boxes):
        if by_look is None:
            by_look = _signs(looks.vectors.shape[1], rng)
        surprise = _surprise(pool, boxes, looks) * share[looks.rows, None]
        owners, starts = np.unique(boxes.image_row[looks.rows], return_index=True)
        products = (surprise @ by_class) * (looks.vectors @ by_look)
        found[owners] += np.add.reduceat(products, starts, axis=0)
    return found / np.float32(_DIM**0.5)


def _surprise(pool: Pool, boxes: BoxTable, looks: Looks) -> Vectors:
    """Return the scores of boxes less the model's best guess, (k, num_classes)."""
    surprise = np.array(pool.scores[boxes.source[looks.rows]], np.float32)
    surprise[np.arange(len(surprise)), boxes.top_class[looks.rows]] -= 1.0
    return surprise


def _looks(pool: Pool, boxes: BoxTable) -> Iterator[Looks]:
    """Yield what boxes look like, by chunks; as their image, where no box was looked at alone."""
    if pool.features is not None:
        yield from (looks for _, looks in looks_by_chunk(pool, boxes) if len(looks.rows))
        return
    for start in range(0, len(boxes.top), _CHUNK_BOXES):
        rows = np.arange(start, min(start + _CHUNK_BOXES, len(boxes.top)))
        vectors = unit_rows(pool.embeddings[boxes.image_row[rows]])
        yield Looks(rows, vectors if vectors.shape[1] else np.ones((len(rows), 1), np.float32))


def _signs(length: int, rng: np.random.Generator) -> Vectors:
    return rng.choice(np.array([-1.0, 1.0], np.float32), (length, _DIM))


def _pick(pool: Pool, row: int, square: float, reason: str) -> Pick:
    terms = largest_first({TermName.LEARNING: float(square) ** 0.5})
    utility = terms[0].value if terms else 0.0
    return Pick(ImageId(int(pool.image_ids[row])), utility, reason if terms else _NOTHING, terms)
