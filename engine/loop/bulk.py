"""Bulk acts: one act on many images, undone as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from engine.domain.annotations import (
    Annotation,
    AnnotationEdit,
    AnswersEdit,
    ImageLabels,
    Source,
)
from engine.domain.changes import Changed, Changes
from engine.domain.classes import ObjectClass
from engine.domain.errors import ConflictError, UsageError
from engine.domain.groups import group_called
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, VersionId, new_id
from engine.domain.images import Answer, ImageRecord, ImageState, Split
from engine.domain.project import Task
from engine.domain.suggestions import BY_EXAMPLE, Judgment, SuggestionState
from engine.domain.versions import ModelVersion
from engine.loop.bulk_edits import BulkEdit, GroupEdit, StateEdit, joined
from engine.loop.labeling import Labeling
from engine.loop.scoring import Suggestion
from engine.loop.suggesting import Suggesting
from engine.loop.suggestion_states import states_of_suggestions
from engine.store.database import Store
from engine.store.transaction import Transaction

_T = TypeVar("_T")
# Images in one transaction: few enough that a gesture gets between.
_IMAGES_A_STEP = 20
_TAKEN_OUT = "Taken out by hand."


class BulkRun:
    """One act under way: each step takes some images. One thread at a time.

    Attributes:
        title: The act in words, for the undo button: "Confirm empty".
        num_images: Images it looks at, all in all.
        num_done: Of these, those it has looked at.
        edits: What it did so far, one edit a step.
    """

    def __init__(
        self, title: str, pieces: Sequence[Sequence[ImageId]], step: Callable[[int], BulkEdit]
    ) -> None:
        self.title = title
        self.num_images = sum(len(piece) for piece in pieces)
        self.num_done = 0
        self.edits: list[BulkEdit] = []
        self._pieces = pieces
        self._step = step
        self._next = 0

    @property
    def is_done(self) -> bool:
        """Whether no image is left."""
        return self._next >= len(self._pieces)

    @property
    def num_changed(self) -> int:
        """Images that are not as they were."""
        return len({image_id for edit in self.edits for image_id in edit.image_ids})

    def step(self) -> Changes:
        """Take the next images, in one transaction.

        Raises:
            ConflictError: What is to be undone has changed since.
        """
        edit = self._step(self._next)
        self.num_done += len(self._pieces[self._next])
        self._next += 1
        if edit:
            self.edits.append(edit)
        kinds = Changed.NOTHING
        if edit.annotations or edit.answers:
            kinds |= Changed.LABELS | Changed.QUESTIONS
        if edit.states or edit.groups:
            kinds |= Changed.IMAGES
        return Changes(kinds, edit.image_ids) if kinds else Changes()


class Bulk:
    """Acts on many images. Each is begun here and carried out step by step."""

    def __init__(self, store: Store, labeling: Labeling, suggesting: Suggesting) -> None:
        self._store = store
        self._labeling = labeling
        self._suggesting = suggesting

    def confirm_empty(self, image_ids: Iterable[ImageId]) -> BulkRun:
        """Say that nothing is on these images; those with labels are passed over.

        Raises:
            UsageError: The project sorts images, and every image is something.
        """
        with self._store.read() as tx:
            sorts_images = tx.project.settings().task is Task.CLASSIFY
        if sorts_images:
            raise UsageError(
                "Every image needs a class in a project that sorts images, so none is empty.",
                hint="Add a class for those where no other fits.",
            )
        return self._run("Confirm empty", image_ids, self._confirm_empty)

    def mark_for_review(self, image_ids: Iterable[ImageId]) -> BulkRun:
        """Take back that these images are complete; their labels stay."""
        return self._run("Mark as needing review", image_ids, self._mark_for_review)

    def accept_suggestions(self, image_ids: Iterable[ImageId]) -> BulkRun:
        """Accept what is suggested surely enough, as bulk-accepted.

        Nobody looks at each of them, so the threshold of each class counts from which on the boxes
        of the model are right often enough on validation (its operating point), not the lower one
        from which on suggestions are shown to be looked at; that one where nothing was measured.
        What is suggested by example wants to be looked at one by one.

        The images are begun by it and not complete. Images of the holdout are passed over, as they
        are labeled without a model's help.
        """
        return self._run("Accept suggestions", image_ids, self._accept)

    def delete_labels(self, image_ids: Iterable[ImageId], class_id: ClassId) -> BulkRun:
        """Delete the labels of a class; the images count as not checked for it then."""
        return self._run("Delete labels", image_ids, lambda ids: self._delete_labels(ids, class_id))

    def take_out(self, image_ids: Iterable[ImageId]) -> BulkRun:
        """Take images out of use; their labels stay."""
        return self._run(
            "Take out",
            image_ids,
            lambda ids: self._set_states(ids, ImageState.READY, ImageState.QUARANTINED),
        )

    def bring_back(self, image_ids: Iterable[ImageId]) -> BulkRun:
        """Use images again that were taken out; missing ones stay missing."""
        return self._run(
            "Bring back",
            image_ids,
            lambda ids: self._set_states(ids, ImageState.QUARANTINED, ImageState.READY),
        )

    def move_to_group(self, image_ids: Iterable[ImageId], name: str) -> BulkRun:
        """Put images into one group, so that no split ever divides them.

        Args:
            image_ids: The images.
            name: The group, as its rule called it or as people call it; a new one where no group
                is called so.

        Raises:
            UsageError: The name is empty.
            ConflictError: The holdout is frozen, and groups with it.
        """
        if not name.strip():
            raise UsageError("A group needs a name.", hint="Such as patient 7.")
        with self._store.read() as tx:
            _refuse_if_frozen(tx)
            group = group_called(name.strip(), [each.name for each in tx.splits.groups()])
        return self._run("Move to group", image_ids, lambda ids: self._move(ids, group))

    def undo(self, edits: Sequence[BulkEdit], *, title: str) -> BulkRun:
        """Take back what an act did; doing it again is to undo the undoing."""
        inverse = [edit.inverse() for edit in reversed(edits)]

        def _step(number: int) -> BulkEdit:
            self._apply(inverse[number])
            return inverse[number]

        return BulkRun(title, [sorted(edit.image_ids) for edit in inverse], _step)

    def _run(
        self,
        title: str,
        image_ids: Iterable[ImageId],
        act: Callable[[Sequence[ImageId]], BulkEdit],
    ) -> BulkRun:
        pieces = list(_pieces(image_ids))

        def _step(number: int) -> BulkEdit:
            edit = act(pieces[number])
            self._apply(edit)
            return edit

        return BulkRun(title, pieces, _step)

    def _apply(self, edit: BulkEdit) -> None:
        said = {each.image_id: each.after for each in edit.answers}
        if edit.annotations or said:
            self._labeling.apply(edit.annotations, answers=said, judged=edit.judged, in_bulk=True)
        if edit.states:
            with self._store.write() as tx:
                for each in edit.states:
                    reason = _TAKEN_OUT if each.after is ImageState.QUARANTINED else ""
                    tx.images.set_state([each.image_id], state=each.after, reason=reason)
        if edit.groups:
            with self._store.write() as tx:
                _refuse_if_frozen(tx)
                tx.splits.set_groups({each.image_id: each.after for each in edit.groups})

    def _confirm_empty(self, image_ids: Sequence[ImageId]) -> BulkEdit:
        labels, classes = self._labels(image_ids)
        said = {c.id: Answer.EMPTY for c in classes}
        edits = [_answers_edit(each, said) for each in labels if not each.annotations]
        return BulkEdit(answers=_changed(edits))

    def _mark_for_review(self, image_ids: Sequence[ImageId]) -> BulkEdit:
        labels, classes = self._labels(image_ids)
        edits = []
        for each in labels:
            answer = Answer.PARTIAL if each.annotations else Answer.UNLABELED
            settled = [c.id for c in classes if each.answer(c.id).is_settled]
            edits.append(_answers_edit(each, dict.fromkeys(settled, answer)))
        return BulkEdit(answers=_changed(edits))

    def _delete_labels(self, image_ids: Sequence[ImageId], class_id: ClassId) -> BulkEdit:
        labels, _ = self._labels(image_ids)
        holding = [each for each in labels if _of_class(each, class_id)]
        return BulkEdit(
            tuple(AnnotationEdit(a, None) for each in holding for a in _of_class(each, class_id)),
            _changed(_answers_edit(each, {class_id: Answer.UNLABELED}) for each in holding),
        )

    def _accept(self, image_ids: Sequence[ImageId]) -> BulkEdit:
        with self._store.read() as tx:
            records = tx.images.get_many(image_ids)
            labels = {each.image_id: each for each in tx.labels.stream(image_ids)}
            judged = {image_id: tx.judgments.states(image_id) for image_id in image_ids}
            class_ids = [c.id for c in tx.classes.all()]
            thresholds = {version.id: _thresholds(version) for version in tx.versions.all()}
        edit = BulkEdit()
        for record in records:
            offers = self._suggesting.suggestions(record.id) if _may_suggest(record) else None
            if offers is None:
                continue
            said = labels[record.id]
            states = states_of_suggestions(offers.suggestions, said, class_ids, judged[record.id])
            taken = [
                each
                for each, state in zip(offers.suggestions, states, strict=True)
                if state is SuggestionState.OPEN
                and each.suggested_by != BY_EXAMPLE
                and each.confidence >= _threshold(each, thresholds, offers.threshold)
            ]
            edit = joined(edit, _acceptance(said, taken))
        return edit

    def _set_states(
        self, image_ids: Sequence[ImageId], before: ImageState, after: ImageState
    ) -> BulkEdit:
        with self._store.read() as tx:
            records = tx.images.get_many(image_ids)
        moved = [record.id for record in records if record.state is before]
        return BulkEdit(states=tuple(StateEdit(image_id, before, after) for image_id in moved))

    def _move(self, image_ids: Sequence[ImageId], group: str) -> BulkEdit:
        with self._store.read() as tx:
            records = tx.images.get_many(image_ids)
        moved = [record for record in records if record.group != group]
        return BulkEdit(groups=tuple(GroupEdit(each.id, each.group, group) for each in moved))

    def _labels(
        self, image_ids: Sequence[ImageId]
    ) -> tuple[list[ImageLabels], tuple[ObjectClass, ...]]:
        with self._store.read() as tx:
            return list(tx.labels.stream(image_ids)), tx.classes.all()


def _pieces(items: Iterable[_T]) -> Iterator[list[_T]]:
    iterator = iter(items)
    while piece := list(islice(iterator, _IMAGES_A_STEP)):
        yield piece


def _refuse_if_frozen(tx: Transaction) -> None:
    if tx.project.holdout_frozen_at() is not None:
        raise ConflictError(
            "The holdout was drawn by these groups and is frozen: every image stays in its group.",
            hint="Group images before the holdout is frozen, or take out what must not be used.",
        )


def _thresholds(version: ModelVersion) -> dict[ClassId, float]:
    """Return from which confidence on boxes of a version count, by class; empty = not measured."""
    point = version.operating_point
    if point is None or len(version.class_ids) != len(point.thresholds):
        return {}
    return dict(zip(version.class_ids, point.thresholds, strict=True))


def _threshold(
    suggestion: Suggestion,
    thresholds: Mapping[VersionId, Mapping[ClassId, float]],
    otherwise: float,
) -> float:
    own = thresholds.get(VersionId(suggestion.suggested_by), {})
    return own.get(suggestion.class_id, otherwise)


def _may_suggest(record: ImageRecord) -> bool:
    return record.split is Split.TRAIN and record.state is ImageState.READY


def _of_class(labels: ImageLabels, class_id: ClassId) -> list[Annotation]:
    return [each for each in labels.annotations if each.class_id == class_id]


def _answers_edit(labels: ImageLabels, said: dict[ClassId, Answer]) -> AnswersEdit:
    before = {class_id: labels.answer(class_id) for class_id in said}
    return AnswersEdit(labels.image_id, before, said)


def _changed(edits: Iterable[AnswersEdit]) -> tuple[AnswersEdit, ...]:
    return tuple(edit for edit in edits if edit.before != edit.after)


def _acceptance(labels: ImageLabels, taken: list[Suggestion]) -> BulkEdit:
    """Return the edit that makes suggestions labels of an image, which is begun by them."""
    added = [_accepted(labels.image_id, each) for each in taken]
    begun = {
        each.class_id: Answer.PARTIAL
        for each in added
        if labels.answer(each.class_id) is Answer.UNLABELED
    }
    judged = [
        Judgment(
            each.key,
            labels.image_id,
            each.suggested_by,
            each.class_id,
            each.confidence,
            SuggestionState.ACCEPTED,
        )
        for each in taken
    ]
    return BulkEdit(
        tuple(AnnotationEdit(None, each) for each in added),
        (_answers_edit(labels, begun),) if begun else (),
        tuple(judged),
    )


def _accepted(image_id: ImageId, suggestion: Suggestion) -> Annotation:
    return Annotation(
        AnnotationId(new_id()),
        image_id,
        suggestion.class_id,
        suggestion.shape,
        source=Source.BULK_ACCEPTED,
        suggested_by=suggestion.suggested_by,
        confidence=suggestion.confidence,
    )
