"""How the loop bears 100,000 images: `python -m tests.benchmarks.loop [NUM_IMAGES]`.

Rows come through the store, without pictures. Prints seconds.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from engine.domain.annotations import Annotation, AnnotationEdit
from engine.domain.identifiers import AnnotationId, ClassId, ImageId
from engine.domain.images import Answer, ImageFacts, ImageFilter, Split
from engine.domain.predictions import Predictions
from engine.domain.shapes import Box
from engine.loop.bootstrap import Project
from engine.loop.training_data import TrainingData
from engine.store.additions import NewImage
from engine.store.score_writer import ScoreWriter
from tests.benchmarks.table import row
from tests.loop.builders import NO_LIMIT, Script, SteppedExecutor, make_project

_CHUNK = 500


def main(num_images: int) -> None:
    """Measure each step once."""
    with tempfile.TemporaryDirectory() as folder:
        executor = SteppedExecutor(Script())
        project = make_project(Path(folder), executor=executor, plan=NO_LIMIT)
        with _seconds("add rows", num_images):
            fill(project, num_images)
        with _seconds("settle newcomers", num_images):
            project.holdout.settle_newcomers()
        with _seconds("propose", num_images):
            project.holdout.propose(NO_LIMIT)
        with _seconds("freeze", num_images):
            project.holdout.freeze()
        with _seconds("label a fifth", num_images):
            _label(project, num_images // 5)
        _measure(project, executor, num_images)
        project.close()


def _measure(project: Project, executor: SteppedExecutor, num_images: int) -> None:
    steps: dict[str, Callable[[], object]] = {
        "freeze again": project.holdout.freeze,
        "counts": project.pool.counts,
        "status": project.status.read,
        "page": lambda: project.pool.page(num_images // 2, 100),
        "ids of unlabeled": lambda: project.pool.ids(where=ImageFilter(split=Split.TRAIN)),
        "can ask": project.rounds.can_ask,
        "snapshot manifest": TrainingData(project.store, project.path).snapshot,
        "ask": lambda: project.rounds.ask(20, strategy="random"),
        "query job": executor.step,
        "take questions": project.poll,
        "status with questions": project.status.read,
        "open image": lambda: project.labeling.open_image(ImageId(1)),
        "complete": lambda: project.labeling.complete(ImageId(num_images)),
        "poll": project.poll,
    }
    for name, step in steps.items():
        with _seconds(name, num_images):
            step()
    with _seconds("write scores", num_images):
        _score(project)
    with _seconds("is scored", num_images):
        assert project.scoring.is_scored("v")


def fill(project: Project, num_images: int) -> None:
    rng = random.Random(0)
    for first in range(0, num_images, _CHUNK):
        numbers = range(first, min(first + _CHUNK, num_images))
        facts = [
            ImageFacts(
                Path(f"/pictures/{n:07d}.jpg"), f"{n:064x}", 640, 480, 99, n, rng.getrandbits(64)
            )
            for n in numbers
        ]
        with project.store.write() as tx:
            tx.images.add([NewImage(f, f"group-{f.modified_ns // 3}") for f in facts])


def _label(project: Project, count: int) -> None:
    for first in range(1, count + 1, _CHUNK):
        ids = [ImageId(n) for n in range(first, min(first + _CHUNK, count + 1))]
        edits = [
            AnnotationEdit(
                None,
                Annotation(AnnotationId(f"{n}-{k}"), n, ClassId(1 + k % 2), Box(k, 1, k + 9, 9)),
            )
            for n in ids
            for k in range(5)
        ]
        said = {n: {ClassId(1): Answer.COMPLETE, ClassId(2): Answer.COMPLETE} for n in ids}
        with project.store.write() as tx:
            tx.labels.apply(edits, who="benchmark")
            tx.labels.set_many_answers(said, who="benchmark")


def _score(project: Project) -> None:
    boxes = np.tile(np.array([[1, 1, 9, 9]], np.float32), (20, 1))
    seen = Predictions(boxes, np.full((20, 2), 0.5, np.float32), np.zeros(20, np.float32))
    embedding = np.ones(64, np.float32)
    with ScoreWriter(project.scoring.scores_dir("v"), 2, 64) as writer:
        for image_id in project.pool.ids(where=ImageFilter(split=Split.TRAIN)):
            writer.add(image_id, seen, embedding)


@contextmanager
def _seconds(name: str, num_images: int) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds = time.perf_counter() - began
    row(f"{name}, {num_images:,} images", f"{seconds:.3f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
