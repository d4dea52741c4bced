"""What a round can ask about: the pool, and the holdout a few images at a time."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from engine.domain.errors import ConflictError
from engine.domain.identifiers import ImageId
from engine.domain.images import ImageFilter, ImageState, Progress, Split
from engine.domain.rounds import Pick, Question, QuestionState, RoundState
from engine.store.transaction import Transaction

# Every so many questions one comes from the holdout, until it is labeled; test and validation take
# turns in the proportion in which they were drawn.
HOLDOUT_EVERY = 4
_NO_ROUND = -1
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


def queued(tx: Transaction) -> list[Question]:
    """Return the questions of all rounds that are not finished, by round and rank.

    Where every round is finished, they are those of the newest.
    """
    newest = tx.rounds.newest()
    if newest is None or newest.state.is_open:
        return tx.rounds.waiting_questions()
    return tx.rounds.questions(newest.number)


def open_questions(tx: Transaction) -> list[Question]:
    """Return the questions that wait for the expert, by round and rank."""
    return [q for q in tx.rounds.waiting_questions() if q.state is QuestionState.OPEN]


def asked_elsewhere(tx: Transaction, round_number: int) -> frozenset[ImageId]:
    """Return the images that other rounds ask about which are not finished.

    No image is asked about twice meanwhile, whether it waits or was passed over.
    """
    return frozenset(
        question.pick.image_id
        for question in tx.rounds.waiting_questions()
        if question.round_number != round_number
    )


def is_all_asked(tx: Transaction) -> bool:
    """Return whether rounds that are not finished ask about everything that is left to label."""
    elsewhere = asked_elsewhere(tx, _NO_ROUND)
    # Counting is quick; which images they are matters only near the end of the pool.
    if sum(tx.images.count(where=where) for where in _UNLABELED_POOL) > len(elsewhere):
        return False
    left = set(candidates(tx)) | {image_id for image_id, _ in next_holdout(tx)}
    return left <= elsewhere


def has_unasked(tx: Transaction) -> bool:
    """Return whether an image is left, in pool or holdout, that no question was about in vain."""
    waiting = {question.pick.image_id for question in tx.rounds.waiting_questions()}
    seen = waiting | set(tx.rounds.passed_over())
    if sum(tx.images.count(where=where) for where in _UNLABELED_POOL) > len(seen):
        return True
    left = set(candidates(tx)) | {image_id for image_id, _ in next_holdout(tx)}
    return not left <= seen


def next_candidates(
    tx: Transaction, *, query_size: int, elsewhere: AbstractSet[ImageId] = frozenset()
) -> list[ImageId]:
    """Return the candidates for the next questions, ascending, without those asked `elsewhere`.

    What the expert passed over comes again when all others were asked, the longest ago first.
    """
    passed_over = tx.rounds.passed_over()
    everything = [image_id for image_id in candidates(tx) if image_id not in elsewhere]
    if not passed_over:
        return everything
    wanted = [image_id for image_id in everything if image_id not in passed_over]
    again = [image_id for image_id in everything if image_id in passed_over]
    again.sort(key=lambda image_id: passed_over[image_id])
    return sorted(wanted + again[: max(query_size - len(wanted), 0)])


def next_holdout(
    tx: Transaction, *, elsewhere: AbstractSet[ImageId] = frozenset()
) -> list[tuple[ImageId, Split]]:
    """Return the holdout images still to label, validation and test mixed in their stored order.

    Those asked about `elsewhere` are left out.
    """
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
    mixed = [(image_id, split) for _, image_id, split in sorted(keyed)]
    return [(image_id, split) for image_id, split in mixed if image_id not in elsewhere]


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


def flag_question(tx: Transaction, image_id: ImageId) -> None:
    """Flag the question about an image; where no round that is labeled asks, the first does, last.

    Raises:
        ConflictError: No round asks questions now.
        NotFoundError: There is no such image.
    """
    labeled = [each for each in tx.rounds.unfinished() if each.state is RoundState.LABELING]
    if not labeled:
        raise ConflictError(
            "Flagged images come back as questions, and no round asks any now.",
            hint="Flag it once the next questions are there.",
        )
    numbers = {each.number for each in labeled}
    asking = (q.round_number for q in tx.rounds.waiting_questions() if q.pick.image_id == image_id)
    number = max(numbers.intersection(asking), default=None)
    if number is None:
        number = labeled[0].number
        last = max((question.rank for question in tx.rounds.questions(number)), default=-1)
        pick = Pick(image_id, 0.0, "Flagged for a second opinion")
        is_holdout = tx.images.get(image_id).split is not Split.TRAIN
        asked = Question(number, last + 1, pick, is_holdout=is_holdout)
        tx.rounds.add_questions(number, [asked])
    tx.rounds.set_question_state(number, image_id, state=QuestionState.FLAGGED)


def _holdout_pick(image_id: ImageId, split: Split) -> Pick:
    purpose = "test" if split is Split.TEST else "validation"
    return Pick(image_id, 0.0, f"Drawn at random for {purpose}: label it without suggestions")
