"""Labeling: opening an image, storing every edit at once, answering for an image, counting time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from engine.domain.annotations import Annotation, AnnotationEdit, ImageLabels, Visit
from engine.domain.changes import Changed, Changes
from engine.domain.errors import UsageError
from engine.domain.events import AnsweredBox, ImageAnswered, JobEvent
from engine.domain.identifiers import AnnotationId, ClassId, ImageId, SuggestedBy, new_id
from engine.domain.images import Answer, ImageRecord, Split
from engine.domain.jobs import JobRecord
from engine.domain.project import Task
from engine.domain.rounds import Question, QuestionState
from engine.domain.second_looks import SecondLook
from engine.domain.shapes import Box, Shape, WholeImage, shape_from_json
from engine.domain.suggestions import Acceptance, Judgment, SuggestionState
from engine.domain.tasks import too_poor
from engine.loop.background import Background, JobHandler
from engine.loop.edit_checks import check_classes, check_inside, check_says_enough
from engine.loop.round_questions import flag_question
from engine.loop.second_looks import hidden_labels, look_again, looks_at
from engine.store.database import Store
from engine.store.transaction import Transaction

_AFTER_EDIT = {Answer.UNLABELED: Answer.PARTIAL, Answer.EMPTY: Answer.COMPLETE}
_LABELED = Changed.LABELS | Changed.QUESTIONS


@dataclass(frozen=True, slots=True)
class OpenImage:
    """All a canvas needs of one image. Suggestions come apart, as they may take longer.

    `judged` says what was done with suggestions here, by their keys. At a second look `labels` are
    what was drawn at it, and the real ones stay hidden.
    """

    record: ImageRecord
    labels: ImageLabels
    question: Question | None
    judged: Mapping[str, SuggestionState]

    @property
    def is_answer_first(self) -> bool:
        """Whether suggestions stay hidden: the holdout, and what is asked again, get no help."""
        is_again = self.question is not None and self.question.purpose.is_blind
        return is_again or self.record.split is not Split.TRAIN


class Labeling(JobHandler):
    """The expert's work on images. Every call is one committed transaction."""

    def __init__(self, store: Store, background: Background, *, who: str) -> None:
        self._store = store
        self._background = background
        self._who = who
        self._opened_id: ImageId | None = None

    @property
    def opened_id(self) -> ImageId | None:
        """The image opened last, which is likely to be in front of the expert still."""
        return self._opened_id

    def open_image(self, image_id: ImageId) -> OpenImage:
        """Return an image with its labels and the question it stands for, if any.

        Raises:
            NotFoundError: There is no such image.
        """
        self._opened_id = image_id
        with self._store.read() as tx:
            record, question = tx.images.get(image_id), tx.rounds.question_of(image_id)
            look = tx.second_looks.current(image_id)
            if look is not None:
                return OpenImage(record, hidden_labels(look), question, {})
            # What was asked again in a round that is over says nothing of the image any more.
            question = None if question and question.purpose.is_blind else question
            return OpenImage(
                record, tx.labels.get(image_id), question, tx.judgments.states(image_id)
            )

    def apply(
        self,
        edits: Sequence[AnnotationEdit],
        *,
        answers: Mapping[ImageId, Mapping[ClassId, Answer]] | None = None,
        judged: Sequence[Judgment] = (),
        in_bulk: bool = False,
    ) -> Changes:
        """Store edits, in order, all or none; images without an answer become partial.

        What is done to an image that is asked again goes to its second look; its labels stay.

        Args:
            edits: What was done; an undo is the inverse edits.
            answers: Answers to set with them, as completing and undoing a completion need. An
                image's question follows them: it is answered by the last one, and opened again
                when one is taken back.
            judged: What became of suggestions by it.
            in_bulk: Whether it is an act on many images, which is meant for their labels in any
                case.

        Raises:
            ConflictError: An annotation is not as the edit found it, or its class is gone.
            NotFoundError: There is no such image.
            UsageError: A shape reaches beyond its image, or an image would be complete though its
                labels say too little for the project's task.
        """
        image_ids = frozenset(edit.image_id for edit in edits) | frozenset(answers or {})
        with self._store.write() as tx:
            check_inside(tx, edits)
            check_classes(tx, edits)
            looks = {} if in_bulk else looks_at(tx, image_ids)
            for look in looks.values():
                look_again(tx, look, edits, (answers or {}).get(look.image_id, {}))
            edits = [edit for edit in edits if edit.image_id not in looks]
            answers = {key: said for key, said in (answers or {}).items() if key not in looks}
            tx.labels.apply(edits, who=self._who)
            begun = _begun_answers(tx, edits)
            tx.labels.set_many_answers(begun | dict(answers or {}), who=self._who)
            tx.judgments.store(judged)
            # An answer that leaves a class open completes nothing.
            settling = [
                image_id
                for image_id, said in (answers or {}).items()
                if all(answer.is_settled for answer in said.values())
            ]
            check_says_enough(tx, settling)
            moved = [image_id for image_id in answers or () if _follow_answers(tx, image_id)]
        if not image_ids:
            return Changes()
        return Changes(_LABELED if moved or looks else Changed.LABELS, image_ids)

    def acceptance(self, suggested_by: SuggestedBy) -> dict[ClassId, Acceptance]:
        """Return what became of the suggestions of a source, by the class offered."""
        with self._store.read() as tx:
            return tx.judgments.acceptance(suggested_by)

    def complete(self, image_id: ImageId) -> Changes:
        """Say that all objects of the image are labeled; classes without any are empty there.

        Raises:
            UsageError: The labels say too little for the project's task.
        """
        with self._store.write() as tx:
            _complete(tx, image_id, who=self._who)
        return Changes(_LABELED, frozenset({image_id}))

    def confirm_empty(self, image_id: ImageId) -> Changes:
        """Say that there is nothing to label in the image.

        Raises:
            UsageError: It has annotations, or the project asks for the class of every image.
        """
        with self._store.write() as tx:
            if _shown(tx, image_id, tx.second_looks.current(image_id)):
                raise UsageError(
                    "The image has annotations, so it is not empty.",
                    hint="Delete them first, or confirm the image as complete.",
                )
            _complete(tx, image_id, who=self._who)
        return Changes(_LABELED, frozenset({image_id}))

    def reopen(self, image_id: ImageId) -> Changes:
        """Take back that the image is complete; its annotations stay."""
        with self._store.write() as tx:
            look = tx.second_looks.current(image_id)
            answer = Answer.PARTIAL if _shown(tx, image_id, look) else Answer.UNLABELED
            said = {c.id: answer for c in tx.classes.all()}
            if look is None:
                tx.labels.set_answers(image_id, said, who=self._who)
                _set_question(tx, image_id, QuestionState.OPEN)
            else:
                look_again(tx, look, (), said)
        return Changes(_LABELED, frozenset({image_id}))

    def set_question(self, image_id: ImageId, state: QuestionState) -> Changes:
        """Note that the expert skipped a question, is not sure, or wants a second opinion."""
        with self._store.write() as tx:
            _set_question(tx, image_id, state)
        return Changes(Changed.QUESTIONS, frozenset({image_id}))

    def flag(self, image_id: ImageId) -> Changes:
        """Note that an image wants a second opinion, whether it was asked about or not.

        One that the round does not ask about becomes its last question.

        Raises:
            ConflictError: No round asks questions now.
        """
        with self._store.write() as tx:
            flag_question(tx, image_id)
        return Changes(Changed.QUESTIONS, frozenset({image_id}))

    def add_visit(self, visit: Visit) -> Changes:
        """Count a stay on an image, unless the user switched that off."""
        with self._store.write() as tx:
            if tx.project.settings().time_visits:
                tx.visits.add(visit)
        return Changes(Changed.PROJECT)

    @override
    def on_start(self, tx: Transaction, job: JobRecord) -> None:
        """Let any number run."""

    @override
    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        """Take an answer of a simulated expert as labels of the image."""
        if not isinstance(event, ImageAnswered):
            return Changes()
        class_ids = {c.name: c.id for c in tx.classes.all()}
        before = tx.labels.get(tx.images.get(event.image_id).id).annotations
        # What the project does not look for stays unsaid.
        drawn = [
            Annotation(
                AnnotationId(new_id()), event.image_id, class_ids[box.class_name], _shape_of(box)
            )
            for box in event.boxes
            if box.class_name in class_ids
        ]
        edits = [AnnotationEdit(old, None) for old in before]
        edits += [AnnotationEdit(None, new) for new in drawn]
        who = "simulated expert"
        tx.labels.apply(edits, who=who)
        _complete(tx, event.image_id, who=who)
        tx.visits.add(
            Visit(
                event.image_id,
                job.created_at,
                event.expert_s,
                num_drawn=event.num_drawn,
                num_adjusted=event.num_adjusted,
                num_accepted=event.num_accepted,
                num_rejected=event.num_rejected,
                num_class_changes=event.num_class_changes,
            )
        )
        return Changes(_LABELED, frozenset({event.image_id}))

    @override
    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:
        return Changes()

    @override
    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        notice = f"The simulated expert stopped: {job.reason}" if job.reason else ""
        return Changes(Changed.JOBS, notices=(notice,) if notice else ())


def _shape_of(box: AnsweredBox) -> Shape:
    return Box(*box.xyxy_px) if box.shape is None else shape_from_json(box.shape)


def _shown(tx: Transaction, image_id: ImageId, look: SecondLook | None) -> tuple[Annotation, ...]:
    """Return what the canvas shows as labels of an image."""
    return tx.labels.get(image_id).annotations if look is None else look.second


def _complete(tx: Transaction, image_id: ImageId, *, who: str) -> None:
    if (look := tx.second_looks.current(image_id)) is not None:
        look_again(tx, look, (), _said(tx, {each.class_id for each in look.second}))
        return
    is_of_images = tx.project.settings().task is Task.CLASSIFY
    present = {
        annotation.class_id
        for annotation in tx.labels.get(image_id).annotations
        if is_of_images or not isinstance(annotation.shape, WholeImage)
    }
    tx.labels.set_answers(image_id, _said(tx, present), who=who)
    check_says_enough(tx, (image_id,))
    _set_question(tx, image_id, QuestionState.ANSWERED)


def _said(tx: Transaction, present: AbstractSet[ClassId]) -> dict[ClassId, Answer]:
    return {c.id: Answer.COMPLETE if c.id in present else Answer.EMPTY for c in tx.classes.all()}


def _set_question(tx: Transaction, image_id: ImageId, state: QuestionState) -> None:
    question = tx.rounds.question_of(image_id)
    if question is not None:
        tx.rounds.set_question_state(question.round_number, image_id, state=state)


def _follow_answers(tx: Transaction, image_id: ImageId) -> bool:
    """Answer or open again the question about an image as its answers ask; return whether so."""
    question = tx.rounds.question_of(image_id)
    if question is None:
        return False
    labels = tx.labels.get(image_id)
    is_settled = all(labels.answer(c.id).is_settled for c in tx.classes.all())
    if is_settled == (question.state is QuestionState.ANSWERED):
        return False
    _set_question(tx, image_id, QuestionState.ANSWERED if is_settled else QuestionState.OPEN)
    return True


def _begun_answers(
    tx: Transaction, edits: Sequence[AnnotationEdit]
) -> dict[ImageId, Mapping[ClassId, Answer]]:
    """Return the answers that edits change.

    Unlabeled becomes partial, empty becomes complete, and what a shape says too little for becomes
    partial again.
    """
    touched: dict[ImageId, set[ClassId]] = {}
    for edit in edits:
        for annotation in (edit.before, edit.after):
            if annotation is not None:
                touched.setdefault(edit.image_id, set()).add(annotation.class_id)
    begun: dict[ImageId, Mapping[ClassId, Answer]] = {}
    settings = tx.project.settings()
    for labels in tx.labels.stream(touched):
        said = {
            class_id: _AFTER_EDIT[labels.answer(class_id)]
            for class_id in touched[labels.image_id]
            if labels.answer(class_id) in _AFTER_EDIT
        }
        poor = {a.class_id for a in too_poor(settings, labels.annotations)}
        said |= dict.fromkeys(poor & touched[labels.image_id], Answer.PARTIAL)
        if said:
            begun[labels.image_id] = said
    return begun
