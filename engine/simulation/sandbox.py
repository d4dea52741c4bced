"""The sandbox: a procedural dataset that needs no download."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.domain.errors import ConflictError, ResourceError, UsageError
from engine.domain.images import Split
from engine.domain.project import Task
from engine.domain.shapes import MultiPolygon, Polygon
from engine.formats.dataset import LabeledShape
from engine.formats.run_lengths import outline_of_runs
from engine.formats.yolo_labels import yolo_label_lines
from engine.simulation.painting import Seen, paint
from engine.simulation.scenes import Scene, Thing, imagine, nearly_repeat, worsen
from engine.simulation.silhouettes import SILHOUETTES

_DUPLICATE_SHARE = 0.15
_HARD_SHARE = 0.05
# A second shot is taken soon after the first.
_DUPLICATE_REACH = 10


def make_sandbox(  # noqa: PLR0913 - each names one property of the dataset
    out_dir: Path,
    *,
    num_train: int = 600,
    num_val: int = 150,
    num_test: int = 300,
    side_px: int = 128,
    seed: int = 0,
    num_classes: int = 6,
    first_class: int = 0,
    task: Task = Task.DETECT,
) -> Path:
    """Write the sandbox as an Ultralytics dataset folder and return that folder.

    Six classes with a long tail of 1 to 20, objects that hide each other, cluttered grounds, 15 %
    near-duplicates (never across splits), 5 % taken badly, 4 % empty. An image depends on the seed,
    its split and its number alone: a larger sandbox begins with the images of a smaller one.

    Args:
        out_dir: A folder that does not exist yet or is empty; it appears when it is whole.
        num_train: Images to train on.
        num_val: Images to validate on.
        num_test: Images to test on.
        side_px: Width and height of the images in pixels.
        seed: Names the sandbox.
        num_classes: How many of the ten kinds of objects occur.
        first_class: Which is the first of them, from 0; sandboxes of other kinds share no class.
        task: What its labels say: boxes, outlines, rotated boxes, or the one class that all objects
            of an image have. The pictures are the same but for the last.

    Raises:
        UsageError: A number is out of range, or the task is pose.
        ConflictError: There is something in the folder already.
        ResourceError: The folder cannot be written.
    """
    if first_class < 0 or not 1 <= num_classes <= len(SILHOUETTES) - first_class:
        most = len(SILHOUETTES) - max(first_class, 0)
        raise UsageError(f"A sandbox has 1 to {most} classes from there on, not {num_classes}.")
    if side_px < 32 or min(num_train, num_val, num_test) < 0:
        raise UsageError("A sandbox needs images of at least 32 pixels and no negative numbers.")
    if task is Task.POSE:
        raise UsageError("The objects of the sandbox have no keypoints.", hint="Choose a task.")
    if out_dir.exists() and (not out_dir.is_dir() or any(out_dir.iterdir())):
        raise ConflictError(
            f"{out_dir} is not empty.", hint="Name a folder that does not exist yet."
        )
    counts = {Split.TRAIN: num_train, Split.VAL: num_val, Split.TEST: num_test}
    try:
        kinds = range(first_class, first_class + num_classes)
        _write_whole(out_dir, _Painter(seed, kinds, side_px, task), counts)
    except OSError as error:
        raise ResourceError(
            f"The sandbox cannot be written to {out_dir}: {error.strerror or error}.",
            hint="Choose another place or free some disk space.",
        ) from error
    return out_dir


class _Painter:
    """Makes the images of one sandbox, each from its split and number alone."""

    def __init__(self, seed: int, kinds: range, side_px: int, task: Task) -> None:
        self.class_names = tuple(SILHOUETTES)[kinds.start : kinds.stop]
        self._first_kind = kinds.start
        self._seed = seed
        self._side_px = side_px
        self.task = task

    def write(self, folder: Path, split: Split, index: int) -> None:
        """Write one image and its labels below the dataset's folder."""
        picture, objects = self._picture(split, index)
        name = f"{split.value}_{index:05d}"
        if self.task is Task.CLASSIFY:
            parent = folder / split.value / self.class_names[objects[0].class_index]
        else:
            parent = folder / "images" / split.value
            lines = self._label_lines(objects)
            (folder / "labels" / split.value / f"{name}.txt").write_text("".join(lines))
        Image.fromarray(picture).save(parent / f"{name}.png", compress_level=1)

    def folders(self, split: Split) -> tuple[str, ...]:
        """Return the folders of a split, in the dataset's."""
        if self.task is Task.CLASSIFY:
            return tuple(f"{split.value}/{name}" for name in self.class_names)
        return f"images/{split.value}", f"labels/{split.value}"

    def _label_lines(self, objects: Sequence[Seen]) -> list[str]:
        side_px = self._side_px
        if self.task is Task.DETECT:
            return [_label_line(seen, side_px=side_px) for seen in objects]
        shapes = [LabeledShape(self.class_names[s.class_index], _outline(s)) for s in objects]
        numbers = {name: number for number, name in enumerate(self.class_names)}
        return yolo_label_lines(shapes, side_px, side_px, numbers, task=self.task)

    def _picture(self, split: Split, index: int) -> tuple[NDArray[np.uint8], tuple[Seen, ...]]:
        scene = self._scene(split, index)
        if self.task is Task.CLASSIFY:
            scene = _of_one_class(scene, seed=[self._seed, list(Split).index(split), index])
        picture, objects = paint(_of_kinds_from(scene, self._first_kind), side_px=self._side_px)
        return picture, tuple(
            replace(seen, class_index=seen.class_index - self._first_kind) for seen in objects
        )

    def _scene(self, split: Split, index: int) -> Scene:
        rng = np.random.default_rng([self._seed, list(Split).index(split), index])
        if index and rng.random() < _DUPLICATE_SHARE:
            original = int(rng.integers(max(0, index - _DUPLICATE_REACH), index))
            return nearly_repeat(self._scene(split, original), rng)
        scene = imagine(rng, num_classes=len(self.class_names))
        return worsen(scene, rng) if rng.random() < _HARD_SHARE else scene


def _write_whole(out_dir: Path, painter: _Painter, counts: dict[Split, int]) -> None:
    out_dir.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out_dir.name}-", dir=out_dir.parent))
    try:
        for split, count in counts.items():
            for name in painter.folders(split):
                (draft / name).mkdir(parents=True)
            for index in range(count):
                painter.write(draft, split, index)
        if painter.task is not Task.CLASSIFY:
            (draft / "data.yaml").write_text(_data_yaml(painter.class_names))
        if out_dir.exists():
            out_dir.rmdir()  # Windows replaces no folder, not even an empty one
        draft.replace(out_dir)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _data_yaml(class_names: tuple[str, ...]) -> str:
    """Return the dataset's description; without `path` it is relative to the file itself."""
    splits = "".join(f"{split.value}: images/{split.value}\n" for split in Split)
    names = "".join(f"  {index}: {name}\n" for index, name in enumerate(class_names))
    return f"{splits}names:\n{names}"


def _of_kinds_from(scene: Scene, first_kind: int) -> Scene:
    """Return a scene with other kinds of objects, so many further on."""
    things = tuple(replace(t, class_index=t.class_index + first_kind) for t in scene.things)
    return replace(scene, things=things)


def _of_one_class(scene: Scene, *, seed: list[int]) -> Scene:
    """Return a scene whose objects are of the first one's class; an empty one gets an object."""
    things = scene.things
    if not things:
        rng = np.random.default_rng([*seed, 1])
        class_index = int(rng.integers(2))
        things = (Thing(class_index, 0.5, 0.5, 0.3, 1.0, 0.0, (0.8, 0.4, 0.2)),)
    # In front of all others and well inside, so that it is seen.
    first = replace(things[0], x=0.2 + 0.6 * things[0].x, y=0.2 + 0.6 * things[0].y)
    alike = (thing for thing in things[1:] if thing.class_index == first.class_index)
    return replace(scene, things=(first, *alike))


def _outline(seen: Seen) -> Polygon | MultiPolygon:
    """Return the outline of what is visible of an object, along its pixels."""
    columns = seen.visible.T.ravel().astype(np.int8)
    changes = np.flatnonzero(np.diff(columns, prepend=0, append=0))
    runs = np.diff(changes, prepend=0, append=columns.size).tolist()
    height, width = seen.visible.shape
    outline = outline_of_runs(runs, width, height)
    assert outline is not None, "what is seen covers something"
    return outline


def _label_line(seen: Seen, *, side_px: int) -> str:
    x1, y1, x2, y2 = (value / side_px for value in seen.xyxy_px)
    numbers = (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1
    return f"{seen.class_index} " + " ".join(f"{number:.6f}" for number in numbers) + "\n"
