"""The pages: made when first opened, refreshed when something changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.actions.registry import ActionRegistry
from desktop.page import Page, PageSpec
from desktop.tasks.change_hub import ChangeHub
from engine.domain.changes import Changes


@dataclass(slots=True)
class _Made:
    page: Page
    action_ids: tuple[str, ...]
    # What changed while the page was not in front.
    missed: Changes = field(default_factory=Changes)
    status: str = ""


class PageStack(QStackedWidget):
    """Shows one page at a time. GUI thread only."""

    # Another page is in front: its id.
    opened = Signal(str)
    # The keys that work in front have changed.
    key_hints_changed = Signal()
    # The status line of the page in front.
    status_changed = Signal(str)
    # The person wants to see what runs, and its log.
    jobs_requested = Signal()

    def __init__(
        self, hub: ChangeHub, registry: ActionRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._registry = registry
        self._specs: dict[str, PageSpec] = {}
        self._made: dict[str, _Made] = {}
        self._current_id = ""
        # Between two pages the window stays awake.
        self._make_next = QTimer(self)
        self._make_next.setSingleShot(True)
        self._make_next.timeout.connect(self._on_make_next)
        hub.changed.connect(self._on_changed)

    @property
    def current_id(self) -> str:
        """Id of the page in front; empty before the first."""
        return self._current_id

    @property
    def current(self) -> Page | None:
        """The page in front."""
        made = self._made.get(self._current_id)
        return made.page if made else None

    @property
    def status(self) -> str:
        """The last status line of the page in front."""
        made = self._made.get(self._current_id)
        return made.status if made else ""

    def set_pages(self, specs: Sequence[PageSpec]) -> None:
        """Drop all pages and know these; none is in front until one is opened."""
        self.leave()
        self._make_next.stop()
        for made in self._made.values():
            self._registry.remove(made.action_ids)
            self.removeWidget(made.page)
            made.page.deleteLater()
        self._made.clear()
        self._specs = {spec.id: spec for spec in specs}

    def open(self, page_id: str) -> None:
        """Bring a page to the front; KeyError where there is none of that id."""
        if page_id == self._current_id:
            return
        if page_id not in self._made:
            self._made[page_id] = self._make(self._specs[page_id])
        self.leave()
        made = self._made[page_id]
        self._current_id = page_id
        self._registry.set_page(page_id)
        self.setCurrentWidget(made.page)
        self.opened.emit(page_id)
        missed, made.missed = made.missed, Changes()
        if missed:
            made.page.refresh(missed)
        made.page.setFocus()
        made.page.entered()

    def make_all(self) -> None:
        """Make the pages that were not opened yet, one at a time, so that all actions are known."""
        if any(page_id not in self._made for page_id in self._specs):
            self._make_next.start()

    def leave(self) -> None:
        """Let the page in front end what only makes sense while the user looks."""
        if self.current is not None:
            self.current.left()
        self._current_id = ""

    def _on_make_next(self) -> None:
        for page_id, spec in self._specs.items():
            if page_id not in self._made:
                self._made[page_id] = self._make(spec)
                break
        self.make_all()

    def _make(self, spec: PageSpec) -> _Made:
        page = spec.make()
        actions = tuple(page.page_actions())
        self._registry.add(actions)
        page.key_hints_changed.connect(lambda: self._on_page_hints_changed(spec.id))
        page.open_page_requested.connect(self.open)
        page.jobs_requested.connect(self.jobs_requested)
        page.status_changed.connect(lambda text: self._on_page_status_changed(spec.id, text))
        self.addWidget(page)
        return _Made(page, tuple(action.id for action in actions))

    def _on_page_hints_changed(self, page_id: str) -> None:
        if page_id == self._current_id:
            self.key_hints_changed.emit()

    def _on_page_status_changed(self, page_id: str, text: str) -> None:
        if page_id in self._made:
            self._made[page_id].status = text
        if page_id == self._current_id:
            self.status_changed.emit(text)

    def _on_changed(self, changes: Changes, initiator: object) -> None:
        for page_id, made in self._made.items():
            if any(each is initiator for each in made.page.initiators()):
                continue
            if page_id == self._current_id:
                made.page.refresh(changes)
            else:
                made.missed |= changes
