"""What one example finds: `python -m tests.benchmarks.examples [QUERIES] [SEED]`.

On the sandbox, on BCCD and on the nuclei where they are there (LOUPE_TEST_DATA). A query is one
object of a class that its image shows three times or more; the rest of it is looked for there and,
apart, in two more images with that class. Found is what overlaps an object of the class by half or
more (of nuclei also their outlines), each object once; all that is shown at first counts.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from engine.domain.examples import Alike, Example, Freedom
from engine.domain.geometry import iou_matrix
from engine.domain.identifiers import ClassId
from engine.domain.polygon_edits import to_geometry
from engine.domain.project import Task
from engine.domain.shapes import Shape, bounding_box, shape_from_json, shape_to_json
from engine.domain.suggestions import EXAMPLES_SHOWN_FROM
from engine.domain.view import ViewSettings
from engine.formats.dataset import DatasetImage
from engine.formats.registry import detect_format
from engine.imaging.pyramids import PyramidCache
from engine.imaging.seen import SeenPicture
from engine.simulation.sandbox import make_sandbox
from engine.vision.examples import find_rest

_NUM_OTHERS = 2
_MIN_OBJECTS = 3
_SAME = 0.5


@dataclass
class Tally:
    """Counts over queries: what was shown, what of it was right, what there was to find."""

    shown: int = 0
    right: int = 0
    there: int = 0

    def add(self, found: list[Shape], truth: list[Shape], *, by_outline: bool) -> None:
        self.shown += len(found)
        self.there += len(truth)
        if found and truth:
            self.right += _matches(_overlaps(found, truth, by_outline=by_outline))

    def __str__(self) -> str:
        precision, recall = self.right / max(self.shown, 1), self.right / max(self.there, 1)
        return f"right {precision:.2f}, found {recall:.2f} ({self.right} of {self.there})"


def main(num_queries: int = 40, seed: int = 1) -> None:
    """Print the figures of each dataset."""
    import cv2

    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        sandbox = make_sandbox(
            Path(folder) / "sandbox", num_train=300, num_val=0, num_test=0, side_px=192, seed=8
        )
        sets = {"sandbox": (sandbox, Task.DETECT)}
        if data := os.environ.get("LOUPE_TEST_DATA"):
            sets["bccd"] = (Path(data) / "bccd", Task.DETECT)
            sets["nuclei"] = (Path(data) / "nuclei", Task.SEGMENT)
        for name, (path, task) in sets.items():
            images = list(detect_format(path).read(path, task=task).images)
            _measure(name, images, num_queries, seed, Path(folder) / "pyramids")


def _measure(name: str, images: list[DatasetImage], num: int, seed: int, cache: Path) -> None:
    here, there, outlines = Tally(), Tally(), Tally()
    spent_s = 0.0
    for image, class_name, example, others in _queries(images, num, random.Random(seed)):
        shown = _open(image, cache)
        shape = example.shape
        wanted = Example(ClassId(1), shape_to_json(shape))
        began = time.perf_counter()
        found = _shown(find_rest(shown, shown, [wanted], freedom=Freedom()), besides=[shape])
        spent_s += time.perf_counter() - began
        rest = [s.shape for s in _of(image, class_name) if s is not example]
        here.add(found, rest, by_outline=False)
        if name == "nuclei":
            outlines.add(found, rest, by_outline=True)
        for other in others:
            alike = find_rest(_open(other, cache), shown, [wanted], freedom=Freedom())
            truth = [s.shape for s in _of(other, class_name)]
            there.add(_shown(alike, besides=[]), truth, by_outline=False)
    print(f"{name:8} same image    {here}, {spent_s / num:.2f} s each")
    print(f"{name:8} other images  {there}")
    if outlines.there:
        print(f"{name:8} as outlines   {outlines}")


def _queries(images: list[DatasetImage], num: int, rng: random.Random) -> Iterator[tuple]:
    """Yield an image, a class, an example and other images with that class."""
    order = rng.sample(images, len(images))
    for image in order:
        names = sorted({s.class_name for s in image.shapes})
        fitting = [each for each in names if len(_of(image, each)) >= _MIN_OBJECTS]
        if not fitting:
            continue
        class_name = rng.choice(fitting)
        others = [o for o in order if o is not image and _of(o, class_name)]
        example = rng.choice(_of(image, class_name))
        yield image, class_name, example, rng.sample(others, min(_NUM_OTHERS, len(others)))
        num -= 1
        if not num:
            return


def _of(image: DatasetImage, class_name: str) -> list:
    return [each for each in image.shapes if each.class_name == class_name]


def _open(image: DatasetImage, cache: Path) -> SeenPicture:
    return SeenPicture(PyramidCache(cache).open(image.path, image.path.stem), ViewSettings())


def _shown(found: list[Alike], *, besides: list[Shape]) -> list[Shape]:
    shapes = [shape_from_json(e.shape) for e in found if e.confidence >= EXAMPLES_SHOWN_FROM]
    if not besides or not shapes:
        return shapes
    known = _overlaps(shapes, besides, by_outline=False).max(axis=1)
    return [shape for shape, overlap in zip(shapes, known, strict=True) if overlap < _SAME]


def _overlaps(found: list[Shape], truth: list[Shape], *, by_outline: bool) -> np.ndarray:
    if not by_outline:
        boxes = (
            np.array([bounding_box(each).xyxy_px for each in side], np.float32)
            for side in (found, truth)
        )
        return iou_matrix(*boxes)
    sides = [[shapely.make_valid(to_geometry(each)) for each in side] for side in (found, truth)]
    return np.array(
        [[a.intersection(b).area / max(a.union(b).area, 1e-9) for b in sides[1]] for a in sides[0]]
    )


def _matches(overlaps: np.ndarray) -> int:
    """Return how many of the found ones have an object of their own, the surest first."""
    left, num = overlaps.copy(), 0
    for row in range(len(left)):
        best = int(left[row].argmax())
        if left[row, best] >= _SAME:
            num += 1
            left[:, best] = 0.0
    return num


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
