"""Empty, busy and failed pages; words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.qtkit.page_states import PageStates, Way
from desktop.qtkit.texts import breakable
from desktop.qtkit.theme import Theme, ThemeMode
from desktop.qtkit.translation import tr
from desktop.qtkit.words import duration_text, time_left_text
from engine.domain.errors import DataError


@pytest.fixture
def states(theme: Theme, qtbot: QtBot) -> PageStates:
    states = PageStates(theme, QWidget())
    qtbot.addWidget(states)
    states.show()
    return states


def test_page_when_empty_then_says_what_to_do(states: PageStates, theme: Theme):
    ran: list[str] = []
    states.show_empty(
        "images", "No images yet", "Add a folder.", Way("Add", lambda: ran.append("a"))
    )
    assert {"No images yet", "Add a folder."} <= _texts(states)
    states.findChild(QPushButton).click()
    theme.set_mode(ThemeMode.LIGHT)
    assert ran == ["a"]
    assert not states.is_content_shown


def test_page_when_busy_then_shows_progress_and_keeps_its_button(states: PageStates):
    stop = Way("Stop", lambda: None)
    states.show_busy("Reading", stop, share=0.25, seconds_left=300)
    button = states.findChild(QPushButton)
    states.show_busy("Reading", stop, share=0.5, seconds_left=200)
    bar = states.findChild(QProgressBar)
    assert bar.isVisible()
    assert bar.value() / bar.maximum() == 0.5
    assert "about 3 min left" in _texts(states)
    assert states.findChild(QPushButton) is button
    states.show_busy("Waiting")
    assert bar.maximum() == 0


def test_page_when_failed_then_says_what_and_the_way_out(states: PageStates):
    states.show_failed(DataError("x.pt is not a model.", hint="Choose another."), Way("Again", int))
    assert {"x.pt is not a model.", "Choose another."} <= _texts(states)
    assert not states.findChild(QProgressBar).isVisible()
    states.show_content()
    assert states.is_content_shown


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0 s"),
        (22.4, "22 s"),
        (59.6, "1 min"),
        (840, "14 min"),
        (3599, "1 h"),
        (4320, "1 h 12 min"),
    ],
)
def test_duration_when_put_in_words_then_has_two_units_at_most(seconds: float, text: str):
    assert duration_text(seconds) == text


def test_words_when_counting_then_fit_the_count():
    assert tr("%n image(s)", "", 1) == "1 image"
    assert tr("%n box(es)", "", 1240) == "1,240 boxes"
    assert time_left_text(None) == ""


def _texts(states: PageStates) -> set[str]:
    return {label.text() for label in states.findChildren(QLabel) if label.isVisible()}


def test_breakable_when_a_word_is_long_then_may_break_at_its_joints():
    name = "smear_with_a_very_long_name_indeed.jpg"
    shown = breakable(f"The file {name} is damaged.")
    assert shown.replace("\u200b", "") == f"The file {name} is damaged."
    assert "smear_\u200bwith_" in shown
    assert breakable("x" * 50).count("\u200b") == 2
    assert breakable("Nothing beat the defaults.") == "Nothing beat the defaults."
