"""What every source suggests for an image, and which sources are silent for a class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.domain.changes import Changed, Changes
from engine.domain.identifiers import ClassId, ImageId, SuggestedBy
from engine.domain.suggestions import BY_EXAMPLE, EXAMPLES_SHOWN_FROM, Silence
from engine.loop.scoring import Scoring, Suggestion, Suggestions
from engine.store.database import Store
from engine.store.suggestions import StoredSuggestion


class Suggesting:
    """The suggestions of the current model together with those of other sources."""

    def __init__(self, store: Store, scoring: Scoring) -> None:
        self._store = store
        self._scoring = scoring

    def suggestions(self, image_id: ImageId) -> Suggestions | None:
        """Return what the sources offer in an image; None where none of them looked.

        A source that is silent for a class offers none of it.
        """
        seen = self._scoring.suggestions(image_id)
        with self._store.read() as tx:
            in_use = {c.id for c in tx.classes.all()}
            stored = [s for s in tx.suggestions.of_image(image_id) if s.class_id in in_use]
            sources = {each.suggested_by for each in stored}
            if seen is not None:
                sources.add(seen.led_by)
            silences = [silence for by in sorted(sources) for silence in tx.judgments.silences(by)]
        if not sources:
            return None
        offers = seen or Suggestions(BY_EXAMPLE, (), EXAMPLES_SHOWN_FROM)
        return _without_silent(offers, [_offer(each) for each in stored], silences)

    def ask_again(self, suggested_by: SuggestedBy, class_id: ClassId) -> Changes:
        """Let a source suggest a class again; what was judged so far no longer counts."""
        with self._store.write() as tx:
            tx.judgments.ask_again(suggested_by, class_id)
        return Changes(Changed.SUGGESTIONS)


def _offer(stored: StoredSuggestion) -> Suggestion:
    return Suggestion(
        stored.key,
        stored.class_id,
        stored.confidence,
        stored.shape,
        ((stored.class_id, stored.confidence),),
        suggested_by=stored.suggested_by,
    )


def _without_silent(
    offers: Suggestions, others: Sequence[Suggestion], silences: Sequence[Silence]
) -> Suggestions:
    if offers.led_by != BY_EXAMPLE:
        # A model's threshold means something else, so only the surest stand beside its boxes.
        others = [each for each in others if each.confidence >= EXAMPLES_SHOWN_FROM]
    silent = {(each.suggested_by, each.class_id) for each in silences}
    kept = [
        each
        for each in (*offers.suggestions, *others)
        if (each.suggested_by, each.class_id) not in silent
    ]
    kept.sort(key=lambda each: -each.confidence)
    return replace(offers, suggestions=tuple(kept), silences=tuple(silences))
