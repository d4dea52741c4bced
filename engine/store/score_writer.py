"""Writing what a model saw into the score cache, a shard at a time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import DataError, ResourceError
from engine.domain.identifiers import ImageId
from engine.domain.predictions import Predictions
from engine.store.score_cache import ScoreCache
from engine.store.score_shard import SHARD_PREFIX, Shard, shard_folders

IMAGES_PER_SHARD = 1000
_UNFINISHED_PREFIX = "unfinished-"
_FLOAT16_MAX = float(np.finfo(np.float16).max)


class ScoreWriter:
    """Fills the score cache of one model version; one writer at a time, in one thread.

    What stood in unfinished or damaged shards is dropped and scored anew. Use it in a `with` block:
    the last shard is written at its end, however that comes.

    Args:
        scores_dir: `cache/scores/<version>`.
        num_classes: Scores of a box.
        embedding_dim: Length of an image's embedding.
        columns: Optional columns of shards that are wanted; shards without one are scored anew.

    Attributes:
        known_ids: Images that need not be scored again; `add` passes over them.
    """

    def __init__(
        self,
        scores_dir: Path,
        num_classes: int,
        embedding_dim: int,
        *,
        columns: Sequence[str] = (),
    ) -> None:
        self._dir = scores_dir
        self._num_classes = num_classes
        self._embedding_dim = embedding_dim
        self._rows: list[_Row] = []
        with _disk_failures(scores_dir):
            scores_dir.mkdir(parents=True, exist_ok=True)
            for folder in scores_dir.glob(f"{_UNFINISHED_PREFIX}*"):
                shutil.rmtree(folder)
            cache = ScoreCache(scores_dir)
            for folder in (*cache.damaged, *cache.folders_without(columns)):
                shutil.rmtree(folder)
            cache = ScoreCache(scores_dir)
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
        *,
        box_rows: NDArray[np.int64] | None = None,
        inconsistency: float | None = None,
    ) -> None:
        """Keep what a model saw in an image.

        Args:
            image_id: The image; passed over if it is known.
            predictions: Its boxes, most confident first, n of them.
            embedding: (embedding_dim,) float32.
            box_embeddings: (b, box_embedding_dim) float32, or None.
            box_rows: Which box each of them describes, (b,); None = every box, in order.
            inconsistency: How differently its mirror image was seen, 0 to 1; None = not looked.

        Raises:
            DataError: A number is not finite.
            ValueError: A shape is not as announced.
            ResourceError: The disk is full or fails.
        """
        if image_id in self.known_ids:
            return
        if box_rows is None:
            box_rows = np.arange(0 if box_embeddings is None else len(predictions))
        row = _Row(image_id, predictions, embedding, box_embeddings, box_rows, inconsistency)
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
        taken = [int(f.name.removeprefix(SHARD_PREFIX)) for f in shard_folders(self._dir)]
        name = f"{max(taken, default=0) + 1:06d}"
        unfinished = self._dir / f"{_UNFINISHED_PREFIX}{name}"
        with _disk_failures(self._dir):
            unfinished.mkdir()
            _shard(self._rows).save(unfinished)
            unfinished.rename(self._dir / f"{SHARD_PREFIX}{name}")
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
    box_rows: NDArray[np.int64]
    inconsistency: float | None

    def check(self, *, num_classes: int, embedding_dim: int) -> None:
        num_boxes = len(self.predictions)
        optional = (self.predictions.disagreement, self.predictions.shape_doubt)
        shapes = (
            *((values, (num_boxes,)) for values in optional if values is not None),
            (self.predictions.xyxy_px, (num_boxes, 4)),
            (self.predictions.scores, (num_boxes, num_classes)),
            (self.predictions.localization, (num_boxes,)),
            (self.embedding, (embedding_dim,)),
        )
        outlines = self.predictions.outlines
        if outlines is not None and len(outlines) != num_boxes:
            raise ValueError(f"{len(outlines)} outlines for {num_boxes} boxes")
        for array, shape in shapes:
            if array.shape != shape:
                raise ValueError(f"expected an array of shape {shape}, not {array.shape}")
        for array in (*(array for array, _ in shapes), *(outlines or ())):
            if not np.isfinite(array).all():
                raise DataError(
                    f"The model answers image {self.image_id} with a value that is no number."
                )
        num_described = 0 if self.box_embeddings is None else len(self.box_embeddings)
        if num_described != len(self.box_rows):
            raise ValueError(f"{num_described} box embeddings for {len(self.box_rows)} boxes")


def _shard(rows: list[_Row]) -> Shard:
    seen = [row.predictions for row in rows]
    boxes = [row.box_embeddings for row in rows]
    dim = max((array.shape[1] for array in boxes if array is not None), default=0)
    described = [np.zeros((0, dim)) if array is None else array for array in boxes]
    num_boxes = sum(len(each) for each in seen)
    outlined = [np.atleast_2d(outline) for each in seen for outline in each.outlines or ()]
    return Shard(
        image_ids=np.array([row.image_id for row in rows], dtype=np.int64),
        offsets=_offsets([len(each) for each in seen]),
        xyxy=np.concatenate([each.xyxy_px for each in seen]).astype(np.float32),
        scores=_half(np.concatenate([each.scores for each in seen])),
        localization=_half(np.concatenate([each.localization for each in seen])),
        disagreement=_optional([each.disagreement for each in seen], [len(each) for each in seen]),
        shape_doubt=_optional([each.shape_doubt for each in seen], [len(each) for each in seen]),
        inconsistency=_optional(
            [None if row.inconsistency is None else np.array([row.inconsistency]) for row in rows],
            [1] * len(rows),
        ),
        embeddings=_half(np.stack([row.embedding for row in rows])),
        box_embedding_offsets=_offsets([len(array) for array in described]),
        box_embedding_rows=np.concatenate([row.box_rows for row in rows]).astype(np.int64),
        box_embeddings=_half(np.concatenate(described)),
        outline_offsets=_offsets([len(outline) for outline in outlined] or [0] * num_boxes),
        outlines=np.concatenate(outlined or [np.zeros((0, 0), np.float32)]).astype(np.float32),
    )


def _optional(
    columns: list[NDArray[np.floating] | None], lengths: list[int]
) -> NDArray[np.float16]:
    """Return a column; empty where no image has it, 0 where some lack it."""
    if all(column is None for column in columns):
        return np.zeros(0, np.float16)
    filled = [
        np.zeros(length) if column is None else column
        for column, length in zip(columns, lengths, strict=True)
    ]
    return _half(np.concatenate(filled))


def _half(array: NDArray[np.floating]) -> NDArray[np.float16]:
    half: NDArray[np.float16] = np.clip(array, -_FLOAT16_MAX, _FLOAT16_MAX).astype(np.float16)
    return half


def _offsets(lengths: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


@contextmanager
def _disk_failures(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ResourceError(
            f"The scores cannot be written to {folder}: {error.strerror}.",
            hint="Free some space; what was scored before is kept.",
        ) from error
