"""Who suggests something, in words."""

from __future__ import annotations

from desktop.qtkit.translation import tr
from engine.domain.identifiers import SuggestedBy
from engine.domain.suggestions import BY_EXAMPLE


def source_words(suggested_by: SuggestedBy) -> str:
    """Return how a suggestion came about where no model made it; else nothing."""
    return tr("by example") if suggested_by == BY_EXAMPLE else ""
