"""An image read for the canvas: its labels, and what the current model suggests there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.qtkit.translation import tr
from desktop.viewmodels.edits import Suggestion, SuggestionId
from desktop.viewmodels.image_state import OpenImage
from engine.domain.annotations import ImageLabels
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId, ImageId
from engine.domain.images import ImageRecord, Split
from engine.domain.rounds import Question
from engine.domain.suggestions import Silence, SuggestionState
from engine.loop.bootstrap import Project
from engine.loop.scoring import Suggestion as Offer
from engine.loop.scoring import Suggestions as Offers
from engine.loop.suggestion_states import states_of_suggestions

# The second class competes from this share of the best one's score on.
_CLOSE_SHARE = 0.5
DAMAGE_HINT = tr(
    "Draw what is missing and confirm the image; the damaged rows stay in the project."
)
# More questions at once would be none.
_MAX_ASKED = 3


@dataclass(frozen=True, slots=True)
class OpenedImage:
    """What the project says of an image, at one moment.

    Attributes:
        record: The image.
        labels: Its labels.
        question: The question it stands for, if any.
        classes: The project's classes.
        offers: What is suggested in it; None where nothing looked, or must not.
        has_model: Whether there is a model at all.
        fits_model: Whether the model knows some of these classes.
        neighbors: Images likely to be opened next, the likeliest first.
        judged: What was done with suggestions here, by their keys.
    """

    record: ImageRecord
    labels: ImageLabels
    question: Question | None
    classes: tuple[ObjectClass, ...]
    offers: Offers | None
    has_model: bool
    fits_model: bool
    neighbors: tuple[ImageRecord, ...]
    judged: Mapping[str, SuggestionState] = field(default_factory=dict)

    @property
    def is_answer_first(self) -> bool:
        """Whether it is labeled without a model's help."""
        is_again = self.question is not None and self.question.purpose.is_blind
        return is_again or self.record.split is not Split.TRAIN

    @property
    def silences(self) -> tuple[Silence, ...]:
        """What is not suggested, as its source was too seldom right."""
        return self.offers.silences if self.offers else ()

    def for_canvas(self) -> OpenImage:
        """Return what the edit model opens."""
        return OpenImage(
            self.record.width,
            self.record.height,
            self.labels,
            self._suggestions(),
        )

    def _suggestions(self) -> tuple[Suggestion, ...]:
        if self.offers is None:
            return ()
        offered = self.offers.suggestions
        names = {class_.id: class_.name for class_ in self.classes}
        questions = ask_about(offered, names, threshold=self.offers.threshold)
        states = states_of_suggestions(offered, self.labels, names, self.judged)
        return tuple(
            Suggestion(
                SuggestionId(offer.key),
                offer.class_id,
                offer.confidence,
                offer.shape,
                questions.get(offer.key, ""),
                state,
                suggested_by=offer.suggested_by,
            )
            for offer, state in zip(offered, states, strict=True)
        )


def read_image(project: Project, image_id: ImageId, neighbor_ids: Iterable[ImageId]) -> OpenedImage:
    """Return an image with its labels and suggestions. Project thread.

    Raises:
        NotFoundError: There is no such image.
    """
    opened, version = project.labeling.open_image(image_id), project.models.in_use()
    classes = project.file.classes()
    return OpenedImage(
        record=opened.record,
        labels=opened.labels,
        question=opened.question,
        classes=classes,
        offers=None if opened.is_answer_first else project.suggesting.suggestions(image_id),
        has_model=version is not None,
        fits_model=version is not None and project.scoring.knows_classes(version),
        neighbors=tuple(project.pool.get(list(neighbor_ids))),
        judged=opened.judged,
    )


def reread_labels(project: Project, opened: OpenedImage) -> OpenedImage:
    """Return an open image with the labels of now and the suggestions it has. Project thread."""
    fresh = project.labeling.open_image(opened.record.id)
    return replace(
        opened,
        labels=fresh.labels,
        question=fresh.question,
        classes=project.file.classes(),
        judged=fresh.judged,
    )


def reread_suggestions(project: Project, opened: OpenedImage) -> OpenedImage:
    """Return an open image with what is suggested and judged now. Project thread."""
    fresh = reread_labels(project, opened)
    if fresh.is_answer_first:
        return fresh
    return replace(fresh, offers=project.suggesting.suggestions(opened.record.id))


def damage_in_words(opened: OpenedImage) -> str:
    """Return what to tell of labels that cannot be read; empty where all can."""
    labels = opened.labels
    if not labels.is_damaged:
        return ""
    parts = (
        tr("%n annotation(s)", "", labels.num_unreadable) if labels.num_unreadable else "",
        tr("%n answer(s)", "", len(labels.unknown_answers)) if labels.unknown_answers else "",
    )
    what = tr(" and ").join(filter(None, parts))
    wrong = [
        *labels.unreadable,
        *(tr("unknown answer “{word}”").format(word=word) for word in labels.unknown_answers),
    ]
    listed = ", ".join(dict.fromkeys(wrong))
    told = (
        tr("{what} of {image} cannot be read and stays hidden: {listed}.")
        if len(wrong) == 1
        else tr("{what} of {image} cannot be read and stay hidden: {listed}.")
    )
    return told.format(what=what, image=opened.record.name, listed=listed)


def ask_about(
    offered: Sequence[Offer], names: Mapping[ClassId, str], *, threshold: float
) -> dict[str, str]:
    """Return the question to ask about a suggestion, by its key, for the few most contested.

    Contested is a shown suggestion whose second class is half as likely as the first or more.
    """
    contested = [
        (
            best - second,
            offer.key,
            tr("{name} or {name_2}?").format(name=names[first_id], name_2=names[second_id]),
        )
        for offer in offered
        if len(offer.rivals) > 1 and offer.confidence >= threshold
        for (first_id, best), (second_id, second) in [offer.rivals]
        if second >= _CLOSE_SHARE * best
    ]
    return {key: question for _, key, question in sorted(contested)[:_MAX_ASKED]}
