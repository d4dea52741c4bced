"""Tables of records: columns as wide as their texts, however many rows there are."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.qtkit import record_table
from desktop.qtkit.record_table import RecordTable
from desktop.qtkit.theme import Theme
from desktop.viewmodels.record_table_model import Column, RecordTableModel

_NUM_ROWS = 300
_WIDE = "the class with by far the longest name of all that are listed here"
_COLUMNS: tuple[Column[str], ...] = (
    Column("Class", lambda name: name, lambda name: name, is_number=False),
    Column("Letters", lambda name: str(len(name)), lambda name: len(name)),
)


@pytest.fixture
def model() -> RecordTableModel[str]:
    return RecordTableModel(_COLUMNS, key=lambda name: name)


@pytest.fixture
def table(model: RecordTableModel[str], theme: Theme, qtbot: QtBot) -> RecordTable[str]:
    table = RecordTable(model, theme, sort_column=1)
    qtbot.addWidget(table)
    table.resize(200, 160)
    table.show()
    return table


def test_columns_when_the_widest_text_is_far_below_still_have_room_for_it(
    model: RecordTableModel[str], table: RecordTable[str], qtbot: QtBot
):
    table.resize(900, 160)
    model.show([*_names(), _WIDE])
    needed = QFontMetrics(table.font()).horizontalAdvance(_WIDE)
    qtbot.waitUntil(lambda: table.columnWidth(0) > needed)


def test_columns_when_there_is_too_little_room_cut_off_the_longest_text_alone(
    model: RecordTableModel[str], table: RecordTable[str], qtbot: QtBot
):
    model.show([_WIDE])
    last = table.horizontalHeader().count() - 1
    needed = QFontMetrics(table.font()).horizontalAdvance(str(len(_WIDE)))
    qtbot.waitUntil(lambda: 0 < table.columnWidth(0) < table.viewport().width())
    ends = table.columnViewportPosition(last) + table.columnWidth(last)
    assert ends <= table.viewport().width()
    assert table.columnWidth(last) > needed


def test_text_that_is_cut_off_is_told_whole_where_the_pointer_rests(
    model: RecordTableModel[str],
    table: RecordTable[str],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
):
    told: list[str] = []
    # A tip is a window, which is raised: nothing the offscreen platform can do.
    tip = SimpleNamespace(showText=lambda _place, text, _view: told.append(text))
    monkeypatch.setattr(record_table, "QToolTip", tip)
    model.show([_WIDE])
    qtbot.waitUntil(lambda: 0 < table.columnWidth(0) < table.viewport().width())
    for column in (0, 1):
        place = table.visualRect(table.model().index(0, column)).center()
        there = table.viewport().mapToGlobal(place)
        event = QHelpEvent(QEvent.Type.ToolTip, place, there)
        QApplication.sendEvent(table.viewport(), event)
    assert told == [_WIDE]


def test_columns_when_there_are_many_rows_are_fitted_by_few_cells(
    model: RecordTableModel[str],
    table: RecordTable[str],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
):
    measured = []
    plain_hint = record_table._CellPainter.sizeHint

    def _hint(self, option, index):
        measured.append(index.row())
        return plain_hint(self, option, index)

    monkeypatch.setattr(record_table._CellPainter, "sizeHint", _hint)
    model.show(_names())
    qtbot.waitUntil(lambda: bool(measured))
    table.resize(240, 200)
    # Neither the scroll bar that rows bring nor another size makes them measured again.
    assert len(measured) == len(_COLUMNS)


def test_rows_when_they_are_the_first_come_all_at_once(
    model: RecordTableModel[str], table: RecordTable[str]
):
    rows_came, all_came = QSignalSpy(model.rowsInserted), QSignalSpy(model.modelReset)
    model.show(_names())
    assert (rows_came.count(), all_came.count()) == (0, 1)
    assert table.model().rowCount() == _NUM_ROWS
    table.choose(3)
    model.show([*_names(), _WIDE])
    assert (rows_came.count(), all_came.count()) == (1, 1)
    assert table.current_record() == _names()[3]


def test_columns_when_there_is_no_row_have_room_for_their_titles(table: RecordTable[str]):
    title = QFontMetrics(table.font()).horizontalAdvance("Letters")
    assert table.columnWidth(1) >= title


def _names() -> list[str]:
    return [f"class {number}" for number in range(_NUM_ROWS)]
