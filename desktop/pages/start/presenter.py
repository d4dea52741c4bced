"""Decisions of the start page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.settings.window_state import WindowState
from engine.domain.errors import ConflictError, EngineError, ResourceError
from engine.loop.projects import is_project


@dataclass(frozen=True, slots=True)
class Recent:
    """A project opened before, and whether its folder still holds one."""

    folder: Path
    is_there: bool


class StartView(Protocol):
    """What the presenter asks of the page."""

    def set_recent(self, recent: Sequence[Recent]) -> None:
        """Show these projects."""

    def show_new(self, sources: Sequence[Path] = ()) -> None:
        """Begin to describe a new project."""

    def request_open(self, folder: Path) -> None:
        """Have a project opened."""


class StartPresenter:
    """Decides what recent projects and dropped folders mean. GUI thread only."""

    def __init__(self, page: StartView, window_state: WindowState) -> None:
        self._page = page
        self._window_state = window_state

    def show_recent(self) -> None:
        """Show the projects opened last."""
        folders = self._window_state.recent_projects
        self._page.set_recent([Recent(folder, is_project(folder)) for folder in folders])

    def forget(self, folder: Path) -> None:
        """Take a project off the list; its folder stays."""
        self._window_state.forget_recent(folder)
        self.show_recent()

    def take_drop(self, paths: Sequence[Path]) -> None:
        """Open a dropped project; of anything else make a new one."""
        projects = [path for path in paths if is_project(path)]
        if projects:
            self._page.request_open(projects[0])
        elif paths:
            self._page.show_new(paths)

    def may_open_read_only(self, error: EngineError) -> bool:
        """Whether a project that refused to open may still be looked at."""
        return isinstance(error, ConflictError | ResourceError)
