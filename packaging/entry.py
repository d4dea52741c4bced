"""The frozen program's one entry: a worker, the window or a command, decided before any Qt."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run what the first argument asks for; return the exit code."""
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--worker"]:
        from engine.worker.__main__ import main as work

        return work(sys.argv[2:])
    if sys.argv[1:2] == ["--window"]:
        from desktop.__main__ import main as open_window

        sys.argv.pop(1)
        return open_window()
    from engine.cli.main import run

    run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
