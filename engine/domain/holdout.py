"""The holdout: which groups are drawn for test and validation, once, at random."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from engine.domain.images import Split
from engine.domain.project import HoldoutPlan

# A group that holds more than this share of all images stays in the pool: in the holdout it would
# leave too little to learn from.
_MAX_GROUP_SHARE = 0.5
# Large groups overshoot their shares; together they never take more than this, or than was asked.
_MAX_HOLDOUT_SHARE = 0.5
_MIN_GROUPS = 3


@dataclass(frozen=True, slots=True)
class HoldoutDraw:
    """The split of every group, and how many images each split gets."""

    split_of_group: Mapping[str, Split]
    num_test: int
    num_val: int


def draw_holdout(sizes: Mapping[str, int], *, plan: HoldoutPlan, seed: int) -> HoldoutDraw:
    """Draw groups for test, then for validation, in random order until each has its share.

    At least half of the images stay in the pool, unless the plan asks for less.

    Args:
        sizes: Images in each group.
        plan: Shares and limits.
        seed: Decides the order; the same seed and groups give the same draw.
    """
    total = sum(sizes.values())
    splits = dict.fromkeys(sizes, Split.TRAIN)
    if len(sizes) < _MIN_GROUPS:
        return HoldoutDraw(splits, num_test=0, num_val=0)
    order = sorted(sizes, key=lambda group: _random_unit(seed, group))
    candidates = [group for group in order if sizes[group] <= _MAX_GROUP_SHARE * total]
    room = min(max(_MAX_HOLDOUT_SHARE, plan.test_share + plan.val_share) * total, total - 1)
    test = _take(candidates, sizes, share=plan.test_share * total, limit=min(plan.max_test, room))
    num_test = sum(sizes[group] for group in test)
    rest = [group for group in candidates if group not in test]
    val = _take(rest, sizes, share=plan.val_share * total, limit=min(plan.max_val, room - num_test))
    splits.update(dict.fromkeys(test, Split.TEST))
    splits.update(dict.fromkeys(val, Split.VAL))
    return HoldoutDraw(splits, num_test, sum(sizes[group] for group in val))


def draw_newcomer(
    group: str, size: int, *, plan: HoldoutPlan, seed: int, room_in_test: int, room_in_val: int
) -> Split:
    """Return the split of a group that came after the freeze, drawn at the same rates.

    One for which there is no room joins the pool.

    Args:
        group: A group the project does not know yet.
        size: Images in it.
        plan: The shares of the freeze.
        seed: The project's.
        room_in_test: Test images the limit still admits.
        room_in_val: Validation images the limit still admits.
    """
    drawn = _random_unit(seed, group)
    if drawn < plan.test_share:
        return Split.TEST if size <= room_in_test else Split.TRAIN
    if drawn < plan.test_share + plan.val_share:
        return Split.VAL if size <= room_in_val else Split.TRAIN
    return Split.TRAIN


def holdout_order(content_hash: str, *, seed: int) -> int:
    """Return an image's place in the random order in which holdout images are labeled."""
    return int(_random_unit(seed, f"order {content_hash}") * 2**53)


def strictest(splits: AbstractSet[Split]) -> Split:
    """Return where a duplicate belongs that stands in several splits: test before val before train.

    Raises:
        ValueError: No split is given.
    """
    for split in (Split.TEST, Split.VAL, Split.TRAIN):
        if split in splits:
            return split
    raise ValueError("no split")


def fold_of_groups(sizes: Mapping[str, int], *, num_folds: int, seed: int) -> dict[str, int]:
    """Deal groups into folds of about equal size, largest first, ties in random order.

    Args:
        sizes: Images in each group.
        num_folds: Folds wanted; at most as many as there are groups are used.
        seed: Decides the order of equal groups.
    """
    folds = min(num_folds, len(sizes))
    filled = [0] * folds
    placed: dict[str, int] = {}
    for group in sorted(sizes, key=lambda name: (-sizes[name], _random_unit(seed, name))):
        fold = filled.index(min(filled))
        filled[fold] += sizes[group]
        placed[group] = fold
    return placed


def _take(order: list[str], sizes: Mapping[str, int], *, share: float, limit: float) -> set[str]:
    wanted, taken, count = min(share, limit), set[str](), 0
    for group in order:
        if count >= wanted:
            break
        if count + sizes[group] <= limit:
            taken.add(group)
            count += sizes[group]
    return taken


def _random_unit(seed: int, text: str) -> float:
    digest = hashlib.sha256(f"{seed}:{text}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
