"""The words of the window: all marked, all in German, chosen in the settings."""

from __future__ import annotations

import ast
import re
import string
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTranslator

from desktop.language import chosen_language, first_known
from desktop.qtkit import translation
from desktop.qtkit.translation import in_sentence, speak, tr
from desktop.settings.schema import LANGUAGE
from desktop.settings.settings import Settings
from tests.desktop.texts_in_code import ROOT, Marked, marked_texts, unmarked_in, unmarked_texts

_FOLDER = ROOT / "resources" / "translations"
_AGAIN = "`make translations` brings the translations up to date"


class _Message:
    """A text in a file of translations."""

    def __init__(self, element: ElementTree.Element) -> None:
        self.source = element.findtext("source", "")
        self.about = element.findtext("comment", "")
        self.is_counted = element.get("numerus") == "yes"
        told = element.find("translation")
        assert told is not None
        self.is_finished = told.get("type") is None
        forms = [each.text or "" for each in told.findall("numerusform")]
        self.forms = forms or [told.text or ""]

    @property
    def marked(self) -> Marked:
        return Marked(self.source, self.about, self.is_counted)


@pytest.fixture
def german() -> Iterator[None]:
    """German for what is made during a test; texts of modules stay English."""
    speak("de")
    yield
    speak("en")


@pytest.fixture(scope="module")
def messages() -> list[_Message]:
    tree = ElementTree.parse(_FOLDER / "loupe_de.ts")
    return [_Message(each) for each in tree.iter("message")]


def test_texts_when_a_person_may_read_them_then_are_marked():
    assert unmarked_texts() == []


@pytest.mark.parametrize(
    "line",
    [
        'button.setText("Next image")',
        'button.setToolTip("Undo")',
        'text_label("share")',
        'Action("a.b", "undo", run)',
        'WHY = "The project is open read-only."',
        'text = f"{count} images"',
    ],
)
def test_check_when_a_text_is_not_marked_then_finds_it(line: str):
    assert list(unmarked_in(ast.parse(line)))


@pytest.mark.parametrize(
    "line",
    [
        'button.setText(tr("Next image"))',
        'Action("label.undo", tr("Undo"), run, keys=("Ctrl+Z",))',
        'raise ValueError("there are two actions")',
        'styled(label, look="card")',
        'text = f"{width} px"',
    ],
)
def test_check_when_there_is_no_text_or_it_is_marked_then_is_content(line: str):
    assert list(unmarked_in(ast.parse(line))) == []


def test_german_when_compared_with_the_code_then_knows_the_same_texts(messages: list[_Message]):
    known = {message.marked for message in messages}
    assert known == marked_texts(), _AGAIN


def test_german_when_read_then_is_complete(messages: list[_Message]):
    left = [each.source for each in messages if not each.is_finished or not all(each.forms)]
    assert left == []


def test_german_when_values_are_filled_in_then_takes_the_same_ones(messages: list[_Message]):
    wrong = [
        (message.source, form)
        for message in messages
        for form in message.forms
        if _fields(form) != _fields(message.source)
        or ("%n" in form) != ("%n" in message.source)
        or _edges(form) != _edges(message.source)
    ]
    assert wrong == []


def test_german_when_compiled_then_says_what_its_source_says(messages: list[_Message]):
    translator = QTranslator()
    assert translator.load(str(_FOLDER / "loupe_de.qm"))
    for message in messages:
        for number, form in zip((1, 2), message.forms, strict=False):
            given = number if message.is_counted else -1
            assert translator.translate("", message.source, message.about, given) == form, _AGAIN


def test_tr_when_english_then_keeps_the_text_and_fits_the_number():
    assert tr("Next image") == "Next image"
    assert tr("%n image(s) added", "", 1) == "1 image added"
    assert tr("%n class(es)", "", 1240) == "1,240 classes"
    assert in_sentence("Dark") == "dark"


@pytest.mark.usefixtures("german")
def test_tr_when_german_then_translates_and_fits_the_number():
    assert tr("Next image") == "Nächstes Bild"
    assert tr("%n image(s) added", "", 1) == "1 Bild hinzugefügt"
    assert tr("%n image(s) added", "", 0) == "0 Bilder hinzugefügt"
    assert tr("{done:,} of {total:,}").format(done=1, total=3) == "1 von 3"
    assert in_sentence("Lernrate") == "Lernrate"


@pytest.mark.usefixtures("german")
def test_tr_when_nothing_is_translated_then_stays_english():
    assert tr("Said nowhere") == "Said nowhere"  # not in the window


def test_language_when_none_was_chosen_then_is_the_systems(tmp_path: Path):
    assert chosen_language(tmp_path / "settings.json") == _of_the_system()
    assert first_known(["de-AT", "en-US"]) == "de"
    assert first_known(["fr-FR", "de-DE", "en-US"]) == "de"
    assert first_known(["C"]) == "en"


def test_language_when_chosen_in_the_settings_then_is_known_at_the_next_start(tmp_path: Path):
    path = tmp_path / "settings.json"
    Settings(path).set(LANGUAGE, "de")
    assert chosen_language(path) == "de"
    assert LANGUAGE.needs_restart


@pytest.mark.parametrize("text", ["no JSON", "[]", '{"appearance.language": 3}'])
def test_language_when_the_settings_are_damaged_then_is_the_systems(tmp_path: Path, text: str):
    path = tmp_path / "settings.json"
    path.write_text(text, "utf-8")
    assert chosen_language(path) == _of_the_system()


def test_language_when_it_has_no_translation_then_is_english():
    speak("xx")
    assert tr("Next image") == "Next image"
    assert not translation._spoken.translators


def _of_the_system() -> str:
    return first_known(QLocale.system().uiLanguages())


def _fields(text: str) -> list[tuple[str, str]]:
    parsed = string.Formatter().parse(text)
    return sorted((name, spec or "") for _, name, spec, _ in parsed if name is not None)


def _edges(text: str) -> tuple[str, str]:
    found = re.fullmatch(r"(\s*).*?(\s*)", text, re.DOTALL)
    assert found is not None
    return found[1], found[2]
