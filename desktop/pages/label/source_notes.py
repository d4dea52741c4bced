"""What is said of the sources of suggestions: from which confidence, and why some are silent."""

from __future__ import annotations

import math

from desktop.pages.label.opened_image import OpenedImage
from desktop.pages.label.reason import silence_words, suggestion_note
from desktop.pages.label.view import LabelView
from desktop.viewmodels.edit_model import EditModel
from engine.domain.identifiers import SuggestedBy


class SourceNotes:
    """Shows the notes of the open image. GUI thread only."""

    def __init__(self, edit_model: EditModel, view: LabelView) -> None:
        self._edit_model = edit_model
        self._view = view
        self._threshold_of: SuggestedBy | None = None

    def show(self, opened: OpenedImage) -> None:
        """Show why suggestions are not there; a source that leads anew brings its threshold."""
        offers = opened.offers
        if offers is not None and offers.led_by != self._threshold_of:
            self._threshold_of = offers.led_by
            self._edit_model.set_confidence_threshold(math.floor(offers.threshold * 100) / 100)
        self._view.show_suggestion_note(suggestion_note(opened))
        self._view.show_silence(silence_words(opened))
