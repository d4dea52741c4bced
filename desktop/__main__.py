"""`python -m desktop [PROJECT]`: the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.launch import make_light


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, on a project if one is named; return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="loupe", description="Open the window.")
    parser.add_argument("project", nargs="?", type=Path, help="folder of the project to open")
    parser.add_argument("--no-tour", action="store_true", help="keep the tour for another time")
    # What is left is Qt's.
    wish, rest = parser.parse_known_args(given)

    make_light()
    from desktop.language import chosen_language
    from desktop.paths import DesktopPaths
    from desktop.qtkit.translation import speak

    speak(chosen_language(DesktopPaths.of_user().settings_path))
    from desktop.app import Desktop, run
    from desktop.project_window import ProjectWindow

    def _start(desktop: Desktop) -> ProjectWindow:
        window = ProjectWindow(desktop)
        window.start(wish.project)
        if not wish.no_tour:
            desktop.welcome()
        return window

    return run([sys.argv[0], *rest], _start)


if __name__ == "__main__":
    sys.exit(main())
