"""What a model saw in the pool: predictions and embeddings in shards on disk.

The cache may be deleted at any time. Nothing here knows SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import DataError, NotFoundError
from engine.domain.identifiers import ImageId
from engine.domain.predictions import Predictions
from engine.store.score_shard import Shard, shard_folders

_COLUMNS = ("localization", "disagreement", "shape_doubt")
_OPEN_SHARDS = 8  # Each holds a handful of files open; macOS allows 256 a process.


@dataclass(frozen=True, slots=True)
class BoxScores:
    """The boxes of several images without their places.

    Image `i` owns the rows `offsets[i]` to `offsets[i + 1]`.

    Attributes:
        offsets: (n + 1,) int64.
        scores: Score of every class, (m, num_classes) float16.
        localization: Spread of the box's sides, (m,) float16.
        disagreement: How far several readings of the box differ, (m,) float16; 0 where not known.
        shape_doubt: Doubt about its mask, angle or keypoints, (m,) float16; 0 where not known.
    """

    offsets: NDArray[np.int64]
    scores: NDArray[np.float16]
    localization: NDArray[np.float16]
    disagreement: NDArray[np.float16]
    shape_doubt: NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class BoxLooks:
    """What some boxes of several images look like.

    Attributes:
        offsets: Image `i` owns the rows `offsets[i]` to `offsets[i + 1]`, (n + 1,) int64.
        box_rows: Which of its image's boxes each describes, counted from 0, (b,) int64.
        vectors: (b, box_embedding_dim) float16.
    """

    offsets: NDArray[np.int64]
    box_rows: NDArray[np.int64]
    vectors: NDArray[np.float16]


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
        for folder in shard_folders(scores_dir):
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

    @property
    def has_looks(self) -> bool:
        """Whether boxes of any image are described."""
        return any(len(shard.box_embeddings) for shard in self.shards())

    def predictions(self, image_id: ImageId) -> Predictions | None:
        """Return the boxes of an image, most confident first; None where it was not scored."""
        place = self._place(image_id)
        return None if place is None else self._load(self._folders[place[0]]).predictions(place[1])

    def folders_without(self, columns: Sequence[str]) -> list[Path]:
        """Return the folders of the shards that lack an optional column."""
        shards = zip(self._folders, self.shards(), strict=True)
        return [folder for folder, shard in shards if any(shard.lacks(name) for name in columns)]

    def embeddings(self, image_ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the embeddings of images in the order asked for, (n, embedding_dim).

        Raises:
            NotFoundError: One of them was not scored.
        """
        return self.half_embeddings(image_ids).astype(np.float32)

    def half_embeddings(self, image_ids: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return the same as they are stored, in half the memory.

        Raises:
            NotFoundError: One of them was not scored.
        """
        wanted = np.asarray(image_ids, dtype=np.int64)
        at = self._places(wanted)
        dim = self._load(self._folders[0]).embeddings.shape[1] if self._folders else 0
        found = np.zeros((len(wanted), dim), dtype=np.float16)
        for here, shard in self._by_shard(at):
            found[here] = shard.embeddings[self._row_of[at[here]]]
        return found

    def inconsistency(self, image_ids: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return how differently mirror images were seen, (n,); 0 where none was looked at.

        Raises:
            NotFoundError: One of them was not scored.
        """
        at = self._places(np.asarray(image_ids, dtype=np.int64))
        found = np.zeros(len(at), np.float16)
        for here, shard in self._by_shard(at):
            if len(shard.inconsistency):
                found[here] = shard.inconsistency[self._row_of[at[here]]]
        return found

    def looks(self, image_ids: NDArray[np.int64]) -> BoxLooks:
        """Return what boxes of images look like, in the order asked for.

        Raises:
            NotFoundError: One of them was not scored.
        """
        at = self._places(np.asarray(image_ids, dtype=np.int64))
        lengths = np.zeros(len(at), np.int64)
        for here, shard in self._by_shard(at):
            lengths[here] = np.diff(shard.box_embedding_offsets)[self._row_of[at[here]]]
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        dim = max((shard.box_embeddings.shape[1] for _, shard in self._by_shard(at)), default=0)
        found = BoxLooks(
            offsets, np.zeros(offsets[-1], np.int64), np.zeros((offsets[-1], dim), np.float16)
        )
        for here, shard in self._by_shard(at):
            starts = shard.box_embedding_offsets[self._row_of[at[here]]]
            source = _ranges(starts, lengths[here])
            target = _ranges(offsets[:-1][here], lengths[here])
            found.box_rows[target] = shard.box_embedding_rows[source]
            found.vectors[target] = shard.box_embeddings[source]
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
        found = BoxScores(
            offsets,
            np.zeros((offsets[-1], num_classes), np.float16),
            *(np.zeros(offsets[-1], np.float16) for _ in _COLUMNS),
        )
        for here, shard in self._by_shard(at):
            source = _ranges(shard.offsets[self._row_of[at[here]]], lengths[here])
            target = _ranges(offsets[:-1][here], lengths[here])
            for name in ("scores", *_COLUMNS):
                if not shard.lacks(name):
                    getattr(found, name)[target] = getattr(shard, name)[source]
        return found

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


def _ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())
