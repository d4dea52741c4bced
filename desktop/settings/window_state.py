"""How the user left the window; nothing one would call a choice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSettings

_GEOMETRY = "window/geometry"
_FRAME = "window/frame"
_RECENT = "projects/recent"
_TOUR = "tour/seen"
_JOBS = "window/jobs"
_MAX_RECENT = 10


class WindowState:
    """Geometry and recent projects, in an INI file apart from the settings. GUI thread only."""

    def __init__(self, path: Path) -> None:
        self._stored = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray:
        """What `QWidget.restoreGeometry` takes; empty at the first start."""
        value = self._stored.value(_GEOMETRY)
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._stored.setValue(_GEOMETRY, value)

    @property
    def frame(self) -> QRect:
        """Where the window was, its frame included; null at the first start."""
        value = self._stored.value(_FRAME)
        return value if isinstance(value, QRect) else QRect()

    @frame.setter
    def frame(self, value: QRect) -> None:
        self._stored.setValue(_FRAME, value)

    @property
    def has_seen_tour(self) -> bool:
        """Whether the tour of the window was shown before."""
        return self._stored.value(_TOUR, "no") == "yes"

    def note_tour_seen(self) -> None:
        """Remember that the tour was shown."""
        self._stored.setValue(_TOUR, "yes")

    @property
    def are_jobs_open(self) -> bool:
        """Whether the drawer of jobs was left open."""
        return self._stored.value(_JOBS, "no") == "yes"

    @are_jobs_open.setter
    def are_jobs_open(self, value: bool) -> None:
        self._stored.setValue(_JOBS, "yes" if value else "no")

    @property
    def recent_projects(self) -> tuple[Path, ...]:
        """Folders of the projects opened last, latest first; some may be gone by now."""
        value = self._stored.value(_RECENT)
        # An INI file gives one entry back as a text, several as a list.
        texts = [value] if isinstance(value, str) else value
        return tuple(Path(text) for text in texts) if isinstance(texts, list) else ()

    def add_recent(self, folder: Path) -> None:
        """Remember that a project was opened."""
        others = [path for path in self.recent_projects if path != folder]
        kept = [folder, *others][:_MAX_RECENT]
        self._stored.setValue(_RECENT, [str(path) for path in kept])

    def forget_recent(self, folder: Path) -> None:
        """Remove a project from the list; its folder stays."""
        kept = [str(path) for path in self.recent_projects if path != folder]
        self._stored.setValue(_RECENT, kept)
