"""The window in German: chosen in the settings, seen on every page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from desktop.language import SETTING_KEY
from engine.simulation.sandbox import make_sandbox
from engine.simulation.staging import open_staged
from tests.desktop.texts_in_code import ROOT

pytestmark = pytest.mark.slow

_PATIENCE_S = 120.0
# Says of each page what words stand on it, and then how all actions and settings are called.
_WALK = """
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget
import desktop.__main__ as program
from desktop.qtkit import translation

def texts(window):
    found = {each.text() for each in window.findChildren(QLabel)}
    found |= {each.text() for each in window.findChildren(QAbstractButton)}
    found |= {each.placeholderText() for each in window.findChildren(QLineEdit)}
    for box in window.findChildren(QComboBox):
        found |= {box.itemText(row) for row in range(box.count())}
    for each in window.findChildren(QWidget):
        found |= {each.toolTip(), each.accessibleName()}
    return sorted(found)

class Walk(QTimer):
    def __init__(self, desktop, kept):
        super().__init__(desktop.window)
        self.desktop, self.kept, self.left, self.said = desktop, kept, [], {}
        desktop.crashes.crashed.connect(lambda report: self.said["crashes"].append(str(report)))
        self.timeout.connect(self.step)
        self.start(300)

    def step(self):
        from desktop.rail import Rail
        window = self.desktop.window
        if not self.kept.is_project_open:
            return
        if not self.said:
            self.left = [*window.findChild(Rail).page_ids, "help", "settings"]
            self.said["crashes"] = []
        elif self.left:
            self.said[self.left.pop(0)] = texts(window)
        if self.left:
            window.open_page(self.left[0])
            return
        self.stop()
        self.said["actions"] = [action.text for action in self.desktop.registry.actions]
        native = QKeySequence.SequenceFormat.NativeText
        self.said["key"] = [QKeySequence("Ctrl+K").toString(native)]
        print(json.dumps(self.said), flush=True)
        window.close()

speak = translation.speak
def speak_and_walk(language):
    speak(language)
    # Texts are made in the language from now on, so the window's code may come.
    import desktop.app
    run = desktop.app.run
    def run_and_walk(arguments, start):
        walks = []
        def begin(desktop):
            kept = start(desktop)
            walks.append(Walk(desktop, kept))
            return kept
        return run(arguments, begin)
    desktop.app.run = run_and_walk

translation.speak = speak_and_walk
sys.exit(program.main([sys.argv[1], "--no-tour"]))
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What stands on each page of a window whose user chose German."""
    folder = tmp_path_factory.mktemp("german")
    sandbox = make_sandbox(
        folder / "sandbox", num_train=8, num_val=6, num_test=4, side_px=64, num_classes=2
    )
    open_staged(folder / "project", sandbox, truth_path=folder / "truth.jsonl").close()
    settings = folder / "home" / "loupe" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({SETTING_KEY: "de"}), "utf-8")
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    home = {name: str(folder / "home") for name in names}
    plain = {"QT_QPA_PLATFORM": "offscreen", "LOUPE_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", _WALK, str(folder / "project")],
        env={**os.environ, **home, **plain},
        capture_output=True,
        check=False,
        timeout=_PATIENCE_S,
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def test_window_when_german_was_chosen_then_nothing_unexpected_happens(
    said: dict[str, list[str]],
) -> None:
    assert said["crashes"] == []


def test_window_when_german_was_chosen_then_no_english_is_left_on_any_page(
    said: dict[str, list[str]],
) -> None:
    german = _german_of(ROOT / "resources" / "translations" / "loupe_de.ts")
    own_names = {"Loupe", "labelme, LabelImg", "CVAT", "English", "Deutsch"}
    left = {
        (page, text)
        for page, texts in said.items()
        for text in texts
        if german.get(text, text) != text and text not in own_names | set(german.values())
    }
    assert left == set()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("images", "Bilder hinzufügen…"),
        ("images", "Nächste 20 Fragen"),
        ("classes", "Klasse entfernen"),
        ("label", "Helligkeit"),
        ("train", "Trainieren"),
        ("search", "Suche starten"),
        ("settings", "Gilt ab dem nächsten Start."),
        ("actions", "Gehe zu Einstellungen"),
        ("actions", "Über Loupe"),
        ("key", "Strg+K"),
    ],
)
def test_window_when_german_was_chosen_then_says_so(
    said: dict[str, list[str]], page: str, text: str
) -> None:
    assert text in said[page]


def _german_of(path: Path) -> dict[str, str]:
    messages = ElementTree.parse(path).iter("message")
    return {each.findtext("source", ""): each.findtext("translation", "") for each in messages}
