"""Tokens, style sheet, fonts and icons."""

from __future__ import annotations

from importlib import resources

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.qtkit.blocked import blocked
from desktop.qtkit.elided_combo import ElidedComboBox
from desktop.qtkit.fonts import FAMILY, load_fonts, text_font
from desktop.qtkit.icons import icon, pixmap
from desktop.qtkit.texts import ElidedLabel, TextRole, text_label
from desktop.qtkit.theme import Theme, ThemeMode
from desktop.qtkit.tokens import DARK, LIGHT, Tokens, contrast_ratio, mix


@pytest.mark.parametrize("tokens", [DARK, LIGHT], ids=["dark", "light"])
def test_tokens_when_text_stands_on_a_ground_then_contrast_is_enough(tokens: Tokens):
    grounds = (tokens.background, tokens.surface, tokens.raised)
    for ground in grounds:
        for text in (tokens.text, tokens.muted, tokens.warning, tokens.bad, tokens.accent):
            assert contrast_ratio(text, ground) >= 4.5, (text, ground)
    assert contrast_ratio(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast_ratio(tokens.on_accent, tokens.accent_hover) >= 4.5


def test_contrast_when_black_on_white_then_is_21():
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_font_when_loaded_then_is_the_bundled_one_with_tabular_figures(qapp: QApplication):
    load_fonts()
    assert FAMILY in QFontDatabase.families()
    font = text_font(13)
    assert QFontInfo(font).family() == FAMILY
    label = text_label("1")
    label.setFont(font)
    metrics = label.fontMetrics()
    assert metrics.horizontalAdvance("111") == metrics.horizontalAdvance("888")


@pytest.mark.parametrize(
    "name",
    sorted(
        path.name.removesuffix(".svg")
        for path in resources.files("resources").joinpath("icons").iterdir()
    ),
)
def test_icon_when_tinted_then_paints_that_color(qapp: QApplication, name: str):
    image = pixmap(name, "#ff0000", size_px=24).toImage()
    colors = [image.pixelColor(x, y) for x in range(24) for y in range(24)]
    solid = [color for color in colors if color.alpha() > 200]
    assert solid
    assert all(color.red() > 240 and color.green() < 16 for color in solid)
    assert not icon(name, DARK).isNull()


def test_theme_when_mode_changes_then_application_and_windows_wear_the_tokens(
    theme: Theme, qapp: QApplication, qtbot: QtBot
):
    window = QWidget()
    qtbot.addWidget(window)
    theme.dress(window)
    assert DARK.accent in window.styleSheet()
    assert qapp.palette().window().color() == QColor(DARK.background)
    with qtbot.waitSignal(theme.changed):
        theme.set_mode(ThemeMode.LIGHT)
    assert qapp.palette().window().color() == QColor(LIGHT.background)
    assert LIGHT.accent in window.styleSheet()


def test_theme_when_mode_stays_then_nothing_is_told(theme: Theme, qtbot: QtBot):
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode(ThemeMode.DARK)


def test_label_when_text_looks_like_markup_then_is_shown_as_it_is(qapp: QApplication):
    label = text_label("<b>x</b>", TextRole.STRONG)
    assert label.textFormat().name == "PlainText"


def test_elided_label_when_too_narrow_then_tooltip_has_the_whole(qtbot: QtBot):
    label = ElidedLabel("a very long name of a project that does not fit")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(900, 20)
    label.grab()
    assert label.toolTip() == ""


def test_elided_choice_when_too_narrow_then_tooltip_has_the_whole(qtbot: QtBot):
    choice = ElidedComboBox()
    qtbot.addWidget(choice)
    choice.addItem("a very long name of a class that does not fit")
    choice.resize(80, 30)
    choice.grab()
    assert choice.toolTip() == choice.currentText()
    choice.resize(900, 30)
    choice.grab()
    assert choice.toolTip() == ""


def test_blocked_when_inside_then_signals_are_silent(qtbot: QtBot):
    label = text_label("a")
    seen: list[str] = []
    label.objectNameChanged.connect(seen.append)
    with blocked(label):
        label.setObjectName("quiet")
    label.setObjectName("loud")
    assert seen == ["loud"]
