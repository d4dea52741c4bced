"""Images that look nearly alike: found on any thread, put into one group in short steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from engine.domain.groups import join_groups
from engine.domain.identifiers import ImageId
from engine.imaging.fingerprints import near_duplicate_clusters
from engine.store.database import Store
from engine.store.look_alikes import SPLITS, Looks
from engine.store.records import in_chunks
from engine.store.transaction import Transaction

_Ints = NDArray[np.int64]

# Groups that move in one transaction: few enough that a gesture gets between.
_GROUPS_A_STEP = 500


class Joining:
    """Near-duplicates on their way into one group. What is stored stays when it is broken off.

    Attributes:
        num_moved: Images moved so far.
    """

    def __init__(
        self, store: Store, moves: Mapping[str, str], *, revision: int, is_whole: bool
    ) -> None:
        self.num_moved = 0
        self._store = store
        self._steps: list[list[tuple[str, str]]] = list(in_chunks(moves.items(), _GROUPS_A_STEP))
        self._revision = revision
        self._is_whole = is_whole

    @property
    def is_done(self) -> bool:
        """Whether no group is left to move."""
        return not self._steps

    def step(self) -> None:
        """Move the next groups, in one transaction; the writer only."""
        with self._store.write() as tx:
            self.num_moved += tx.look_alikes.regroup(dict(self._steps.pop(0)))

    def run(self) -> None:
        """Move all that are left; the writer only."""
        while not self.is_done:
            self.step()

    def close(self, tx: Transaction) -> None:
        """Note at the end that all are joined, unless images came or moved meanwhile."""
        if self._is_whole and tx.look_alikes.revision() == self._revision:
            tx.look_alikes.set_joined(at=self._revision)


def find_to_join(store: Store, *, across_splits: bool = True) -> Joining:
    """Return how near-duplicates that are not frozen come into one group. Any thread; slow.

    Args:
        store: The project's database.
        across_splits: Whether images that are not frozen join others of another split.
    """
    with store.read() as tx:
        revision = tx.look_alikes.revision()
        if tx.look_alikes.are_joined():
            return Joining(store, {}, revision=revision, is_whole=across_splits)
        looks = tx.look_alikes.looks()
    # Frozen groups first, so that newcomers join them; of several the strictest.
    order = np.argsort(np.where(looks.is_frozen, looks.splits, len(SPLITS)), kind="stable")
    clusters = _clusters(looks, across_splits=across_splits)[order]
    groups = [looks.groups[row] for row in order]
    moves = join_groups(*_divided(groups, clusters))
    return Joining(store, moves, revision=revision, is_whole=across_splits)


def divided_look_alikes(store: Store) -> Iterator[ImageId]:
    """Yield usable images with a near-duplicate in another split, those alike together."""
    with store.read() as tx:
        looks = tx.look_alikes.looks(ready_only=True)
    clusters = near_duplicate_clusters(looks.fingerprints)
    rows = np.flatnonzero(_spans_several(clusters, looks.splits))
    # Clusters in the order of their first images.
    first = dict(zip(clusters[rows][::-1].tolist(), rows[::-1].tolist(), strict=True))
    for row in sorted(rows.tolist(), key=lambda row: (first[int(clusters[row])], row)):
        yield ImageId(int(looks.image_ids[row]))


def _clusters(looks: Looks, *, across_splits: bool) -> _Ints:
    """Return the near-duplicate cluster of each image."""
    clusters = near_duplicate_clusters(looks.fingerprints)
    if across_splits:
        return clusters
    with_frozen = np.isin(clusters, clusters[looks.is_frozen])
    return clusters * (len(SPLITS) + 1) + np.where(with_frozen, len(SPLITS), looks.splits)


def _divided(groups: Sequence[str], clusters: _Ints) -> tuple[list[str], list[int]]:
    """Return group and cluster of the images whose cluster spans several groups."""
    numbers: dict[str, int] = {}
    codes = np.array([numbers.setdefault(group, len(numbers)) for group in groups], np.int64)
    rows = np.flatnonzero(_spans_several(clusters, codes)).tolist()
    return [groups[row] for row in rows], clusters[rows].tolist()


def _spans_several(clusters: _Ints, values: _Ints) -> NDArray[np.bool_]:
    """Return for each row whether its cluster has another value, too."""
    _, first, cluster = np.unique(clusters, return_index=True, return_inverse=True)
    is_other = values != values[first[cluster]]
    spans = np.zeros(len(first), np.bool_)
    spans[cluster[is_other]] = True
    several: NDArray[np.bool_] = spans[cluster]
    return several
