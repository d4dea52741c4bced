"""A round with 100,000 images, from its question to its labels: `python -m tests.benchmarks.loop`.

`[NUM_IMAGES]`: rows without pictures. What is printed is the processor time of this thread, as
other programs do not count in it, and the clock. What acts on a whole project cost is in `scale`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFilter, Split
from engine.domain.predictions import Predictions
from engine.loop.bootstrap import Project, open_project
from engine.store.score_writer import ScoreWriter
from tests.benchmarks.crowd import Crowd, make_crowd
from tests.benchmarks.table import row
from tests.loop.builders import Script, SteppedExecutor


def main(num_images: int) -> None:
    """Measure each step once."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_crowd(Path(folder), Crowd(num_images, num_labeled=num_images // 4))
        executor = SteppedExecutor(Script())
        with _measured("open"):
            project = open_project(path, executor=executor)
        project.holdout.freeze()
        _measure(project, executor, num_images)
        project.close()


def _measure(project: Project, executor: SteppedExecutor, num_images: int) -> None:
    steps: dict[str, Callable[[], object]] = {
        "counts": project.pool.counts,
        "status": project.status.read,
        "a page of images": lambda: project.pool.page(num_images // 2, 100),
        "ids of the pool": lambda: project.pool.ids(where=ImageFilter(split=Split.TRAIN)),
        "whether there is anything to ask": project.rounds.can_ask,
        "ask": lambda: project.rounds.ask(20, strategy="random"),
        "query job": executor.step,
        "take questions": project.poll,
        "status with questions": project.status.read,
        "open an image": lambda: project.labeling.open_image(ImageId(1)),
        "complete an image": lambda: project.labeling.complete(ImageId(num_images)),
        "poll": project.poll,
        "write scores": lambda: _score(project),
        "whether scores are there": lambda: project.scoring.is_scored("v"),
    }
    for name, step in steps.items():
        with _measured(name):
            step()


def _score(project: Project) -> None:
    boxes = np.tile(np.array([[1, 1, 9, 9]], np.float32), (20, 1))
    seen = Predictions(boxes, np.full((20, 2), 0.5, np.float32), np.zeros(20, np.float32))
    embedding = np.ones(64, np.float32)
    with ScoreWriter(project.scoring.scores_dir("v"), 2, 64) as writer:
        for image_id in project.pool.ids(where=ImageFilter(split=Split.TRAIN)):
            writer.add(image_id, seen, embedding)


@contextmanager
def _measured(name: str) -> Iterator[None]:
    began, cpu_began = time.perf_counter(), time.thread_time()
    yield
    cpu_ms, clock_ms = 1e3 * (time.thread_time() - cpu_began), 1e3 * (time.perf_counter() - began)
    row(f"round: {name}", f"{cpu_ms:.0f} ms of the processor, {clock_ms:.0f} ms by the clock")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
