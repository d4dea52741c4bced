"""What a model saw in the pool: predictions and embeddings in shards on disk.

A shard is a folder of `.npy` files for up to 1,000 images, renamed into place when it is whole; the
numbers are read memory-mapped. The cache may be deleted at any time. Nothing here knows SQL.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import DataError, NotFoundError, ResourceError
from engine.domain.identifiers import ImageId
from engine.domain.predictions import Predictions

IMAGES_PER_SHARD = 1000
_SHARD_PREFIX = "shard-"
_UNFINISHED_PREFIX = "unfinished-"
_OPEN_SHARDS = 8  # Each holds a handful of files open; macOS allows 256 a process.
_FLOAT16_MAX = float(np.finfo(np.float16).max)


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
        embeddings: (k, embedding_dim) float16.
        box_embedding_offsets: (k + 1,) int64.
        box_embeddings: (b, box_embedding_dim) float16.
    """

    image_ids: NDArray[np.int64]
    offsets: NDArray[np.int64]
    xyxy: NDArray[np.float32]
    scores: NDArray[np.float16]
    localization: NDArray[np.float16]
    embeddings: NDArray[np.float16]
    box_embedding_offsets: NDArray[np.int64]
    box_embeddings: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.image_ids)

    def predictions(self, row: int) -> Predictions:
        """Return a copy of the boxes of one image."""
        boxes = slice(int(self.offsets[row]), int(self.offsets[row + 1]))
        return Predictions(
            np.array(self.xyxy[boxes], dtype=np.float32),
            np.array(self.scores[boxes], dtype=np.float32),
            np.array(self.localization[boxes], dtype=np.float32),
        )

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
            and len(self.embeddings) == num_images
            and self.xyxy.shape[1] == 4
            and _are_offsets(self.offsets, num_images, num_boxes)
            and _are_offsets(self.box_embedding_offsets, num_images, len(self.box_embeddings))
        )


_ARRAYS: dict[str, tuple[type[np.generic], int]] = {
    "image_ids": (np.int64, 1),
    "offsets": (np.int64, 1),
    "xyxy": (np.float32, 2),
    "scores": (np.float16, 2),
    "localization": (np.float16, 1),
    "embeddings": (np.float16, 2),
    "box_embedding_offsets": (np.int64, 1),
    "box_embeddings": (np.float16, 2),
}


@dataclass(frozen=True, slots=True)
class BoxScores:
    """The boxes of several images without their places.

    Image `i` owns the rows `offsets[i]` to `offsets[i + 1]`.

    Attributes:
        offsets: (n + 1,) int64.
        scores: Score of every class, (m, num_classes) float16.
        localization: Spread of the box's sides, (m,) float16.
    """

    offsets: NDArray[np.int64]
    scores: NDArray[np.float16]
    localization: NDArray[np.float16]


class ScoreCache:
    """The scores of one model version, as they were when it was opened. One thread at a time.

    Attributes:
        image_ids: Every image that has scores, ascending, (n,) int64.
        damaged: Folders of shards that could not be read and were passed over.
    """

    def __init__(self, scores_dir: Path) -> None:
        self.damaged: tuple[Path, ...] = ()
        self._folders: list[Path] = []
        self._load = lru_cache(maxsize=_OPEN_SHARDS)(Shard.load)
        ids: list[NDArray[np.int64]] = []
        for folder in _shard_folders(scores_dir):
            try:
                ids.append(np.array(Shard.load(folder).image_ids))
                self._folders.append(folder)
            except DataError:
                self.damaged += (folder,)
        self._index(ids)

    def __len__(self) -> int:
        return len(self.image_ids)

    def __contains__(self, image_id: ImageId) -> bool:
        return self._place(image_id) is not None

    def shards(self) -> Iterator[Shard]:
        """Yield the shards one after the other; an image stands in one of them."""
        for folder in self._folders:
            yield Shard.load(folder)

    def predictions(self, image_id: ImageId) -> Predictions | None:
        """Return the boxes of an image, most confident first; None where it was not scored."""
        place = self._place(image_id)
        return None if place is None else self._load(self._folders[place[0]]).predictions(place[1])

    def embeddings(self, image_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the embeddings of images in the order asked for, (n, embedding_dim).

        Raises:
            NotFoundError: One of them was not scored.
        """
        wanted = np.asarray(image_ids, dtype=np.int64)
        at = self._places(wanted)
        dim = self._load(self._folders[0]).embeddings.shape[1] if self._folders else 0
        found = np.zeros((len(wanted), dim), dtype=np.float32)
        for here, shard in self._by_shard(at):
            found[here] = shard.embeddings[self._row_of[at[here]]]
        return found

    def boxes(self, image_ids: NDArray[np.int64]) -> BoxScores:
        """Return the box scores of images in the order asked for.

        Raises:
            NotFoundError: One of them was not scored.
        """
        wanted = np.asarray(image_ids, dtype=np.int64)
        at = self._places(wanted)
        lengths = np.zeros(len(wanted), np.int64)
        for here, shard in self._by_shard(at):
            lengths[here] = np.diff(shard.offsets)[self._row_of[at[here]]]
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        num_classes = self._load(self._folders[0]).scores.shape[1] if self._folders else 0
        scores = np.zeros((offsets[-1], num_classes), np.float16)
        localization = np.zeros(offsets[-1], np.float16)
        for here, shard in self._by_shard(at):
            rows = self._row_of[at[here]]
            source = _ranges(shard.offsets[rows], lengths[here])
            target = _ranges(offsets[:-1][here], lengths[here])
            scores[target] = shard.scores[source]
            localization[target] = shard.localization[source]
        return BoxScores(offsets, scores, localization)

    def _places(self, wanted: NDArray[np.int64]) -> NDArray[np.int64]:
        at = np.searchsorted(self.image_ids, wanted)
        at[at == len(self.image_ids)] = 0
        if len(wanted) and (not len(self) or (self.image_ids[at] != wanted).any()):
            raise NotFoundError("Some images have no scores of this model version.")
        return at

    def _by_shard(self, at: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.bool_], Shard]]:
        """Yield which of the places lie in a shard, and the shard."""
        shard_of = self._shard_of[at]
        for index in np.unique(shard_of):
            yield shard_of == index, self._load(self._folders[index])

    def _index(self, ids: list[NDArray[np.int64]]) -> None:
        lengths = [len(each) for each in ids]
        all_ids = np.concatenate([np.zeros(0, np.int64), *ids])
        order = np.argsort(all_ids, kind="stable")
        rows = [np.arange(length) for length in lengths]
        self.image_ids: NDArray[np.int64] = all_ids[order]
        self._shard_of = np.repeat(np.arange(len(ids)), lengths)[order]
        self._row_of = np.concatenate([np.zeros(0, np.int64), *rows])[order]

    def _place(self, image_id: ImageId) -> tuple[int, int] | None:
        at = int(np.searchsorted(self.image_ids, image_id))
        if at == len(self.image_ids) or self.image_ids[at] != image_id:
            return None
        return int(self._shard_of[at]), int(self._row_of[at])


class ScoreWriter:
    """Fills the score cache of one model version; one writer at a time, in one thread.

    What stood in unfinished or damaged shards is dropped and scored anew. Use it in a `with` block:
    the last shard is written at its end, however that comes.

    Attributes:
        known_ids: Images that need not be scored again; `add` passes over them.
    """

    def __init__(self, scores_dir: Path, num_classes: int, embedding_dim: int) -> None:
        self._dir = scores_dir
        self._num_classes = num_classes
        self._embedding_dim = embedding_dim
        self._rows: list[_Row] = []
        with _disk_failures(scores_dir):
            scores_dir.mkdir(parents=True, exist_ok=True)
            for folder in scores_dir.glob(f"{_UNFINISHED_PREFIX}*"):
                shutil.rmtree(folder)
            cache = ScoreCache(scores_dir)
            for folder in cache.damaged:
                shutil.rmtree(folder)
        self.known_ids = {ImageId(image_id) for image_id in cache.image_ids.tolist()}
        self._check_shapes(cache)

    def __enter__(self) -> ScoreWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def add(
        self,
        image_id: ImageId,
        predictions: Predictions,
        embedding: NDArray[np.float32],
        box_embeddings: NDArray[np.float32] | None = None,
    ) -> None:
        """Keep what a model saw in an image.

        Args:
            image_id: The image; passed over if it is known.
            predictions: Its boxes, most confident first, n of them.
            embedding: (embedding_dim,) float32.
            box_embeddings: (n, box_embedding_dim) float32, or None.

        Raises:
            DataError: A number is not finite.
            ValueError: A shape is not as announced.
            ResourceError: The disk is full or fails.
        """
        if image_id in self.known_ids:
            return
        row = _Row(image_id, predictions, embedding, box_embeddings)
        row.check(num_classes=self._num_classes, embedding_dim=self._embedding_dim)
        # Copied, as slices would keep whole batches in memory until the shard is written.
        self._rows.append(deepcopy(row))
        self.known_ids.add(image_id)
        if len(self._rows) == IMAGES_PER_SHARD:
            self._write_shard()

    def close(self) -> None:
        """Write what is still in memory.

        Raises:
            ResourceError: The disk is full or fails.
        """
        if self._rows:
            self._write_shard()

    def _write_shard(self) -> None:
        taken = [int(f.name.removeprefix(_SHARD_PREFIX)) for f in _shard_folders(self._dir)]
        name = f"{max(taken, default=0) + 1:06d}"
        unfinished = self._dir / f"{_UNFINISHED_PREFIX}{name}"
        with _disk_failures(self._dir):
            unfinished.mkdir()
            _shard(self._rows).save(unfinished)
            unfinished.rename(self._dir / f"{_SHARD_PREFIX}{name}")
        self._rows = []

    def _check_shapes(self, cache: ScoreCache) -> None:
        for shard in cache.shards():
            stored = (shard.scores.shape[1], shard.embeddings.shape[1])
            if stored != (self._num_classes, self._embedding_dim):
                raise DataError(
                    f"The scores in {self._dir} are of another model.",
                    hint="Delete that folder; it is filled again.",
                )
            break


@dataclass(frozen=True, slots=True)
class _Row:
    image_id: ImageId
    predictions: Predictions
    embedding: NDArray[np.float32]
    box_embeddings: NDArray[np.float32] | None

    def check(self, *, num_classes: int, embedding_dim: int) -> None:
        num_boxes = len(self.predictions)
        shapes = (
            (self.predictions.xyxy_px, (num_boxes, 4)),
            (self.predictions.scores, (num_boxes, num_classes)),
            (self.predictions.localization, (num_boxes,)),
            (self.embedding, (embedding_dim,)),
        )
        for array, shape in shapes:
            if array.shape != shape:
                raise ValueError(f"expected an array of shape {shape}, not {array.shape}")
            if not np.isfinite(array).all():
                raise DataError(
                    f"The model answers image {self.image_id} with a value that is no number."
                )
        if self.box_embeddings is not None and len(self.box_embeddings) != num_boxes:
            raise ValueError(f"{len(self.box_embeddings)} box embeddings for {num_boxes} boxes")


def _shard(rows: list[_Row]) -> Shard:
    seen = [row.predictions for row in rows]
    boxes = [row.box_embeddings for row in rows]
    dim = max((array.shape[1] for array in boxes if array is not None), default=0)
    described = [np.zeros((0, dim)) if array is None else array for array in boxes]
    return Shard(
        image_ids=np.array([row.image_id for row in rows], dtype=np.int64),
        offsets=_offsets([len(each) for each in seen]),
        xyxy=np.concatenate([each.xyxy_px for each in seen]).astype(np.float32),
        scores=_half(np.concatenate([each.scores for each in seen])),
        localization=_half(np.concatenate([each.localization for each in seen])),
        embeddings=_half(np.stack([row.embedding for row in rows])),
        box_embedding_offsets=_offsets([len(array) for array in described]),
        box_embeddings=_half(np.concatenate(described)),
    )


def _ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())


def _half(array: NDArray[np.floating]) -> NDArray[np.float16]:
    half: NDArray[np.float16] = np.clip(array, -_FLOAT16_MAX, _FLOAT16_MAX).astype(np.float16)
    return half


def _offsets(lengths: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


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


def _shard_folders(scores_dir: Path) -> list[Path]:
    folders = scores_dir.glob(f"{_SHARD_PREFIX}[0-9]*")
    return sorted(f for f in folders if f.name.removeprefix(_SHARD_PREFIX).isdecimal())


@contextmanager
def _disk_failures(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ResourceError(
            f"The scores cannot be written to {folder}: {error.strerror}.",
            hint="Free some space; what was scored before is kept.",
        ) from error
