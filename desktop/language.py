"""Which language the window speaks; to be known before what has texts is imported."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QLocale

SETTING_KEY = "appearance.language"
LIKE_SYSTEM = "system"
LANGUAGES = ("en", "de")


def chosen_language(settings_path: Path) -> str:
    """Return the code of the language the user chose, or else of the system's, where known.

    What is wrong with the file of the settings is told once these are read.
    """
    wish = _wish(settings_path)
    return wish if wish in LANGUAGES else first_known(QLocale.system().uiLanguages())


def first_known(preferred: list[str]) -> str:
    """Return the first language there are words in ("de" for "de-AT"); English without any."""
    codes = (name.partition("-")[0] for name in preferred)
    return next((code for code in codes if code in LANGUAGES), "en")


def _wish(path: Path) -> object:
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return LIKE_SYSTEM
    return values.get(SETTING_KEY, LIKE_SYSTEM) if isinstance(values, dict) else LIKE_SYSTEM
