"""`make tour`: pictures of every page of the real window, and what can be seen to be wrong."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

OUT_DIR = Path(__file__).resolve().parents[2] / "tour"


def main() -> int:
    """Take all pictures; return how the program ends."""
    with tempfile.TemporaryDirectory(prefix="loupe-tour-") as home:
        _move_to(Path(home))
        # Qt and what knows of the user's folders come after the move.
        from tests.tour.tour import take

        problems = take(OUT_DIR, Path(home), only=sys.argv[1:])
    for each in problems:
        print(each)
    print(f"{len(problems)} problems; the pictures are in {OUT_DIR}")
    return 1 if problems else 0


def _move_to(home: Path) -> None:
    """Live in a home of its own: the tour reads and leaves nothing of the user's."""
    os.environ["HOME"] = str(home)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(home / name.lower())
    os.environ.setdefault("OMP_NUM_THREADS", "1")


if __name__ == "__main__":
    sys.exit(main())
