"""The project's holdout: proposed, frozen once, and kept whole as images arrive later."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from engine.domain.errors import ConflictError
from engine.domain.groups import join_groups
from engine.domain.holdout import draw_holdout, draw_newcomer, holdout_order, strictest
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFilter, Split
from engine.domain.project import HoldoutPlan
from engine.imaging.fingerprints import near_duplicate_clusters
from engine.store.database import Store
from engine.store.splits import Grouping
from engine.store.transaction import Transaction

_SEED = "holdout_seed"
_STRICTNESS = {Split.TEST: 0, Split.VAL: 1, Split.TRAIN: 2}


@dataclass(frozen=True, slots=True)
class HoldoutProposal:
    """What a freeze would draw: images of each split, and in how many groups all come."""

    num_test: int
    num_val: int
    num_pool: int
    num_groups: int


class Holdout:
    """Which images measure the models. Nothing here ever moves an image that is frozen."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._num_additions = 0

    def begin_addition(self) -> None:
        """Note that images are on their way in: nothing may be drawn from a part of them."""
        self._num_additions += 1

    def end_addition(self) -> None:
        """Note that an addition is settled or broken off."""
        self._num_additions -= 1

    def is_frozen(self) -> bool:
        """Return whether the holdout was drawn."""
        with self._store.read() as tx:
            return tx.project.holdout_frozen_at() is not None

    def propose(self, plan: HoldoutPlan) -> HoldoutProposal:
        """Return what a freeze by this plan would draw, without drawing it."""
        with self._store.read() as tx:
            sizes = _sizes(tx.splits.groupings())
            seed = _seed(tx)
        draw = draw_holdout(sizes, plan=plan, seed=seed)
        num_pool = sizes.total() - draw.num_test - draw.num_val
        return HoldoutProposal(draw.num_test, draw.num_val, num_pool, len(sizes))

    def freeze(self, plan: HoldoutPlan | None = None) -> HoldoutProposal:
        """Draw test and validation images by group, at random, for good; return what stands then.

        Where the holdout is frozen already only newcomers that nobody settled yet are drawn. A
        project without images keeps the choice for later.

        Raises:
            ConflictError: Images are being added, which have no split yet.
        """
        if self._num_additions:
            raise ConflictError(
                "Images are being added; they come first.",
                hint="Wait until they are in, or stop adding them.",
            )
        with self._store.read() as tx:
            has_newcomers = tx.images.count(where=ImageFilter(drawn=False)) > 0
        if has_newcomers:
            self.join_near_duplicates()
            with self._store.write() as tx:
                if tx.project.holdout_frozen_at() is None:
                    settings = tx.project.settings()
                    tx.project.set_settings(replace(settings, holdout=plan or settings.holdout))
                    _draw_first(tx)
                else:
                    _draw_newcomers(tx)
        return self._drawn()

    def keep_found_splits(self) -> None:
        """Freeze the splits that a dataset brought along.

        Near-duplicates in different splits stay where their publisher put them; those of frozen
        images join them. A group that the dataset divides goes to the strictest of its splits: test
        before val before train. One that is frozen already keeps its split.
        """
        self.join_near_duplicates(across_splits=False)
        with self._store.write() as tx:
            groupings = tx.splits.groupings()
            newcomers = [image for image in groupings if not image.is_frozen]
            split_of = _strictest_splits(newcomers)
            split_of |= {image.group: image.split for image in groupings if image.is_frozen}
            _seal(tx, newcomers, split_of)

    def settle_newcomers(self) -> int:
        """Group images added since, and draw their splits if the holdout is frozen.

        Returns:
            Images that joined the group of a near-duplicate.
        """
        num_joined = self.join_near_duplicates()
        with self._store.write() as tx:
            if tx.project.holdout_frozen_at() is not None:
                _draw_newcomers(tx)
        return num_joined

    def join_near_duplicates(self, *, across_splits: bool = True) -> int:
        """Put near-duplicates that are not frozen into one group; return how many images moved.

        Args:
            across_splits: Whether images that are not frozen join others of another split.
        """
        with self._store.read() as tx:
            groupings = tx.splits.groupings()
        # Frozen groups first, so that newcomers join them; of several the strictest.
        ordered = sorted((i for i in groupings if i.fingerprint is not None), key=_precedence)
        clusters = _clusters(ordered, across_splits=across_splits)
        moved = join_groups([image.group for image in ordered], clusters)
        frozen = {image.group for image in groupings if image.is_frozen}
        moves: dict[ImageId, str] = {
            image.image_id: moved[image.group]
            for image in groupings
            if image.group in moved and image.group not in frozen
        }
        with self._store.write() as tx:
            tx.splits.set_groups(moves)
        return len(moves)

    def duplicates_across_splits(self) -> tuple[ImageId, ...]:
        """Return usable images with a near-duplicate in another split, those alike together.

        A model may have learned from one what it is measured on with the other. Any thread; slow
        where there are many.
        """
        with self._store.read() as tx:
            groupings = tx.splits.groupings()
        hashed = [i for i in groupings if i.fingerprint is not None and i.is_ready]
        alike: dict[int, list[Grouping]] = {}
        for image, cluster in zip(hashed, _clusters(hashed, across_splits=True), strict=True):
            alike.setdefault(cluster, []).append(image)
        divided = (images for images in alike.values() if len({i.split for i in images}) > 1)
        return tuple(image.image_id for images in divided for image in images)

    def _drawn(self) -> HoldoutProposal:
        with self._store.read() as tx:
            counts, num_groups = tx.splits.counts(), tx.splits.num_groups()
        sizes = {split: counts[split].num_images for split in Split}
        return HoldoutProposal(sizes[Split.TEST], sizes[Split.VAL], sizes[Split.TRAIN], num_groups)


def _draw_first(tx: Transaction) -> None:
    groupings = tx.splits.groupings()
    plan = tx.project.settings().holdout
    drawn = draw_holdout(_sizes(groupings), plan=plan, seed=_seed(tx)).split_of_group
    _seal(tx, groupings, drawn)


def _draw_newcomers(tx: Transaction) -> None:
    groupings = tx.splits.groupings()
    plan, seed, counts = tx.project.settings().holdout, _seed(tx), tx.splits.counts()
    split_of = {image.group: image.split for image in groupings if image.is_frozen}
    room = {
        Split.TEST: plan.max_test - counts[Split.TEST].num_images,
        Split.VAL: plan.max_val - counts[Split.VAL].num_images,
    }
    newcomers = [image for image in groupings if not image.is_frozen]
    for group, size in Counter(image.group for image in newcomers).items():
        if group not in split_of:
            split_of[group] = draw_newcomer(
                group,
                size,
                plan=plan,
                seed=seed,
                room_in_test=room[Split.TEST],
                room_in_val=room[Split.VAL],
            )
        if split_of[group] in room:
            room[split_of[group]] -= size
    _seal(tx, newcomers, split_of)


def _seed(tx: Transaction) -> int:
    return int(tx.project.value(_SEED) or 0)


def _sizes(groupings: list[Grouping]) -> Counter[str]:
    """Return how many usable images each group has."""
    return Counter(image.group for image in groupings if image.is_ready)


def _precedence(image: Grouping) -> tuple[int, ImageId]:
    return (_STRICTNESS[image.split] if image.is_frozen else len(_STRICTNESS)), image.image_id


def _clusters(ordered: list[Grouping], *, across_splits: bool) -> list[int]:
    """Return the near-duplicate cluster of each image."""
    fingerprints = np.array([image.fingerprint for image in ordered], dtype=np.uint64)
    clusters: list[int] = near_duplicate_clusters(fingerprints).tolist()
    if across_splits:
        return clusters
    with_frozen = {c for image, c in zip(ordered, clusters, strict=True) if image.is_frozen}
    parts: dict[tuple[int, Split | None], int] = {}
    return [
        parts.setdefault((c, None if c in with_frozen else image.split), len(parts))
        for image, c in zip(ordered, clusters, strict=True)
    ]


def _seal(tx: Transaction, newcomers: list[Grouping], split_of: Mapping[str, Split]) -> None:
    """Give images the splits of their groups, for good, and those of the holdout their order.

    A group without a usable image belongs to the pool.
    """
    seed = _seed(tx)
    drawn = {image: split_of.get(image.group, Split.TRAIN) for image in newcomers}
    # Only what changes is written: most of a large project stays in the pool.
    tx.splits.assign({i.image_id: split for i, split in drawn.items() if split is not i.split})
    tx.splits.set_holdout_order(
        {
            image.image_id: holdout_order(image.content_hash, seed=seed)
            for image, split in drawn.items()
            if split is not Split.TRAIN
        }
    )
    tx.splits.freeze(at=time.time())


def _strictest_splits(groupings: list[Grouping]) -> dict[str, Split]:
    splits: dict[str, set[Split]] = {}
    for image in groupings:
        splits.setdefault(image.group, set()).add(image.split)
    return {group: strictest(found) for group, found in splits.items()}
