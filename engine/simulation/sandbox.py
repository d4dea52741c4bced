"""The sandbox: a procedural detection dataset that needs no download."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from engine.domain.errors import ConflictError, ResourceError, UsageError
from engine.domain.images import Split
from engine.simulation.painting import Seen, paint
from engine.simulation.scenes import Scene, imagine, nearly_repeat, worsen
from engine.simulation.silhouettes import SILHOUETTES

_DUPLICATE_SHARE = 0.15
_HARD_SHARE = 0.05
# A second shot is taken soon after the first.
_DUPLICATE_REACH = 10


def make_sandbox(
    out_dir: Path,
    *,
    num_train: int = 600,
    num_val: int = 150,
    num_test: int = 300,
    side_px: int = 128,
    seed: int = 0,
    num_classes: int = 6,
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
        num_classes: How many of the ten kinds of objects occur, the first so many.

    Raises:
        UsageError: A number is out of range.
        ConflictError: There is something in the folder already.
        ResourceError: The folder cannot be written.
    """
    if not 1 <= num_classes <= len(SILHOUETTES):
        raise UsageError(f"A sandbox has 1 to {len(SILHOUETTES)} classes, not {num_classes}.")
    if side_px < 32 or min(num_train, num_val, num_test) < 0:
        raise UsageError("A sandbox needs images of at least 32 pixels and no negative numbers.")
    if out_dir.exists() and (not out_dir.is_dir() or any(out_dir.iterdir())):
        raise ConflictError(
            f"{out_dir} is not empty.", hint="Name a folder that does not exist yet."
        )
    counts = {Split.TRAIN: num_train, Split.VAL: num_val, Split.TEST: num_test}
    try:
        _write_whole(out_dir, _Painter(seed, num_classes, side_px), counts)
    except OSError as error:
        raise ResourceError(
            f"The sandbox cannot be written to {out_dir}: {error.strerror or error}.",
            hint="Choose another place or free some disk space.",
        ) from error
    return out_dir


class _Painter:
    """Makes the images of one sandbox, each from its split and number alone."""

    def __init__(self, seed: int, num_classes: int, side_px: int) -> None:
        self.class_names = tuple(SILHOUETTES)[:num_classes]
        self._seed = seed
        self._side_px = side_px

    def write(self, folder: Path, split: Split, index: int) -> None:
        """Write one image and its labels below the dataset's folder."""
        scene = self._scene(split, index)
        picture, objects = paint(scene, side_px=self._side_px)
        name = f"{split.value}_{index:05d}"
        path = folder / "images" / split.value / f"{name}.png"
        Image.fromarray(picture).save(path, compress_level=1)
        lines = [_label_line(seen, side_px=self._side_px) for seen in objects]
        (folder / "labels" / split.value / f"{name}.txt").write_text("".join(lines))

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
            for kind in ("images", "labels"):
                (draft / kind / split.value).mkdir(parents=True)
            for index in range(count):
                painter.write(draft, split, index)
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


def _label_line(seen: Seen, *, side_px: int) -> str:
    x1, y1, x2, y2 = (value / side_px for value in seen.xyxy_px)
    numbers = (x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1
    return f"{seen.class_index} " + " ".join(f"{number:.6f}" for number in numbers) + "\n"
