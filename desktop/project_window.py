"""Projects in the window: one at a time is opened or made, worked on, and closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from desktop.actions.action import AVAILABLE, Action, Availability, Group, page_name, unavailable
from desktop.app import Desktop
from desktop.forms.files import ask_folder
from desktop.loop_view import LoopView, read_loop
from desktop.notice_bar import Standing
from desktop.open_project import OpenProject, first_page
from desktop.page import PageSpec, RailPlace
from desktop.pages.start.page import StartPage
from desktop.project_pages import load_page_code
from desktop.qtkit.translation import tr
from desktop.settings.schema import DECODING_THREADS
from desktop.tasks.project_session import ProjectSession
from desktop.wishes import AddWish, NewProject
from engine.domain.errors import EngineError
from engine.domain.project import ProjectSettings
from engine.loop.bootstrap import Project, create_project, open_project

_START = "start"


class Opener(Protocol):
    """Opens a project, as `engine.loop.bootstrap.open_project` does."""

    def __call__(self, path: Path, *, read_only: bool = False) -> Project:
        """Return the open project."""


class Maker(Protocol):
    """Makes a project, as `engine.loop.bootstrap.create_project` does."""

    def __call__(self, path: Path, settings: ProjectSettings, class_names: list[str]) -> Project:
        """Return the new project, open."""


@dataclass(frozen=True, slots=True)
class _Opened:
    project: Project
    view: LoopView


class ProjectWindow(QObject):
    """The window with its start page or an open project in it. GUI thread only."""

    def __init__(
        self, desktop: Desktop, *, opener: Opener = open_project, maker: Maker = create_project
    ) -> None:
        super().__init__()
        self._desktop = desktop
        self._opener = opener
        self._maker = maker
        self._open: OpenProject | None = None
        # Who holds a project that is opened read-only because it is held.
        self._refusal: EngineError | None = None
        desktop.registry.add(self._actions())
        desktop.window.closed.connect(self._close_project)

    @property
    def is_project_open(self) -> bool:
        """Whether a project is open."""
        return self._open is not None

    def start(self, folder: Path | None = None) -> None:
        """Show the window with a project, or with the start page where none is named."""
        self._desktop.start([self._start_spec()], first=_START)
        if folder is None:
            self._start_page().show_welcome()
        else:
            self.open(folder)

    def show_start(self) -> StartPage:
        """Close what is open and show the start page."""
        is_there = self._desktop.window.page_id == _START
        page = self._start_page()
        if not is_there:
            page.show_welcome()
        return page

    def open(self, folder: Path, *, read_only: bool = False) -> None:
        """Open a project in place of what is open; the start page says what is in the way."""
        folder = folder.absolute()
        self._enter(
            folder,
            lambda: self._opener(folder, read_only=read_only),
            doing=tr("Opening {name}").format(name=folder.name),
            refused=lambda error: self._on_refused(error, folder, was_read_only=read_only),
        )

    def create(self, wish: NewProject) -> None:
        """Make a project and begin to add its images."""
        settings = ProjectSettings(
            name=wish.name, task=wish.task, facts=wish.facts, skeleton=wish.skeleton
        )
        self._enter(
            wish.folder,
            lambda: self._maker(wish.folder, settings, list(wish.class_names)),
            doing=tr("Making {name}").format(name=wish.name),
            refused=lambda error: self._start_page().show_not_made(error),
            images=wish.images,
        )

    def _enter(
        self,
        folder: Path,
        bring: Callable[[], Project],
        *,
        doing: str,
        refused: Callable[[EngineError], None],
        images: AddWish | None = None,
    ) -> None:
        self._start_page().show_busy(doing)
        threads = self._desktop.settings.get(DECODING_THREADS)
        session = ProjectSession(
            self._desktop.hub, failed=self._desktop.messages.error, decoding_threads=threads
        )

        def _bring() -> _Opened:
            project = bring()
            view = read_loop(project)
            # While the window waits anyway.
            load_page_code(first_page(view))
            return _Opened(project, view)

        def _refused(error: EngineError) -> None:
            session.shutdown(_nothing)
            refused(error)

        def _entered(opened: _Opened) -> None:
            self._show(opened, session, folder, images)

        session.thread.run(_bring, then=_entered, failed=_refused)

    def _show(
        self, opened: _Opened, session: ProjectSession, folder: Path, images: AddWish | None
    ) -> None:
        self._desktop.window_state.add_recent(folder)
        held_by = self._refusal.message if self._refusal else tr("Nothing you do is stored.")
        self._refusal = None
        standing = Standing(
            tr("Read-only"), held_by, tr("Open for writing"), lambda: self.open(folder)
        )
        self._open = OpenProject(self._desktop, opened.project, session, read_only=standing)
        self._open.show(opened.view, images)

    def _on_refused(self, error: EngineError, folder: Path, *, was_read_only: bool) -> None:
        self._refusal = None if was_read_only else error
        self._start_page().show_refused(error, folder, may_read_only=not was_read_only)

    def _close_project(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.shutdown()

    def _start_page(self) -> StartPage:
        """Close what is open and return the start page, in front, with nothing on it yet."""
        if self._open is not None:
            self._close_project()
        if self._desktop.window.page_id != _START:
            pages = [self._start_spec(), *self._desktop.own_specs()]
            self._desktop.window.show_pages(pages, first=_START)
        page = self._desktop.window.page
        assert isinstance(page, StartPage)
        return page

    def _start_spec(self) -> PageSpec:
        return PageSpec(_START, page_name("start"), "start", self._make_start, RailPlace.NONE)

    def _make_start(self) -> StartPage:
        page = StartPage(self._desktop.theme, self._desktop.window_state)
        page.open_requested.connect(self.open)
        page.read_only_requested.connect(lambda folder: self.open(folder, read_only=True))
        page.create_requested.connect(self.create)
        return page

    def _actions(self) -> tuple[Action, ...]:
        in_project = Group.PROJECT
        return (
            Action("project.new", tr("New project"), self._on_new, in_project, ("Ctrl+N",)),
            Action("project.open", tr("Open a project"), self._on_open, in_project, ("Ctrl+O",)),
            Action(
                "project.close",
                tr("Close the project"),
                self._on_close,
                in_project,
                ("Ctrl+W",),
                availability=self._can_close,
            ),
        )

    def _on_new(self) -> None:
        self.show_start().show_new()

    def _on_open(self) -> None:
        folder = ask_folder(self._desktop.window, tr("Open a project"))
        if folder is not None:
            self.open(folder)

    def _on_close(self) -> None:
        self.show_start()

    def _can_close(self) -> Availability:
        return AVAILABLE if self.is_project_open else unavailable(tr("No project is open."))


def _nothing() -> None:
    """End a session that never had a project."""
