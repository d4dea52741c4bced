"""Where the window keeps its own files; never in a project."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class DesktopPaths:
    """Folders of this user; made when something is first written."""

    config_dir: Path
    state_dir: Path

    @classmethod
    def of_user(cls) -> DesktopPaths:
        """Return the folders this system foresees."""
        return cls(
            platformdirs.user_config_path("loupe", appauthor=False),
            platformdirs.user_state_path("loupe", appauthor=False),
        )

    @property
    def settings_path(self) -> Path:
        """What the user chose."""
        return self.config_dir / "settings.json"

    @property
    def window_state_path(self) -> Path:
        """How the user left the window."""
        return self.state_dir / "window.ini"

    @property
    def crash_dir(self) -> Path:
        """Reports of unexpected errors."""
        return self.state_dir / "crashes"
