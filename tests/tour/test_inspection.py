"""What the tour's eyes see, and what they do not mind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.qtkit.texts import ElidedLabel
from tests.tour.inspection import inspect

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)]


@pytest.fixture
def problems(qtbot: QtBot) -> Callable[[QWidget], list[str]]:
    """Shows a widget in a window of 400 x 200 pixels and inspects that window."""

    def _problems(widget: QWidget) -> list[str]:
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(400, 200)
        window.setStyleSheet("background: #ffffff; color: #000000")
        widget.setParent(window)
        window.show()
        picture = window.grab().toImage()
        found = inspect(window, picture)
        return [each for each in found if not each.startswith("the picture is blank")]

    return _problems


def test_inspect_when_all_fits_then_nothing_is_wrong(problems) -> None:
    label = QLabel("Round 3")
    label.resize(label.sizeHint())
    assert problems(label) == []


def test_inspect_when_a_text_has_too_little_room_then_it_is_clipped(problems) -> None:
    label = QLabel("A text that is far too long for this label")
    label.setGeometry(0, 0, 60, 20)
    assert [each.split(":")[0] for each in problems(label)] == ["clipped"]


def test_inspect_when_a_text_ends_in_an_ellipsis_then_that_is_meant(problems) -> None:
    label = ElidedLabel("A text that is far too long for this label")
    label.setGeometry(0, 0, 60, 20)
    assert problems(label) == []


def test_inspect_when_a_widget_reaches_beyond_its_parent_then_it_is_outside(problems) -> None:
    label = QLabel("Round 3")
    label.setGeometry(380, 0, 100, 20)
    assert [each.split(":")[0] for each in problems(label)] == ["outside of its parent"]


def test_inspect_when_a_scroll_area_cannot_show_all_of_its_width_then_it_is_cut_off(
    problems,
) -> None:
    area = QScrollArea()
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = QWidget()
    inside.resize(300, 40)
    area.setWidget(inside)
    area.setGeometry(0, 0, 200, 100)
    assert "cut off" in [each.split(":")[0] for each in problems(area)]


def test_inspect_when_tab_passes_a_button_by_then_it_is_not_reached(problems) -> None:
    button = QPushButton("Train")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.resize(button.sizeHint())
    assert [each.split(":")[0] for each in problems(button)] == ["not reached by Tab"]


def test_inspect_when_a_text_is_hardly_darker_than_its_ground_then_it_is_pale(problems) -> None:
    label = QLabel("Round 3")
    label.setStyleSheet("color: #bbbbbb")
    label.resize(label.sizeHint())
    assert [each.split(":")[0] for each in problems(label)] == ["pale"]


def test_inspect_when_nothing_was_painted_then_the_picture_is_blank(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    picture = QImage(400, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.black)
    assert inspect(window, picture)[0].startswith("the picture is blank")
