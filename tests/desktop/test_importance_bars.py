"""What mattered, as bars: what they say, and how they are pointed at and chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.charts.importance_bars import ImportanceBar, ImportanceBars
from desktop.qtkit.theme import Theme
from engine.domain.searches import Choice

BARS = (
    ImportanceBar(Choice.AUGMENTATION, "Augmentation strength", 0.7, may_be_chance=False),
    ImportanceBar(Choice.OPTIMIZER, "Optimizer", 0.3, may_be_chance=True),
)
_ROW_PX = 28


@pytest.fixture
def bars(qtbot: QtBot, theme: Theme) -> ImportanceBars:
    made = ImportanceBars(theme)
    qtbot.addWidget(made)
    made.set_bars(BARS)
    made.resize(500, 60)
    made.show()
    return made


def _num_pixels(image: QImage, color: str, *, row: int) -> int:
    y = row * _ROW_PX + _ROW_PX // 2
    return sum(image.pixelColor(x, y) == QColor(color) for x in range(image.width()))


def test_bars_when_shown_then_only_what_is_no_chance_has_the_accent(
    bars: ImportanceBars, theme: Theme
):
    image = bars.grab().toImage()
    assert _num_pixels(image, theme.tokens.accent, row=0) > 100
    assert _num_pixels(image, theme.tokens.accent, row=1) == 0


def test_bars_then_they_are_told_to_readers(bars: ImportanceBars):
    assert bars.accessibleName() == (
        "What mattered: Augmentation strength 70%, Optimizer 30%, may be chance"
    )


def test_bars_when_pointed_at_and_clicked_then_tell_the_choice(bars: ImportanceBars, qtbot: QtBot):
    pointed: list[object] = []
    bars.pointed.connect(pointed.append)
    qtbot.mouseMove(bars, QPoint(40, _ROW_PX + 8))
    with qtbot.waitSignal(bars.chosen) as told:
        qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(40, _ROW_PX + 8))
    assert told.args == [Choice.OPTIMIZER]
    assert pointed[-1] is Choice.OPTIMIZER


def test_bars_when_keys_are_pressed_then_walk_and_choose(bars: ImportanceBars, qtbot: QtBot):
    with qtbot.waitSignal(bars.pointed) as pointed:
        bars.setFocus()
        qtbot.keyClick(bars, Qt.Key.Key_Down)
    assert pointed.args[0] in (Choice.AUGMENTATION, Choice.OPTIMIZER)
    qtbot.keyClick(bars, Qt.Key.Key_Down)
    qtbot.keyClick(bars, Qt.Key.Key_Down)
    with qtbot.waitSignal(bars.chosen) as told:
        qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert told.args == [Choice.OPTIMIZER]
