"""One shard of a score cache: what a model saw in up to 1,000 images, as arrays on disk.

A shard is a folder of `.npy` files, renamed into place when it is whole; the numbers are read
memory-mapped. A shard that lacks an array, as those of earlier releases do, counts as damaged: what
stood in it is scored anew.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import DataError
from engine.domain.predictions import Predictions

SHARD_PREFIX = "shard-"
_ROTATED_BOX = 5  # numbers in the outline of one


@dataclass(frozen=True, slots=True)
class Shard:
    """The arrays of up to 1,000 images; those on disk are memory-mapped, read-only.

    The boxes of image `i` are the rows `offsets[i]` to `offsets[i + 1]`; its box embeddings, which
    only some images have, the rows `box_embedding_offsets[i]` to `[i + 1]`.

    Attributes:
        image_ids: (k,) int64.
        offsets: (k + 1,) int64.
        xyxy: Corners in pixels of the upright image, (m, 4) float32: float16 would miss by pixels.
        scores: Score of every class, (m, num_classes) float16.
        localization: Spread of the box's sides, (m,) float16.
        disagreement: How far several readings of each box differ, (m,) float16; (0,) where there
            was but one.
        shape_doubt: Doubt about each mask, angle or keypoints, (m,) float16; (0,) where there is
            none.
        inconsistency: How differently mirror images were seen, (k,) float16; (0,) where none was.
        embeddings: (k, embedding_dim) float16.
        box_embedding_offsets: (k + 1,) int64.
        box_embedding_rows: Which of its image's boxes a row describes, counted from 0, (b,) int64.
        box_embeddings: (b, box_embedding_dim) float16.
        outline_offsets: Box j has the rows `outline_offsets[j]` to `[j + 1]` of the outlines,
            (m + 1,) int64.
        outlines: The points of all outlines with a mark or a confidence each, (p, 3) float32; a
            rotated box is one row of 5; (0, 0) where the task has boxes alone. Early releases wrote
            segments as single rings, (p, 2).
    """

    image_ids: NDArray[np.int64]
    offsets: NDArray[np.int64]
    xyxy: NDArray[np.float32]
    scores: NDArray[np.float16]
    localization: NDArray[np.float16]
    disagreement: NDArray[np.float16]
    shape_doubt: NDArray[np.float16]
    inconsistency: NDArray[np.float16]
    embeddings: NDArray[np.float16]
    box_embedding_offsets: NDArray[np.int64]
    box_embedding_rows: NDArray[np.int64]
    box_embeddings: NDArray[np.float16]
    outline_offsets: NDArray[np.int64]
    outlines: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.image_ids)

    def predictions(self, row: int) -> Predictions:
        """Return a copy of the boxes of one image."""
        boxes = slice(int(self.offsets[row]), int(self.offsets[row + 1]))
        return Predictions(
            np.array(self.xyxy[boxes], dtype=np.float32),
            np.array(self.scores[boxes], dtype=np.float32),
            np.array(self.localization[boxes], dtype=np.float32),
            self._outlines(boxes),
            _told(self.disagreement, boxes),
            _told(self.shape_doubt, boxes),
        )

    def lacks(self, column: str) -> bool:
        """Return whether an optional column was not filled."""
        rows = len(self) if column == "inconsistency" else len(self.xyxy)
        return rows > 0 and not len(getattr(self, column))

    def _outlines(self, boxes: slice) -> tuple[NDArray[np.float32], ...] | None:
        width = self.outlines.shape[1]
        if not width:
            return None
        ends = self.outline_offsets[boxes.start : boxes.stop + 1].tolist()
        found = [np.array(self.outlines[start:stop]) for start, stop in pairwise(ends)]
        return tuple(each[0] if width == _ROTATED_BOX else each for each in found)

    def save(self, folder: Path) -> None:
        """Write one `.npy` file for each array, down to the disk."""
        for name in _ARRAYS:
            with (folder / f"{name}.npy").open("wb") as file:
                np.save(file, getattr(self, name), allow_pickle=False)
                file.flush()
                os.fsync(file.fileno())

    @classmethod
    def load(cls, folder: Path) -> Shard:
        """Return the shard in a folder.

        Raises:
            DataError: A file is missing, cut short, or does not fit the others.
        """
        try:
            shard = cls(**{name: _map(folder, name) for name in _ARRAYS})
        except (OSError, ValueError, EOFError) as error:
            raise DataError(f"The scores in {folder} are damaged: {error}.") from error
        if not shard._is_sound():
            raise DataError(f"The scores in {folder} are damaged: the arrays do not fit.")
        return shard

    def _is_sound(self) -> bool:
        num_images, num_boxes = len(self.image_ids), len(self.xyxy)
        return (
            len(self.scores) == len(self.localization) == num_boxes
            and len(self.disagreement) in (0, num_boxes)
            and len(self.shape_doubt) in (0, num_boxes)
            and len(self.inconsistency) in (0, num_images)
            and len(self.embeddings) == num_images
            and len(self.box_embedding_rows) == len(self.box_embeddings)
            and self.xyxy.shape[1] == 4
            and _are_offsets(self.offsets, num_images, num_boxes)
            and _are_offsets(self.box_embedding_offsets, num_images, len(self.box_embeddings))
            and _are_offsets(self.outline_offsets, num_boxes, len(self.outlines))
        )


_ARRAYS: dict[str, tuple[type[np.generic], int]] = {
    "image_ids": (np.int64, 1),
    "offsets": (np.int64, 1),
    "xyxy": (np.float32, 2),
    "scores": (np.float16, 2),
    "localization": (np.float16, 1),
    "disagreement": (np.float16, 1),
    "shape_doubt": (np.float16, 1),
    "inconsistency": (np.float16, 1),
    "embeddings": (np.float16, 2),
    "box_embedding_offsets": (np.int64, 1),
    "box_embedding_rows": (np.int64, 1),
    "box_embeddings": (np.float16, 2),
    "outline_offsets": (np.int64, 1),
    "outlines": (np.float32, 2),
}


def columns_of_looks(*, committee: bool, flips: bool) -> tuple[str, ...]:
    """Return the optional columns that further looks fill."""
    return ("disagreement",) * committee + ("inconsistency",) * flips


def shard_folders(scores_dir: Path) -> list[Path]:
    """Return the folders of the whole shards of a cache, oldest first."""
    folders = scores_dir.glob(f"{SHARD_PREFIX}[0-9]*")
    return sorted(f for f in folders if f.name.removeprefix(SHARD_PREFIX).isdecimal())


def _told(values: NDArray[np.float16], boxes: slice) -> NDArray[np.float32] | None:
    return np.array(values[boxes], dtype=np.float32) if len(values) else None


def _are_offsets(offsets: NDArray[np.int64], num_images: int, num_rows: int) -> bool:
    return bool(
        offsets.shape == (num_images + 1,)
        and offsets[0] == 0
        and offsets[-1] == num_rows
        and (np.diff(offsets) >= 0).all()
    )


def _map(folder: Path, name: str) -> NDArray[Any]:
    """Return one array of a shard, memory-mapped.

    Raises:
        ValueError: The file is no array, cut short, or of another type.
    """
    array = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    dtype, num_axes = _ARRAYS[name]
    if array.dtype != dtype or array.ndim != num_axes:
        raise ValueError(f"{name} is {array.dtype} with {array.ndim} axes")
    mapped: NDArray[Any] = array
    return mapped
