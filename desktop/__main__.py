"""`python -m desktop`: the window."""

from __future__ import annotations

import sys

from desktop.app import Desktop, run


def main() -> int:
    """Open the window; return the exit code."""
    return run(sys.argv, _start)


def _start(desktop: Desktop) -> None:
    desktop.start([], first="settings")


if __name__ == "__main__":
    sys.exit(main())
