"""What a round can ask about: the pool, and the holdout a few images at a time."""

from __future__ import annotations

from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFilter, ImageState, Progress, Split
from engine.domain.rounds import Pick
from engine.store.transaction import Transaction

# Every so many questions one comes from the holdout, until it is labeled; test and validation take
# turns in the proportion in which they were drawn.
HOLDOUT_EVERY = 4
_UNLABELED_POOL = [
    ImageFilter(split=Split.TRAIN, state=ImageState.READY, progress=progress)
    for progress in (Progress.UNLABELED, Progress.STARTED)
]


def candidates(tx: Transaction) -> list[ImageId]:
    """Return the pool images that are not labeled for every class, ascending."""
    return sorted(image_id for where in _UNLABELED_POOL for image_id in tx.images.ids(where=where))


def has_candidates(tx: Transaction) -> bool:
    """Return whether there are any `candidates`."""
    return any(tx.images.count(where=where) for where in _UNLABELED_POOL)


def next_candidates(tx: Transaction, *, query_size: int) -> list[ImageId]:
    """Return the candidates for the next questions, ascending.

    What the expert passed over comes again when all others were asked, the longest ago first.
    """
    passed_over = tx.rounds.passed_over()
    everything = candidates(tx)
    if not passed_over:
        return everything
    wanted = [image_id for image_id in everything if image_id not in passed_over]
    again = [image_id for image_id in everything if image_id in passed_over]
    again.sort(key=lambda image_id: passed_over[image_id])
    return sorted(wanted + again[: max(query_size - len(wanted), 0)])


def next_holdout(tx: Transaction) -> list[tuple[ImageId, Split]]:
    """Return the holdout images still to label, validation and test mixed in their stored order."""
    waiting: dict[Split, list[ImageId]] = {}
    for split in (Split.VAL, Split.TEST):
        done = set(tx.labels.complete_ids(split))
        waiting[split] = [i for i in tx.splits.holdout_ids(split) if i not in done]
    # Dealt by the share each has left, so that both are labeled to about the same depth.
    keyed = [
        ((place + 0.5) / len(ids), image_id, split)
        for split, ids in waiting.items()
        for place, image_id in enumerate(ids)
    ]
    return [(image_id, split) for _, image_id, split in sorted(keyed)]


def with_holdout(
    picks: tuple[Pick, ...], holdout: list[tuple[ImageId, Split]], *, query_size: int
) -> list[tuple[Pick, bool]]:
    """Return the picks with a holdout image after every few; at least one while there are any.

    Where nothing was picked, as the pool is labeled, only the holdout is asked about.
    """
    waiting = [(_holdout_pick(image_id, split), True) for image_id, split in holdout]
    if not picks:
        return waiting[:query_size]
    every = min(HOLDOUT_EVERY - 1, len(picks))
    asked: list[tuple[Pick, bool]] = []
    for place, pick in enumerate(picks, start=1):
        asked.append((pick, False))
        if place % every == 0:
            asked += waiting[place // every - 1 : place // every]
    return asked


def _holdout_pick(image_id: ImageId, split: Split) -> Pick:
    purpose = "test" if split is Split.TEST else "validation"
    return Pick(image_id, 0.0, f"Drawn at random for {purpose}: label it without suggestions")
