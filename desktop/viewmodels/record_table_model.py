"""A table of records, its columns given as data."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, auto
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from desktop.viewmodels.index import Index

_Record = TypeVar("_Record")


class TableRole(IntEnum):
    """What a table tells besides its texts."""

    RECORD = Qt.ItemDataRole.UserRole + 1
    SORT_KEY = Qt.ItemDataRole.UserRole + 2
    IS_MARKED = Qt.ItemDataRole.UserRole + 3
    TONE = Qt.ItemDataRole.UserRole + 4


class Tone(Enum):
    """What a state calls for; it is shown as a pill in that color."""

    QUIET = auto()
    ACCENT = auto()
    WARNING = auto()
    BAD = auto()


@dataclass(frozen=True, slots=True)
class Column(Generic[_Record]):
    """A column: its title, a record's text and sort key in it, and whether it holds numbers.

    A column with a tone holds states; one with a color shows it before the text.
    """

    title: str
    text: Callable[[_Record], str]
    sort_key: Callable[[_Record], float | str]
    is_number: bool = True
    tooltip: Callable[[_Record], str] | None = None
    tone: Callable[[_Record], Tone] | None = None
    color: Callable[[_Record], str] | None = None


class RecordTableModel(QAbstractTableModel, Generic[_Record]):
    """Shows one record a row, in the order in which they came. GUI thread only.

    Args:
        columns: The columns, the first at the left.
        key: The part of a record that stays when it is updated.
        parent: The owner.
    """

    def __init__(
        self,
        columns: Sequence[Column[_Record]],
        *,
        key: Callable[[_Record], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._records: list[_Record] = []
        self._rows: dict[Hashable, int] = {}
        self._marked: Hashable = None

    def set_records(self, records: Iterable[_Record]) -> None:
        """Show these records and no others."""
        self.beginResetModel()
        self._records = list(records)
        self._rows = {self._key(record): row for row, record in enumerate(self._records)}
        self.endResetModel()

    def show(self, records: Iterable[_Record]) -> None:
        """Show these records; where they only grew or changed, the chosen row stays chosen."""
        new = list(records)
        before = [self._key(record) for record in self._records]
        # With each row that comes alone the table is sorted and laid out anew.
        is_first = bool(new) and not before
        if is_first or [self._key(record) for record in new[: len(before)]] != before:
            self.set_records(new)
            return
        for row, record in enumerate(new):
            if row >= len(before) or record != self._records[row]:
                self.put(record)

    def put(self, record: _Record) -> None:
        """Show a record in the row of its key, or in a new one at the end."""
        row = self._rows.get(self._key(record))
        if row is not None:
            self._records[row] = record
            self._emit_changed(row)
            return
        row = len(self._records)
        self.beginInsertRows(QModelIndex(), row, row)
        self._records.append(record)
        self._rows[self._key(record)] = row
        self.endInsertRows()

    def mark(self, key: Hashable) -> None:
        """Make the row of this key the one that stands out; None for no row."""
        if key == self._marked:
            return
        before, self._marked = self._marked, key
        for changed in {before, key} & self._rows.keys():
            self._emit_changed(self._rows[changed])

    def record(self, row: int) -> _Record:
        """Return the record of a row."""
        return self._records[row]

    def widest_row(self, column: int, width: Callable[[str], float]) -> int | None:
        """Return the row whose text in a column is widest as measured; None without rows."""
        row_of: dict[str, int] = {}
        for row in range(len(self._records)):
            row_of.setdefault(str(self.data(self.index(row, column))), row)
        return row_of[max(row_of, key=width)] if row_of else None

    @property
    def records(self) -> tuple[_Record, ...]:
        """All records, in the order in which they came."""
        return tuple(self._records)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._records)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        record, column = self._records[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(record)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tooltip(record) if column.tooltip else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.DecorationRole:
                return QColor(column.color(record)) if column.color else None
            case TableRole.RECORD:
                return record
            case TableRole.SORT_KEY:
                return column.sort_key(record)
            case TableRole.TONE:
                return column.tone(record) if column.tone else None
            case TableRole.IS_MARKED:
                return self._key(record) == self._marked
            case _:
                return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(self._columns[section])
            case _:
                return None

    def _emit_changed(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))


def _alignment(column: Column[_Record]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
