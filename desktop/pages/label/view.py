"""What the presenter asks of the page."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QImage

from desktop.canvas.picture_feed import RenderedPicture
from desktop.pages.label.reason import Badge, ReasonLine
from desktop.pages.label.standstill import Standstill
from engine.domain.errors import EngineError


class LabelView(Protocol):
    """The page as its presenter sees it. GUI thread only."""

    def show_standstill(self, said: Standstill) -> None:
        """Show words in place of everything."""

    def show_image(self, thumbnail: QImage | None) -> None:
        """Show the canvas with another image, of which there is a thumbnail at most."""

    def show_picture(self, rendered: RenderedPicture) -> None:
        """Show the pixels of the image."""

    def show_unreadable(self, error: EngineError) -> None:
        """Say in place of the canvas why the image cannot be shown."""

    def show_reason(self, line: ReasonLine, *, is_browsing: bool) -> None:
        """Say why the image is shown."""

    def show_badge(self, shown: Badge) -> None:
        """Say how the image stands."""

    def show_progress(self, text: str, caption: str, ahead: str) -> None:
        """Say how far the round is, and what was asked ahead."""

    def show_suggestion_note(self, note: str) -> None:
        """Say why there are no suggestions, or nothing."""

    def show_silence(self, text: str) -> None:
        """Say which classes are not suggested any more, or nothing."""

    def show_saving(self, *, is_busy: bool) -> None:
        """Say whether all is stored."""
