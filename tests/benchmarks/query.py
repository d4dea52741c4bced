"""Seconds to choose 100 of 100,000 images: `python -m tests.benchmarks.query`."""

from __future__ import annotations

import resource
import time

import numpy as np

from engine.query.pool import Pool
from engine.query.registry import STRATEGIES, choose_images
from tests.benchmarks.table import row

_NUM_IMAGES, _DIM, _BOXES_EACH, _NUM_CLASSES = 100_000, 256, 10, 3


def main() -> None:
    """Print one line a strategy, and the peak memory beside that of the embeddings."""
    rng = np.random.default_rng(0)
    pool = Pool(
        np.arange(_NUM_IMAGES, dtype=np.int64),
        embeddings=rng.normal(size=(_NUM_IMAGES, _DIM)).astype(np.float16),
        offsets=np.arange(_NUM_IMAGES + 1, dtype=np.int64) * _BOXES_EACH,
        scores=rng.random((_NUM_IMAGES * _BOXES_EACH, _NUM_CLASSES)).astype(np.float16),
        labeled_embeddings=rng.normal(size=(1000, _DIM)).astype(np.float16),
        class_counts=(100, 50, 10),
    )
    for name in STRATEGIES:
        began = time.perf_counter()
        choose_images(pool, strategy=name, query_size=100, seed=0)
        row(f"choose 100 of {_NUM_IMAGES:,}, {name}", f"{time.perf_counter() - began:.2f} s")
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    embeddings_mb = pool.embeddings.nbytes / 2**20
    row("peak memory of that", f"{peak_mb:.0f} MB, embeddings {embeddings_mb:.0f} MB")


if __name__ == "__main__":
    main()
