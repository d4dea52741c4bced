"""What the engine says, recognized and translated by the window."""

from __future__ import annotations

import ast
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import speak
from tests.desktop.texts_in_code import ROOT

_FILE = ROOT / "resources" / "translations" / "engine_de.ts"


@pytest.fixture
def german() -> Iterator[None]:
    speak("de")
    yield
    speak("en")


@pytest.fixture(scope="module")
def messages() -> dict[str, str]:
    found = ElementTree.parse(_FILE).iter("message")
    return {each.findtext("source", ""): each.findtext("translation", "") for each in found}


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("english", "german_text"),
    [
        ("Answer 12 questions", "12 Fragen beantworten"),
        ("finished", "fertig"),
        (
            "automatic, or 0.0001 to 0.03, by optimizer",
            "auto, oder 0.0001 bis 0.03, je nach Optimierer",
        ),
        (
            "Unsure about 3 objects (RBC or background) · unlike what is labeled so far",
            "Unsicher bei 3 Objekten (RBC oder Hintergrund) · anders als das bisher Annotierte",
        ),
        (
            "The last training failed: The worker was killed by signal 9. The system may have run "
            "out of memory.",
            "Das letzte Training ist fehlgeschlagen: Der Arbeitsprozess wurde durch signal 9 "
            "beendet. Dem System ist vielleicht der Speicher ausgegangen.",
        ),
        (
            "There is no Loupe project in /data/x. Choose the folder of a Loupe project.",
            "In /data/x ist kein Loupe-Projekt. Wählen Sie den Ordner eines Loupe-Projekts.",
        ),
        (
            "Nothing beat the defaults, without flips; trial 4: 0.612 -> 0.624 fold mAP50-95 "
            "(+0.012, interval -0.001 to 0.020, 3 paired runs); 6 trials, 12.3 minutes of "
            "training.",
            "Besser als „Standard, ohne Spiegeln“ war nichts; Versuch 4: 0.612 -> 0.624 "
            "Fold-mAP50-95 (+0.012, Intervall -0.001 bis 0.020, 3 Läufe im Paar); 6 Versuche, "
            "12.3 Minuten Training.",
        ),
    ],
)
def test_said_when_german_then_fills_in_what_the_engine_filled_in(english: str, german_text: str):
    assert said(english) == german_text


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "Said nowhere.",
        "Add the folder to something else.",
        "Der Ordner ist leer.",
        # One half alone would be worse than none.
        "Train again. Said nowhere.",
    ],
)
def test_said_when_it_knows_no_such_sentence_then_leaves_it(text: str):
    assert said(text) == text


@pytest.mark.usefixtures("german")
def test_said_when_a_name_is_filled_in_then_the_name_stays():
    assert said("Rename train to test") == "train in test umbenennen"


def test_said_when_english_then_is_what_the_engine_said():
    assert said("Answer 12 questions") == "Answer 12 questions"


def test_translations_when_values_are_filled_in_then_take_the_same_ones(messages: dict[str, str]):
    places = re.compile(r"[{\[](\d)(?::g)?[}\]]")
    wrong = [
        source
        for source, translation in messages.items()
        if not translation or sorted(places.findall(source)) != sorted(places.findall(translation))
    ]
    assert wrong == []


def test_translations_when_compared_with_the_engine_then_it_still_says_so(
    messages: dict[str, str],
):
    """A sentence that the engine says no more has words that it has nowhere."""
    spoken = " ".join(_literals(ROOT / "engine"))
    words = set(re.findall(r"[A-Za-z]{3,}", spoken))
    stale = {
        source
        for source in messages
        if not set(re.findall(r"[A-Za-z]{3,}", re.sub(r"\{\d(:g)?\}", " ", source))) <= words
    }
    assert stale == set()


def _literals(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
