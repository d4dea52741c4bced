"""Seconds and memory to choose 100 images: `python -m tests.benchmarks.selection`.

`[N] [STRATEGY ...]`: of 100,000 images (or N) with embeddings of 256 numbers and ten boxes each; of
more by core_set alone, without boxes. Each choice is made in a process of its own, whose memory is
its own. What comes before the choice counts as memory (the arrays stand in it as the cache gives
them) and not as time.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from engine.query.pool import Pool
from engine.query.registry import STRATEGIES, choose_images
from tests.benchmarks.table import row

_NUM_IMAGES, _DIM, _BOXES_EACH, _NUM_CLASSES = 100_000, 256, 10, 3
_NUM_LABELED, _QUERY_SIZE, _NUM_LOOKS = 1000, 100, 200
_CHUNK = 2_000
_IN_HERE = "--in-here"


def main(num_images: int, names: list[str]) -> None:
    """Print a line a choice."""
    for name in names or (STRATEGIES if num_images <= _NUM_IMAGES else ["core_set"]):
        script = [sys.executable, "-m", __spec__.name, _IN_HERE, name, str(num_images)]
        subprocess.run(script, check=True)


def _choose(name: str, num_images: int) -> None:
    idle_mb = _resident_mb()
    pool = _pool(num_images)
    gc.collect()
    began, cpu_began = time.perf_counter(), time.process_time()
    choose_images(pool, strategy=name, query_size=_QUERY_SIZE, seed=0)
    seconds, cpu_s = time.perf_counter() - began, time.process_time() - cpu_began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - idle_mb
    embeddings_mb = pool.embeddings.nbytes / 2**20
    row(
        f"choose {_QUERY_SIZE} of {num_images:,}, {name}",
        f"{seconds:.2f} s, {cpu_s:.2f} s of the processor; {peak_mb:.0f} MB, "
        f"{peak_mb / embeddings_mb:.1f} of the embeddings",
    )


def _pool(num_images: int) -> Pool:
    """Return images of some hundred looks, in arrays that were filled part by part."""
    rng = np.random.default_rng(0)
    looks = rng.normal(size=(_NUM_LOOKS, _DIM)).astype(np.float32)
    boxes_each = _BOXES_EACH if num_images <= _NUM_IMAGES else 0
    scores = rng.random((num_images * boxes_each, _NUM_CLASSES), dtype=np.float32)
    return Pool(
        np.arange(num_images, dtype=np.int64),
        embeddings=_embeddings(rng, looks, num_images),
        offsets=np.arange(num_images + 1, dtype=np.int64) * boxes_each,
        scores=scores.astype(np.float16),
        labeled_embeddings=_embeddings(rng, looks, _NUM_LABELED),
        class_counts=(100, 50, 10),
    )


def _embeddings(rng: np.random.Generator, looks: np.ndarray, count: int) -> np.ndarray:
    found = np.empty((count, _DIM), np.float16)
    for first in range(0, count, _CHUNK):
        part = found[first : first + _CHUNK]
        part[:] = looks[rng.integers(len(looks), size=len(part))]
        part += rng.normal(scale=0.5, size=part.shape).astype(np.float16)
    return found


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == [_IN_HERE]:
        _choose(sys.argv[2], int(sys.argv[3]))
    else:
        counts = [int(each) for each in sys.argv[1:] if each[0].isdigit()]
        main(*counts or [_NUM_IMAGES], [each for each in sys.argv[1:] if not each[0].isdigit()])
