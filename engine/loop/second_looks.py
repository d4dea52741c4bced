"""Which labeled images are asked about again with their labels hidden, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from engine.domain.annotations import AnnotationEdit, ImageLabels
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer, Split
from engine.domain.rounds import Pick, Purpose, Question, QuestionState, Round
from engine.domain.second_looks import Consistency, SecondLook
from engine.evaluation.consistency import consistency
from engine.store.records import in_chunks
from engine.store.transaction import Transaction

# One answer in 33 is asked for again.
_SHARE = 0.03
# A round in between, so that an answer is not remembered but given anew.
_ROUNDS_AGO = 2
_REASONS = {
    Purpose.AGAIN: (
        "Labeled before, asked again with all hidden: it measures how alike you answer twice"
    ),
    Purpose.AUDIT: (
        "Suggestions were accepted here; with all hidden it measures how many were wrong"
    ),
}


def with_second_looks(tx: Transaction, asking: Round, asked: list[Question]) -> list[Question]:
    """Return questions with those between them that ask about a labeled image again.

    How many, `due_now` says. Of all images answered two rounds ago or earlier, drawn at random,
    each once at the most. Every other one is drawn from those where suggestions were accepted as
    they were. They begin with this call. Where a simulated expert answers, nothing is asked twice.
    """
    if not asked or is_played(tx):
        return asked
    tx.second_looks.drop_unasked()
    known = tx.second_looks.image_ids()
    num_due = due_now(
        _SHARE,
        num_answered=tx.rounds.num_answered(),
        num_before=len(known),
        num_asked=len(asked),
    )
    if num_due <= 0:
        return asked
    rng = np.random.default_rng([asking.seed, asking.number])
    old = tx.rounds.answered_ids(until=asking.number - _ROUNDS_AGO)
    free = sorted((set(old) & set(tx.labels.complete_ids())) - known)
    looks: list[SecondLook] = []
    for place in range(num_due):
        look = _draw(tx, asking, free, rng, is_audit=(len(known) + place) % 2 == 1)
        if look is None:
            break
        free.remove(look.image_id)
        looks.append(look)
    mixed = list(asked)
    for look in looks:
        mixed.insert(int(rng.integers(1, len(mixed) + 1)), _question(tx, look))
    tx.second_looks.begin(looks)
    return mixed


def due_now(share: float, *, num_answered: int, num_before: int, num_asked: int) -> int:
    """Return how many questions about labeled images go with some questions; none from 0 down.

    Where nobody was asked so for long, as in a project of an earlier release, it is made up for at
    twice the pace, not at once.

    Args:
        share: Such questions for each that was answered.
        num_answered: Questions answered so far.
        num_before: Such questions asked so far.
        num_asked: Questions they go with.
    """
    return min(int(share * num_answered) - num_before, math.ceil(2 * share * num_asked))


class ConsistencyReader:
    """How alike the expert answers twice, compared anew only when something of it changed.

    Outlines take milliseconds an image to compare, and a status asks after every gesture.
    """

    def __init__(self) -> None:
        self._known: tuple[object, Consistency] | None = None

    def read(self, tx: Transaction) -> Consistency:
        """Return it, with how often accepted suggestions were wrong. Project thread."""
        state = tx.second_looks.newest_answer(), [each.id for each in tx.classes.all()]
        if self._known is None or self._known[0] != state:
            self._known = state, read_consistency(tx)
        return self._known[1]


def read_consistency(tx: Transaction) -> Consistency:
    """Return how alike the expert answers twice, and how often accepted suggestions were wrong."""
    return consistency(comparable_looks(tx))


def comparable_looks(tx: Transaction) -> list[SecondLook]:
    """Return the complete looks, oldest first, but for those of classes that are in use no more.

    What was drawn before a class was removed or merged, and what was drawn after, differ by that.
    """
    in_use = {each.id for each in tx.classes.all()}
    return [
        look
        for look in tx.second_looks.answered()
        if {each.class_id for each in (*look.first, *look.second)} <= in_use
    ]


def hidden_labels(look: SecondLook) -> ImageLabels:
    """Return what the canvas shows of an image at a second look: what was drawn at it alone."""
    return ImageLabels(look.image_id, look.second, dict(look.answers or {}))


def looks_at(tx: Transaction, image_ids: Iterable[ImageId]) -> dict[ImageId, SecondLook]:
    """Return the second looks under way at some images."""
    found = ((image_id, tx.second_looks.current(image_id)) for image_id in image_ids)
    return {image_id: look for image_id, look in found if look is not None}


def look_again(
    tx: Transaction,
    look: SecondLook,
    edits: Sequence[AnnotationEdit],
    said: Mapping[ClassId, Answer],
) -> None:
    """Take what was done at a second look; its question is answered when all classes are.

    Raises:
        ConflictError: An annotation is not as an edit found it.
    """
    own = [edit for edit in edits if edit.image_id == look.image_id]
    tx.second_looks.apply(look, own)
    begun = {a.class_id: Answer.PARTIAL for edit in own if (a := edit.after or edit.before)}
    known = look.answers or {}
    opened = {key: word for key, word in begun.items() if not known.get(key, word).is_settled}
    is_done = tx.second_looks.set_answers(look, {**opened, **said})
    state = QuestionState.ANSWERED if is_done else QuestionState.OPEN
    tx.rounds.set_question_state(look.round_number, look.image_id, state=state)


def _draw(
    tx: Transaction, asking: Round, free: list[ImageId], rng: np.random.Generator, *, is_audit: bool
) -> SecondLook | None:
    image_id = _with_accepted(tx, free, rng) if is_audit else None
    purpose = Purpose.AGAIN if image_id is None else Purpose.AUDIT
    if image_id is None:
        if not free:
            return None
        image_id = free[int(rng.integers(len(free)))]
    first = tx.labels.get(image_id).annotations
    accepted = tx.labels.accepted_as_they_were([image_id]).get(image_id, frozenset())
    # Those of classes that are in use no more are hidden, and nobody could draw them again.
    shown = accepted & {annotation.id for annotation in first}
    return SecondLook(asking.number, image_id, purpose, first, shown)


def _with_accepted(
    tx: Transaction, free: Sequence[ImageId], rng: np.random.Generator
) -> ImageId | None:
    """Return one drawn from those on which suggestions were accepted as they were, if any."""
    order: list[ImageId] = [free[row] for row in rng.permutation(len(free)).tolist()]
    # Most often the first few are enough; all would be looked at only where none has any.
    for some in in_chunks(order):
        found = tx.labels.accepted_as_they_were(some)
        for image_id in some:
            if image_id in found:
                return image_id
    return None


def _question(tx: Transaction, look: SecondLook) -> Question:
    pick = Pick(look.image_id, 0.0, _REASONS[look.purpose])
    is_holdout = tx.images.get(look.image_id).split is not Split.TRAIN
    return Question(look.round_number, 0, pick, is_holdout=is_holdout, purpose=look.purpose)


def is_played(tx: Transaction) -> bool:
    """Return whether a simulated expert answers: it is asked nothing twice."""
    plan = tx.project.value("autopilot")
    return plan is not None and not plan["is_done"]
