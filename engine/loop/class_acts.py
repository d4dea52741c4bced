"""What each change of the class list does to a project, how it is undone and done again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from engine.domain.class_changes import ClassAct, ClassChange, FoldedClass
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import Answer
from engine.store.transaction import Transaction

_Join: TypeAlias = Callable[[Answer, Answer], Answer]


def do(tx: Transaction, change: ClassChange, *, who: str) -> ClassChange:
    """Make a change for the first time; return it with what came of it.

    Raises:
        UsageError: A name or color is not usable.
        NotFoundError: There is no such class.
    """
    class_id = change.class_id
    match change.act:
        case ClassAct.RENAME:
            tx.classes.rename(class_id, name=change.after)
        case ClassAct.RECOLOR:
            tx.classes.recolor(class_id, color=change.after)
        case ClassAct.REORDER:
            tx.classes.reorder(change.order_after)
        case ClassAct.REMOVE:
            tx.classes.remove(class_id)
        case ClassAct.MERGE:
            into = _other(change)
            tx.classes.revise(into)
            return replace(change, folded=_fold(tx, class_id, into, join=joined_answer, who=who))
        case ClassAct.ADD | ClassAct.SPLIT:
            return _add(tx, change, who=who)
    return change


def undo(tx: Transaction, change: ClassChange, *, who: str) -> ClassChange:
    """Take a change back; return it with what doing it again needs.

    Raises:
        UsageError: A class that would come back has a name that another one took.
    """
    class_id = change.class_id
    match change.act:
        case ClassAct.ADD:
            tx.classes.remove(class_id)
        case ClassAct.RENAME:
            tx.classes.rename(class_id, name=change.before)
        case ClassAct.RECOLOR:
            tx.classes.recolor(class_id, color=change.before)
        case ClassAct.REORDER:
            tx.classes.reorder(change.order)
        case ClassAct.REMOVE:
            tx.classes.restore(class_id)
            tx.classes.reorder(change.order)
        case ClassAct.MERGE:
            _unfold(tx, class_id, _other(change), change.folded, join=joined_answer, who=who)
            tx.classes.revise(_other(change), by=-1)
            tx.classes.reorder(change.order)
        case ClassAct.SPLIT:
            tx.classes.revise(class_id, by=-1)
            folded = _fold(tx, _other(change), class_id, join=rejoined_answer, who=who)
            return replace(change, folded=folded)
    return change


def redo(tx: Transaction, change: ClassChange, *, who: str) -> ClassChange:
    """Make a change again that was undone; return it with what came of it.

    Raises:
        UsageError: A class that would come back has a name that another one took.
    """
    match change.act:
        case ClassAct.ADD:
            tx.classes.restore(change.class_id)
            return change
        case ClassAct.SPLIT:
            gone, folded = _other(change), change.folded
            _unfold(tx, gone, change.class_id, folded, join=rejoined_answer, who=who)
            tx.classes.revise(change.class_id)
            return change
        case _:
            return do(tx, change, who=who)


def _add(tx: Transaction, change: ClassChange, *, who: str) -> ClassChange:
    added = tx.classes.add(change.after)
    if change.act is ClassAct.ADD:
        return replace(change, class_id=added.id)
    order = [class_id for class_id in change.order if class_id != added.id]
    order.insert(order.index(change.class_id) + 1, added.id)
    tx.classes.reorder(order)
    tx.classes.revise(change.class_id)
    # Where nothing was of the class before, nothing is of either part now.
    empty = {
        image_id: {added.id: Answer.EMPTY}
        for image_id, answer in tx.class_labels.answers(change.class_id).items()
        if answer is Answer.EMPTY
    }
    tx.labels.set_many_answers(empty, who=who)
    return replace(change, other_id=added.id)


def _fold(tx: Transaction, gone: ClassId, into: ClassId, *, join: _Join, who: str) -> FoldedClass:
    """Make a class part of another: annotations move, and its answers join those of the other."""
    before: list[tuple[ImageId, Answer]] = []
    joined: dict[ImageId, dict[ClassId, Answer]] = {}
    for (first, second), image_ids in tx.class_labels.answers_of_both(into, gone).items():
        both = join(first, second)
        if both is not first:
            before += [(image_id, first) for image_id in image_ids]
            joined |= {image_id: {into: both} for image_id in image_ids}
    numbers = tx.class_labels.move(gone, into, who=who)
    tx.labels.set_many_answers(joined, who=who)
    tx.classes.remove(gone, into=into)
    return FoldedClass(numbers, tuple(before))


def _unfold(
    tx: Transaction,
    gone: ClassId,
    into: ClassId,
    folded: FoldedClass,
    *,
    join: _Join,
    who: str,
) -> None:
    """Take a fold back; answers that were given since stay."""
    tx.classes.restore(gone)
    tx.class_labels.move_some(folded.annotations, source=into, target=gone, who=who)
    before = dict(folded.answers)
    earlier = {
        image_id: {into: before[image_id]}
        for (now, own), image_ids in tx.class_labels.answers_of_both(into, gone).items()
        for image_id in image_ids
        if image_id in before and now is join(before[image_id], own)
    }
    tx.labels.set_many_answers(earlier, who=who)


def joined_answer(first: Answer, second: Answer) -> Answer:
    """Return what is known of two classes as one."""
    if first.is_settled and second.is_settled:
        return Answer.COMPLETE if Answer.COMPLETE in (first, second) else Answer.EMPTY
    if first is second:
        return first
    return Answer.PARTIAL


def rejoined_answer(whole: Answer, part: Answer) -> Answer:
    """Return what is known of a class when a part that was split off it comes back.

    What was looked at completely before the split stays so, whatever was said of the part.
    """
    if whole.is_settled:
        return Answer.COMPLETE if part in (Answer.COMPLETE, Answer.PARTIAL) else whole
    return joined_answer(whole, part)


def _other(change: ClassChange) -> ClassId:
    assert change.other_id is not None
    return change.other_id
