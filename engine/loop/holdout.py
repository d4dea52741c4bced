"""The project's holdout: proposed, frozen once, and kept whole as images arrive later."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.domain.errors import ConflictError
from engine.domain.holdout import draw_holdout, draw_newcomer, holdout_order, strictest
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFilter, Split
from engine.domain.project import HoldoutPlan
from engine.loop.look_alikes import Joining, divided_look_alikes, find_to_join
from engine.store.database import Store
from engine.store.transaction import Transaction

_SEED = "holdout_seed"


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
            sizes, seed = tx.splits.group_sizes(), _seed(tx)
        draw = draw_holdout(sizes, plan=plan, seed=seed)
        num_pool = sum(sizes.values()) - draw.num_test - draw.num_val
        return HoldoutProposal(draw.num_test, draw.num_val, num_pool, len(sizes))

    def freeze(self, plan: HoldoutPlan | None = None) -> HoldoutProposal:
        """Draw test and validation images, see `draw`; return what stands then.

        Raises:
            ConflictError: Images are being added, which have no split yet.
        """
        self.draw(plan)
        with self._store.read() as tx:
            counts, num_groups = tx.splits.counts(), tx.splits.num_groups()
        sizes = {split: counts[split].num_images for split in Split}
        return HoldoutProposal(sizes[Split.TEST], sizes[Split.VAL], sizes[Split.TRAIN], num_groups)

    def draw(self, plan: HoldoutPlan | None = None) -> None:
        """Draw test and validation images by group, at random, for good.

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
            if not tx.images.count(where=ImageFilter(drawn=False)):
                return
        joining = find_to_join(self._store)
        joining.run()
        with self._store.write() as tx:
            joining.close(tx)
            if tx.project.holdout_frozen_at() is None:
                settings = tx.project.settings()
                tx.project.set_settings(replace(settings, holdout=plan or settings.holdout))
                _draw_first(tx)
            else:
                _draw_newcomers(tx)

    def keep_found_splits(self) -> None:
        """Freeze the splits that a dataset brought along, at once; see `settle`."""
        self.settle(keeps_splits=True).finish()

    def settle_newcomers(self) -> int:
        """Group images added since, and draw their splits if the holdout is frozen, at once.

        Returns:
            Images that joined the group of a near-duplicate.
        """
        settling = self.settle()
        settling.finish()
        return settling.num_joined

    def settle(self, *, keeps_splits: bool = False) -> Settling:
        """Return what settles images added since, step by step. Any thread; slow for many.

        Args:
            keeps_splits: Whether the splits that a dataset brought along are frozen. Then
                near-duplicates in different splits stay where their publisher put them; those of
                frozen images join them. A group that the dataset divides goes to the strictest of
                its splits: test before val before train. One that is frozen already keeps its
                split.
        """
        joining = find_to_join(self._store, across_splits=not keeps_splits)
        return Settling(self._store, joining, keeps_splits=keeps_splits)

    def duplicates_across_splits(self) -> tuple[ImageId, ...]:
        """Return usable images with a near-duplicate in another split, those alike together.

        A model may have learned from one what it is measured on with the other. Any thread; slow
        where there are many.
        """
        return tuple(divided_look_alikes(self._store))


class Settling:
    """Images that came, on their way into groups and splits.

    What is stored stays when it is broken off; begun again, it goes on from there.
    """

    def __init__(self, store: Store, joining: Joining, *, keeps_splits: bool) -> None:
        self._store = store
        self._joining = joining
        self._keeps_splits = keeps_splits

    @property
    def num_joined(self) -> int:
        """Images that joined the group of a near-duplicate so far."""
        return self._joining.num_moved

    @property
    def is_done(self) -> bool:
        """Whether only `finish` is left."""
        return self._joining.is_done

    def step(self) -> None:
        """Do a part of it, in one transaction; the writer only."""
        self._joining.step()

    def finish(self) -> None:
        """Do what is left: draw the splits of newcomers, or keep those found. The writer only."""
        self._joining.run()
        with self._store.write() as tx:
            self._joining.close(tx)
            if self._keeps_splits:
                found = tx.splits.newcomers()
                _seal(tx, {new.group: new.frozen or strictest(new.splits) for new in found})
            elif tx.project.holdout_frozen_at() is not None:
                _draw_newcomers(tx)


def _draw_first(tx: Transaction) -> None:
    plan = tx.project.settings().holdout
    _seal(tx, draw_holdout(tx.splits.group_sizes(), plan=plan, seed=_seed(tx)).split_of_group)


def _draw_newcomers(tx: Transaction) -> None:
    newcomers = tx.splits.newcomers()
    plan, seed, counts = tx.project.settings().holdout, _seed(tx), tx.splits.counts()
    room = {
        Split.TEST: plan.max_test - counts[Split.TEST].num_images,
        Split.VAL: plan.max_val - counts[Split.VAL].num_images,
    }
    split_of: dict[str, Split] = {}
    for new in newcomers:
        split = new.frozen or draw_newcomer(
            new.group,
            new.num_images,
            plan=plan,
            seed=seed,
            room_in_test=room[Split.TEST],
            room_in_val=room[Split.VAL],
        )
        split_of[new.group] = split
        if split in room:
            room[split] -= new.num_images
    _seal(tx, split_of)


def _seed(tx: Transaction) -> int:
    return int(tx.project.value(_SEED) or 0)


def _seal(tx: Transaction, split_of: Mapping[str, Split]) -> None:
    """Give newcomers the splits of their groups, for good, and those of the holdout their order.

    A group without a usable image belongs to the pool.
    """
    seed = _seed(tx)
    # Only what changes is read and written: most of a large project stays in the pool.
    held_out = [group for group, split in split_of.items() if split is not Split.TRAIN]
    drawn = [
        (image, split_of.get(image.group, Split.TRAIN)) for image in tx.splits.to_draw(held_out)
    ]
    tx.splits.assign({image.image_id: split for image, split in drawn if split is not image.split})
    tx.splits.set_holdout_order(
        {
            image.image_id: holdout_order(image.content_hash, seed=seed)
            for image, split in drawn
            if split is not Split.TRAIN
        }
    )
    tx.splits.freeze(at=time.time())
