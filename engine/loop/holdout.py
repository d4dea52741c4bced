"""The project's holdout: proposed, frozen once, and kept whole as images arrive later."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from engine.domain.errors import ConflictError
from engine.domain.groups import join_groups
from engine.domain.holdout import draw_holdout, draw_newcomer, holdout_order, strictest
from engine.domain.identifiers import ImageId
from engine.domain.images import Split
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
            groupings = tx.splits.groupings()
            seed = int(tx.project.value(_SEED) or 0)
        sizes = Counter(image.group for image in groupings)
        draw = draw_holdout(sizes, plan=plan, seed=seed)
        num_pool = len(groupings) - draw.num_test - draw.num_val
        return HoldoutProposal(draw.num_test, draw.num_val, num_pool, len(sizes))

    def freeze(self, plan: HoldoutPlan | None = None) -> HoldoutProposal:
        """Draw test and validation images by group, at random, for good; return what was drawn.

        Does nothing where the holdout is frozen already.

        Raises:
            ConflictError: Images are being added, which have no split yet.
        """
        if self._num_additions:
            raise ConflictError(
                "Images are being added; they come first.",
                hint="Wait until they are in, or stop adding them.",
            )
        self.join_near_duplicates()
        with self._store.write() as tx:
            settings = tx.project.settings()
            chosen = plan or settings.holdout
            if tx.project.holdout_frozen_at() is None:
                tx.project.set_settings(replace(settings, holdout=chosen))
                seed = int(tx.project.value(_SEED) or 0)
                groupings = tx.splits.groupings()
                sizes = Counter(image.group for image in groupings)
                draw = draw_holdout(sizes, plan=chosen, seed=seed)
                tx.splits.assign({i.image_id: draw.split_of_group[i.group] for i in groupings})
                _seal(tx, groupings, seed=seed)
            counts = tx.splits.counts()
        sizes_of = {split: counts[split].num_images for split in Split}
        return HoldoutProposal(sizes_of[Split.TEST], sizes_of[Split.VAL], sizes_of[Split.TRAIN], 0)

    def keep_found_splits(self) -> None:
        """Freeze the splits that a dataset brought along.

        Near-duplicates in different splits stay where their publisher put them. A group that the
        dataset divides goes to the strictest of its splits: test before val before train. One that
        is frozen already keeps its split.
        """
        with self._store.write() as tx:
            groupings = tx.splits.groupings()
            newcomers = [image for image in groupings if not image.is_frozen]
            split_of = _strictest_splits(newcomers)
            split_of |= {image.group: image.split for image in groupings if image.is_frozen}
            tx.splits.assign({image.image_id: split_of[image.group] for image in newcomers})
            _seal(tx, newcomers, seed=int(tx.project.value(_SEED) or 0))

    def settle_newcomers(self) -> int:
        """Group images added since, and draw their splits if the holdout is frozen.

        Returns:
            Images that joined the group of a near-duplicate.
        """
        num_joined = self.join_near_duplicates()
        with self._store.write() as tx:
            if tx.project.holdout_frozen_at() is not None:
                self._draw_newcomers(tx)
        return num_joined

    def join_near_duplicates(self) -> int:
        """Put near-duplicates that are not frozen into one group; return how many images moved."""
        with self._store.read() as tx:
            groupings = tx.splits.groupings()
        # Frozen groups first, so that newcomers join them; of several the strictest.
        ordered = sorted((i for i in groupings if i.fingerprint is not None), key=_precedence)
        fingerprints = np.array([image.fingerprint for image in ordered], dtype=np.uint64)
        clusters = near_duplicate_clusters(fingerprints).tolist()
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

    def _draw_newcomers(self, tx: Transaction) -> None:
        groupings = tx.splits.groupings()
        plan, seed = tx.project.settings().holdout, int(tx.project.value(_SEED) or 0)
        split_of = {image.group: image.split for image in groupings if image.is_frozen}
        counts = tx.splits.counts()
        room = {
            Split.TEST: plan.max_test - counts[Split.TEST].num_images,
            Split.VAL: plan.max_val - counts[Split.VAL].num_images,
        }
        newcomers = [image for image in groupings if not image.is_frozen]
        for group, size in Counter(image.group for image in newcomers).items():
            if group not in split_of:
                split_of[group] = draw_newcomer(
                    group,
                    plan=plan,
                    seed=seed,
                    room_in_test=room[Split.TEST],
                    room_in_val=room[Split.VAL],
                )
                if split_of[group] in room:
                    room[split_of[group]] -= size
        tx.splits.assign({image.image_id: split_of[image.group] for image in newcomers})
        _seal(tx, newcomers, seed=seed)


def _precedence(image: Grouping) -> tuple[int, ImageId]:
    return (_STRICTNESS[image.split] if image.is_frozen else len(_STRICTNESS)), image.image_id


def _seal(tx: Transaction, groupings: list[Grouping], *, seed: int) -> None:
    order = {i.image_id: holdout_order(i.content_hash, seed=seed) for i in groupings}
    tx.splits.set_holdout_order(order)
    tx.splits.freeze(at=time.time())


def _strictest_splits(groupings: list[Grouping]) -> dict[str, Split]:
    splits: dict[str, set[Split]] = {}
    for image in groupings:
        splits.setdefault(image.group, set()).add(image.split)
    return {group: strictest(found) for group, found in splits.items()}
