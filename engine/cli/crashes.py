"""What remains of a bug in a command: a file with the whole story."""

from __future__ import annotations

import os
import time
import traceback
from pathlib import Path

import platformdirs


def keep_crash(error: Exception) -> str:
    """Write an unexpected error to a file; return a sentence that names it."""
    what = f"Loupe made a mistake: {type(error).__name__}: {error}."
    folder = Path(platformdirs.user_log_dir("loupe", appauthor=False))
    path = folder / f"crash-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
    except OSError:
        return what
    return f"{what} {path} has the details."
