"""What a model saw in the pool: predictions and embeddings in shards on disk.

The cache may be deleted at any time. Nothing here knows SQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.domain.errors import DataError, NotFoundError
from engine.domain.identifiers import ImageId
from engine.domain.predictions import Predictions
from engine.store.score_shard import Shard, shard_folders

_OPEN_SHARDS = 8  # Each holds a handful of files open; macOS allows 256 a process.


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


def _ranges(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())
