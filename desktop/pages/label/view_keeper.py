"""The view settings of the label page, kept for the project."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from desktop.pages.label.pixels import PixelLoader
from desktop.tasks.project_thread import ProjectThread
from desktop.viewmodels.view_state import ViewState
from engine.domain.view import ViewSettings
from engine.loop.viewing import Viewing


class ViewKeeper(QObject):
    """Brings back how images were last shown, and remembers it. GUI thread only."""

    def __init__(self, viewing: Viewing, thread: ProjectThread, pixels: PixelLoader) -> None:
        super().__init__()
        self.state = ViewState(self)
        self._viewing = viewing
        self._thread = thread
        self._pixels = pixels
        self._stored: ViewSettings | None = None
        self.state.changed.connect(self._on_state_changed)

    def read(self) -> None:
        """Bring back what is stored, at the first time."""
        if self._stored is None:
            self._thread.run(self._viewing.settings, then=self._on_read)

    def store(self) -> None:
        """Remember the settings where they have changed."""
        settings = self.state.settings
        if self._stored is not None and settings != self._stored:
            self._stored = settings
            self._thread.run(partial(self._viewing.store, settings))

    def _on_read(self, settings: ViewSettings) -> None:
        if self._stored is None:
            self._stored = settings
            self.state.set_settings(settings)

    def _on_state_changed(self) -> None:
        self._pixels.set_view(self.state.settings)
