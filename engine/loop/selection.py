"""The query as a job: score caches and lists of images in, picks with reasons out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.domain.classes import scores_by_class
from engine.domain.errors import DataError
from engine.domain.forecasts import Agreement
from engine.domain.identifiers import ImageId
from engine.domain.jobs import QuerySpec
from engine.domain.results import QueryResult
from engine.jobs.reporter import Reporter
from engine.query.pool import DescribedBoxes, Pool
from engine.query.registry import choose_images
from engine.query.stopping import agree
from engine.store.score_cache import ScoreCache

# The images on which consecutive versions are compared.
_NUM_COMPARED = 200
_SCATTER, _MODULUS = 2_654_435_761, 2**32


def select(spec: QuerySpec, reporter: Reporter) -> QueryResult:
    """Return the images to ask about, as the job asks.

    Raises:
        DataError: A list of images is damaged.
        NotFoundError: There is no such strategy.
    """
    candidates, labeled = _load(spec.candidates_path), _load(spec.labeled_path)
    reporter.raise_if_asked()
    pool = build_pool(spec, candidates=candidates, labeled=labeled)
    chosen = choose_images(pool, strategy=spec.strategy, query_size=spec.query_size, seed=spec.seed)
    return replace(chosen, agreement=_agreement(spec, candidates))


def build_pool(
    spec: QuerySpec, *, candidates: NDArray[np.int64], labeled: NDArray[np.int64]
) -> Pool:
    """Return the pool a query chooses from; candidates the cache lacks are left out of it.

    Where the cache knows none of them, for there is none yet, all are in the pool without scores.
    """
    cache = ScoreCache(Path(spec.scores_dir)) if spec.scores_dir else None
    known = np.intersect1d(candidates, cache.image_ids) if cache is not None else candidates[:0]
    if cache is None or not len(known):
        return Pool(
            candidates,
            class_counts=spec.class_counts,
            class_names=spec.class_names,
            task=spec.task,
        )
    boxes = cache.boxes(known)
    scores = boxes.scores
    if spec.class_columns:
        scores = scores_by_class(scores, spec.class_columns)
    return Pool(
        image_ids=known,
        embeddings=cache.half_embeddings(known),
        offsets=boxes.offsets,
        scores=scores,
        localization=boxes.localization,
        disagreement=boxes.disagreement,
        shape_doubt=boxes.shape_doubt,
        inconsistency=cache.inconsistency(known),
        features=_CachedLooks(cache) if cache.has_looks else None,
        labeled_embeddings=cache.half_embeddings(np.intersect1d(labeled, cache.image_ids)),
        class_counts=spec.class_counts,
        class_names=spec.class_names,
        class_quality=spec.class_quality,
        task=spec.task,
        costs=spec.costs,
        chances=spec.chances,
    )


@dataclass(frozen=True, slots=True)
class _CachedLooks:
    """The looks of boxes, read from the cache when a strategy asks for them."""

    cache: ScoreCache

    def of_images(self, image_ids: NDArray[np.int64]) -> DescribedBoxes:
        looks = self.cache.looks(image_ids)
        return DescribedBoxes(looks.offsets, looks.box_rows, looks.vectors)


def _agreement(spec: QuerySpec, candidates: NDArray[np.int64]) -> Agreement | None:
    """Return how alike the asking version and the one before see the same few candidates."""
    if not spec.scores_dir or not spec.earlier_scores_dir:
        return None
    now, before = ScoreCache(Path(spec.scores_dir)), ScoreCache(Path(spec.earlier_scores_dir))
    known = np.intersect1d(np.intersect1d(candidates, now.image_ids), before.image_ids)
    # By a hash, so that the same images are compared as long as nobody labels them.
    compared = known[np.argsort((known * _SCATTER) % _MODULUS, kind="stable")][:_NUM_COMPARED]
    seen = ((before.predictions(i), now.predictions(i)) for i in map(ImageId, compared.tolist()))
    return agree((first, second) for first, second in seen if first and second)


def _load(path: str) -> NDArray[np.int64]:
    try:
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.int64)
    except (OSError, ValueError) as error:
        raise DataError(f"The list of images {path} cannot be read: {error}.") from error
