"""The words above the image and beside the filmstrip."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.pages.label.opened_image import OpenedImage
from desktop.pages.label.queue import Queue
from desktop.pages.label.walk import Walk
from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.qtkit.words import duration_text, time_left_text
from engine.domain.identifiers import ImageId
from engine.domain.images import Answer, Split
from engine.domain.rounds import QuestionState
from engine.domain.suggestions import BY_EXAMPLE

_HOLDOUT_TITLES = {Split.VAL: tr("Validation image"), Split.TEST: tr("Test image")}
_SPLIT_WORDS = {
    Split.TRAIN: tr("In the pool"),
    Split.VAL: tr("For validation"),
    Split.TEST: tr("For test"),
}
_PASSED_OVER = {
    QuestionState.SKIPPED: tr("skipped"),
    QuestionState.UNSURE: tr("not sure"),
    QuestionState.FLAGGED: tr("flagged for a second opinion"),
}


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """Why the image is shown: a title, the reason, the file, and what it costs or where it is."""

    title: str
    text: str
    file_name: str
    aside: str


@dataclass(frozen=True, slots=True)
class Badge:
    """How the image stands, in a word; an empty one shows nothing."""

    text: str = ""
    tone: str = "quiet"


def reason_line(opened: OpenedImage, queue: Queue, walk: Walk) -> ReasonLine:
    """Return why an image is shown: by a question, or on a walk."""
    name = opened.record.name
    if opened.record.id in walk.image_ids:
        place = tr("image {position:,} of {num_images:,}").format(
            position=walk.image_ids.index(opened.record.id) + 1, num_images=len(walk.image_ids)
        )
        if walk.is_recheck:
            left_s = walk.num_left(opened.record.id) * walk.seconds_each
            title = tr("Check for {names}").format(names=tr(" and ").join(walk.names))
            aside = f"{place}, {time_left_text(left_s)}"
            return ReasonLine(title, tr("Labeled before it was there."), "", aside)
        return ReasonLine(name, _SPLIT_WORDS[opened.record.split], "", place)
    expected_s = queue.expected_s.get(opened.record.id)
    aside = "" if expected_s is None else tr("about {time}").format(time=duration_text(expected_s))
    title = _HOLDOUT_TITLES.get(opened.record.split, tr("Why this image"))
    return ReasonLine(
        title, said(opened.question.pick.reason) if opened.question else "", name, aside
    )


def badge(answers: list[Answer], state: QuestionState | None) -> Badge:
    """Return how an image stands by its answers, one for each class, and its question's state."""
    if answers and all(answer.is_settled for answer in answers):
        is_empty = all(answer is Answer.EMPTY for answer in answers)
        return Badge(tr("confirmed empty") if is_empty else tr("complete"), "accent")
    if state in _PASSED_OVER:
        return Badge(_PASSED_OVER[state], "warning")
    if any(answer is not Answer.UNLABELED for answer in answers):
        return Badge(tr("partly labeled"))
    return Badge()


def suggestion_note(opened: OpenedImage) -> str:
    """Return why an image has no suggestions; empty where it has."""
    if opened.question is not None and opened.question.purpose.is_blind:
        return tr("This image is asked about again, so it gets no suggestions.")
    if opened.is_answer_first:
        return tr("This image measures the model, so you answer first: it gets no suggestions.")
    if opened.offers is not None:
        return "" if opened.offers.suggestions else tr("The model sees nothing here.")
    if opened.has_model and not opened.fits_model:
        return tr("The model knows other classes. The next one suggests again.")
    if opened.has_model:
        return tr("The model has not looked at this image yet.")
    return tr("Suggestions come with the first trained model.")


def silence_words(opened: OpenedImage) -> str:
    """Return which classes are not suggested any more, and why; empty where all are."""
    names = {class_.id: class_.name for class_ in opened.classes}
    silences = [each for each in opened.silences if each.class_id in names]
    if not silences:
        return ""
    first, *others = silences
    if others:
        listed = tr(" and ").join(dict.fromkeys(names[each.class_id] for each in silences))
        return tr("{listed} are no longer suggested: too few were right.").format(listed=listed)
    source = tr("by example") if first.suggested_by == BY_EXAMPLE else tr("by the model")
    found = first.acceptance
    # Figures stay on one line.
    counted = tr("{right} of {judged}").format(right=found.num_right, judged=found.num_judged)
    return tr("{name} is no longer suggested {source}: {counted} were right.").format(
        name=names[first.class_id], source=source, counted=counted.replace(" ", "\u00a0")
    )


def progress_words(queue: Queue, current: ImageId | None) -> tuple[str, str]:
    """Return how far the round in hand is, and what is left: "3 of 20", "about 5 min left"."""
    own, asked = queue.round_of(current), queue.question(current)
    if asked is None:
        return tr("{count} of {num_questions}").format(
            count=queue.count(QuestionState.ANSWERED), num_questions=len(queue.questions)
        ), tr("answered")
    position, num_questions = own.index(asked), len(own)
    seconds = [
        queue.expected_s.get(question.pick.image_id)
        for question in own
        if question.state is QuestionState.OPEN
    ]
    known = [each for each in seconds if each is not None]
    if not known:
        num_open = len(seconds)
        return tr("{position} of {num_questions}").format(
            position=position + 1, num_questions=num_questions
        ), tr("{num_open} still open").format(num_open=num_open)
    # Those of which nothing is known take as long as the others on average.
    left_s = sum(known) / len(known) * len(seconds)
    return tr("{position} of {num_questions}").format(
        position=position + 1, num_questions=num_questions
    ), time_left_text(left_s)


def ahead_words(queue: Queue, current: ImageId | None) -> str:
    """Return how many questions wait in other rounds than the one in hand; empty where none do."""
    if queue.question(current) is None:
        return ""
    num_own = sum(each.state is QuestionState.OPEN for each in queue.round_of(current))
    num_ahead = queue.count(QuestionState.OPEN) - num_own
    return tr("then %n more", "", num_ahead) if num_ahead else ""
