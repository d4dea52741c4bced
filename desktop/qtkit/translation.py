"""The words of the window in the language of who uses it."""

from __future__ import annotations

import re
from importlib import resources

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from desktop.qtkit.engine_texts import speak_for_engine

# How English texts have both numbers: "%n image(s)", "%n class(es)".
_PLURAL_END = re.compile(r"\((e?s)\)")


def tr(text: str, about: str = "", number: int | None = None) -> str:
    """Return a text in the language that was chosen; what has no translation stays English.

    Qt Linguist finds literals in calls of this function; values are filled in afterwards, by
    name: `tr("{done} of {total}").format(done=1, total=3)`. Texts of modules and classes are
    translated when these are made, so `speak` comes before all imports of what has texts.

    Args:
        text: The English text.
        about: What tells two uses of the same text apart.
        number: What %n stands for; it decides between singular and plural.
    """
    if number is None:
        return _translated(text, about) or text
    found = _translated(text, about, number)
    if not found:
        found = _PLURAL_END.sub("" if number == 1 else r"\1", text)
    return found.replace("%n", f"{number:,}")


def in_sentence(name: str) -> str:
    """Return a name as it stands within a sentence: English alone begins it with a small letter.

    German writes nouns with a capital wherever they stand.
    """
    return name if _spoken.translators else name.lower()


def spoken_language() -> str:
    """Return the code of the language in force ("de")."""
    return _spoken.language


def speak(language: str) -> None:
    """Have all texts made from now on in a language; without a translation they are English.

    Args:
        language: Its code ("de").
    """
    _spoken.language = language
    _spoken.translators.clear()
    translator = QTranslator()
    path = resources.files("resources").joinpath("translations", f"loupe_{language}.qm")
    if translator.load(str(path)):
        _spoken.translators.append(translator)
    speak_for_engine(language)


def translate_qt(app: QCoreApplication) -> None:
    """Have Qt's own texts in the same language: keys, dialogs for files, menus of text fields."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{_spoken.language}", folder):
        app.installTranslator(translator)


class _Spoken:
    """The language in force, one for the process."""

    def __init__(self) -> None:
        self.language = "en"
        self.translators: list[QTranslator] = []


def _translated(text: str, about: str, number: int = -1) -> str:
    for translator in _spoken.translators:
        return translator.translate("", text, about, number) or ""
    return ""


_spoken = _Spoken()
