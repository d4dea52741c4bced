"""Tables of records: columns as wide as their texts, however many rows there are."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QSignalSpy
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
    model.show([*_names(), _WIDE])
    needed = QFontMetrics(table.font()).horizontalAdvance(_WIDE)
    qtbot.waitUntil(lambda: table.columnWidth(0) > needed)


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
