"""The page Help: the guide's topics, and the way to the keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from desktop.pages.help import guide
from desktop.pages.help.page import HelpPage
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import speak


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> HelpPage:
    page = HelpPage(theme)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    return page


def test_guide_when_read_then_topics_have_titles_and_pictures_that_are_there():
    topics = guide.read_guide()
    assert [topic.title for topic in topics][:2] == ["Begin", "Label"]
    for topic in topics:
        for address in re.findall(r"\]\(file://([^)]+)\)", topic.text):
            assert Path(address).exists()


def test_guide_when_picture_is_not_at_hand_then_text_comes_without_it(tmp_path: Path):
    path = tmp_path / "1-begin.md"
    path.write_text("# Begin\n\nFirst.\n\n![gone](gone.png)\n\nThen.\n")
    topic = guide._topic(path)
    assert (topic.title, topic.text) == ("Begin", "# Begin\n\nFirst.\n\nThen.\n")


def test_guide_when_german_is_spoken_then_has_the_same_topics_and_pictures_in_german():
    english = guide.read_guide()
    speak("de")
    german = guide.read_guide()
    speak("en")
    assert [topic.title for topic in german][:2] == ["Anfangen", "Annotieren"]
    assert len(german) == len(english)
    for ours, theirs in zip(german, english, strict=True):
        assert re.findall(r"\]\(file://([^)]+)\)", ours.text) == re.findall(
            r"\]\(file://([^)]+)\)", theirs.text
        )
        assert ours.text.count("\n- ") == theirs.text.count("\n- ")


def test_topic_when_chosen_then_is_shown(page: HelpPage):
    text, topics = page.findChild(QTextBrowser), page.findChild(QListWidget)
    assert "Follow the button at the top right" in text.toPlainText()
    QTest.keyClick(topics, Qt.Key.Key_Down)
    assert "Suggestions are dashed" in text.toPlainText()
    page.resize(900, 700)
    assert "Suggestions are dashed" in text.toPlainText()


def test_keys_when_wanted_then_window_is_asked(page: HelpPage, qtbot: QtBot):
    with qtbot.waitSignal(page.keys_requested):
        QTest.mouseClick(page.findChild(QPushButton), Qt.MouseButton.LeftButton)
