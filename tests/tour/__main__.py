"""`make tour`: pictures of every page of the real window, and what can be seen to be wrong.

`--german` takes them in German, in the smallest look; names of acts take those alone.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

OUT_DIR = Path(__file__).resolve().parents[2] / "tour"
_GERMAN = "--german"


def main() -> int:
    """Take all pictures; return how the program ends."""
    is_german, only = _GERMAN in sys.argv, [each for each in sys.argv[1:] if each != _GERMAN]
    out_dir = OUT_DIR / "german" if is_german else OUT_DIR
    with tempfile.TemporaryDirectory(prefix="loupe-tour-") as home:
        _move_to(Path(home))
        # Qt and what knows of the user's folders come after the move, texts after their language.
        from desktop.qtkit.translation import speak

        if is_german:
            speak("de")
        from tests.tour.studio import LOOKS
        from tests.tour.tour import take

        # German is looked at where there is least room for its longer words.
        looks = LOOKS[:1] if is_german else LOOKS
        problems = take(out_dir, Path(home), only=only, looks=looks)
    for each in problems:
        print(each)
    print(f"{len(problems)} problems; the pictures are in {out_dir}")
    return 1 if problems else 0


def _move_to(home: Path) -> None:
    """Live in a home of its own: the tour reads and leaves nothing of the user's."""
    os.environ["HOME"] = str(home)
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(home / name.lower())
    os.environ.setdefault("OMP_NUM_THREADS", "1")


if __name__ == "__main__":
    sys.exit(main())
