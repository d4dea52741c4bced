"""A page that shows what its presenter reads of the project."""

from __future__ import annotations

from typing import Protocol

from typing_extensions import override

from desktop.page import Page
from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.translation import tr
from engine.domain.changes import Changes
from engine.domain.errors import EngineError


class ReadingView(Protocol):
    """What every such presenter asks of its page."""

    def show_busy(self) -> None:
        """Show that the project is being read for the first time."""

    def show_failed(self, error: EngineError) -> None:
        """Show that the project cannot be read."""

    def open_page(self, page_id: str) -> None:
        """Go to another page."""

    def open_jobs(self) -> None:
        """Show what runs, and its log."""


class ReadingPresenter(Protocol):
    """What decides for such a page."""

    def load(self) -> None:
        """Read for the first time."""

    def refresh(self, changes: Changes) -> None:
        """Read anew what changed elsewhere."""


class ReadingPage(Page):
    """Says that the project is being read, or why it cannot be; the rest is up to the subclass.

    A subclass sets both attributes before it has its presenter load. GUI thread only.
    """

    # What is said meanwhile.
    busy_text = tr("Reading the project")

    _presenter: ReadingPresenter
    # All that the page shows is in it.
    _states: PageStates

    @override
    def initiators(self) -> tuple[object, ...]:
        return (self, self._presenter)

    @override
    def refresh(self, changes: Changes) -> None:
        self._presenter.refresh(changes)

    def show_busy(self) -> None:
        """Say so before the first reading is done."""
        self._states.show_busy(self.busy_text)

    def show_failed(self, error: EngineError) -> None:
        """Say why nothing can be shown, and let it be tried again."""
        self._states.show_failed(error, Way(tr("Try again"), self._presenter.load))

    def open_page(self, page_id: str) -> None:
        """Go to another page."""
        self.open_page_requested.emit(page_id)

    def open_jobs(self) -> None:
        """Show what runs, and its log."""
        self.jobs_requested.emit()
