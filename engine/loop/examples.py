"""Draw one, find the rest: what is alike to what the expert drew becomes suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from typing import Any

import numpy as np
from typing_extensions import override

from engine.domain.annotations import Annotation
from engine.domain.changes import Changed, Changes
from engine.domain.errors import UsageError
from engine.domain.events import JobEvent, RestFound
from engine.domain.examples import Alike, Example, Freedom
from engine.domain.geometry import iou_matrix
from engine.domain.identifiers import ClassId, ImageId, JobId, new_id
from engine.domain.images import ImageRecord, ImageState, Split
from engine.domain.jobs import FindSpec, ImageToLookAt, JobKind, JobRecord, Verdict
from engine.domain.requests import Reply
from engine.domain.rounds import QuestionState
from engine.domain.shapes import (
    Shape,
    WholeImage,
    bounding_box,
    shape_from_json,
    shape_to_json,
)
from engine.domain.suggestions import BY_EXAMPLE
from engine.domain.view import ViewSettings
from engine.loop.assist import Assist
from engine.loop.background import Background, JobHandler
from engine.loop.round_questions import queued
from engine.store.database import Store
from engine.store.suggestions import StoredSuggestion
from engine.store.transaction import Transaction

MAX_EXAMPLES = 5
"""More would take longer and find little more."""

# What lies so on a label, or on what was judged, is no news.
_SAME_OBJECT_IOU = 0.5
_TITLE = "Finding the rest"


class Examples(JobHandler):
    """Looks for what is alike to examples, in their image at once and in the queue behind."""

    def __init__(self, store: Store, background: Background, assist: Assist) -> None:
        self._store = store
        self._background = background
        self._assist = assist

    def find_here(
        self, record: ImageRecord, view: ViewSettings, drawn: Sequence[Annotation]
    ) -> Future[Reply]:
        """Ask for the rest in the image where examples were drawn; `keep` takes what is found.

        Raises:
            UsageError: There is nothing to look for, or the image measures the model.
        """
        if record.split is not Split.TRAIN:
            raise UsageError("This image measures the model, so it gets no suggestions.")
        examples, freedom = _examples(drawn), self._freedom()
        seen = self._assist.seen(record, view)
        return self._assist.find_rest(seen, examples, freedom=freedom)

    def find_in_queue(
        self, record: ImageRecord, view: ViewSettings, drawn: Sequence[Annotation]
    ) -> JobId | None:
        """Start to look through the open questions; None where there is no other one.

        An earlier look through the queue ends with it.

        Raises:
            UsageError: There is nothing to look for.
            ResourceError: The job folder cannot be written.
        """
        examples = _examples(drawn)
        with self._store.read() as tx:
            waiting = [image for image in _asked(tx) if image.id != record.id]
            running = tx.jobs.all(active=True, kind=JobKind.FIND)
        for job in running:
            self._background.tell(job.id, Verdict.CANCEL)
        if not waiting:
            return None
        images = tuple(ImageToLookAt(image.id, self._assist.seen(image, view)) for image in waiting)
        seen = self._assist.seen(record, view)
        spec = FindSpec(seen, examples, images, self._freedom(), threads=1)
        classes = sorted({int(each.class_id) for each in examples})
        return self._background.start(spec, title=_TITLE, context={"classes": classes})

    def keep(
        self, image_id: ImageId, class_ids: Iterable[ClassId], found: Iterable[Alike]
    ) -> Changes:
        """Offer what was found as classes in an image, in place of what nobody judged yet."""
        with self._store.write() as tx:
            return _keep(tx, image_id, class_ids, found)

    @override
    def on_start(self, tx: Transaction, job: JobRecord) -> None:
        """Let any number run."""

    @override
    def on_event(self, tx: Transaction, job: JobRecord, event: JobEvent) -> Changes:
        if not isinstance(event, RestFound):
            return Changes()
        context: Any = tx.jobs.context(job.id)
        return _keep(tx, event.image_id, map(ClassId, context["classes"]), event.found)

    @override
    def on_result(self, tx: Transaction, job: JobRecord, result: Any) -> Changes:
        return Changes()

    @override
    def on_end(self, tx: Transaction, job: JobRecord) -> Changes:
        notice = f"The queue could not be looked through: {job.reason}" if job.reason else ""
        return Changes(notices=(notice,) if notice else ())

    def _freedom(self) -> Freedom:
        with self._store.read() as tx:
            facts = tx.project.settings().facts
        return Freedom(may_turn=not facts.up_is_up, may_scale=not facts.scale_is_fixed)


def _examples(drawn: Sequence[Annotation]) -> tuple[Example, ...]:
    kept = [each for each in drawn if not isinstance(each.shape, WholeImage)][:MAX_EXAMPLES]
    if not kept:
        raise UsageError("There is no example to look for.", hint="Select an object that you drew.")
    return tuple(Example(each.class_id, shape_to_json(each.shape)) for each in kept)


def _asked(tx: Transaction) -> list[ImageRecord]:
    """Return the images of open questions that may have suggestions, in the order asked."""
    ids = [
        question.pick.image_id
        for question in queued(tx)
        if question.state is QuestionState.OPEN and not question.is_holdout
    ]
    records = {record.id: record for record in tx.images.get_many(ids)}
    found = (records[image_id] for image_id in ids if image_id in records)
    return [r for r in found if r.split is Split.TRAIN and r.state is ImageState.READY]


def _keep(
    tx: Transaction, image_id: ImageId, class_ids: Iterable[ClassId], found: Iterable[Alike]
) -> Changes:
    in_use = {c.id for c in tx.classes.all()}
    for class_id in class_ids:
        tx.suggestions.drop_unjudged(image_id, BY_EXAMPLE, class_id)
    taken = [each.shape for each in tx.labels.get(image_id).annotations]
    taken += [each.shape for each in tx.suggestions.of_image(image_id)]
    news = [
        StoredSuggestion(new_id(), image_id, BY_EXAMPLE, each.class_id, each.confidence, shape)
        for each in found
        if each.class_id in in_use and _is_news(shape := shape_from_json(each.shape), taken)
    ]
    tx.suggestions.add(news)
    return Changes(Changed.SUGGESTIONS, frozenset({image_id}))


def _is_news(shape: Shape, taken: Sequence[Shape]) -> bool:
    known = [bounding_box(each).xyxy_px for each in taken if not isinstance(each, WholeImage)]
    if not known:
        return True
    box = np.array([bounding_box(shape).xyxy_px], np.float32)
    return bool(iou_matrix(box, np.array(known, np.float32)).max() < _SAME_OBJECT_IOU)
