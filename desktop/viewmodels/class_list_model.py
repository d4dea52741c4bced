"""The classes of a project with their counts and keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from desktop.viewmodels.index import Index
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId

_NUM_DIGITS = 9


class ClassRole(IntEnum):
    """What a class tells besides its name and color."""

    CLASS_ID = Qt.ItemDataRole.UserRole + 1
    COUNT = Qt.ItemDataRole.UserRole + 2
    KEY = Qt.ItemDataRole.UserRole + 3
    IS_CURRENT = Qt.ItemDataRole.UserRole + 4


class ClassListModel(QAbstractListModel):
    """One class a row, in the project's order. GUI thread only."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes: list[ObjectClass] = []
        self._counts: dict[ClassId, int] = {}
        self._current_id: ClassId | None = None
        self._in_force: Mapping[str, str] = {}

    def set_keys(self, in_force: Mapping[str, str]) -> None:
        """Name other keys: those in force by those the classes have by themselves."""
        self._in_force = in_force
        self._emit_changed(ClassRole.KEY)

    def set_classes(self, classes: Iterable[ObjectClass]) -> None:
        """Show these classes and no others."""
        self.beginResetModel()
        self._classes = sorted(classes, key=lambda class_: class_.position)
        self.endResetModel()

    def set_counts(self, counts: Mapping[ClassId, int]) -> None:
        """Show how many annotations each class has."""
        self._counts = dict(counts)
        self._emit_changed(ClassRole.COUNT)

    def set_current(self, class_id: ClassId | None) -> None:
        """Mark the class that new shapes get."""
        self._current_id = class_id
        self._emit_changed(ClassRole.IS_CURRENT)

    def row_of(self, class_id: ClassId) -> int | None:
        """Return the row of a class; None where it has none."""
        rows = (row for row, class_ in enumerate(self._classes) if class_.id == class_id)
        return next(rows, None)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._classes)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        class_ = self._classes[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return class_.name
            case Qt.ItemDataRole.DecorationRole:
                return QColor(class_.color)
            case ClassRole.CLASS_ID:
                return class_.id
            case ClassRole.COUNT:
                return self._counts.get(class_.id, 0)
            case ClassRole.KEY:
                own = class_key(index.row())
                return self._in_force.get(own, own)
            case ClassRole.IS_CURRENT:
                return class_.id == self._current_id
            case _:
                return None

    def _emit_changed(self, role: ClassRole) -> None:
        if self._classes:
            first, last = self.index(0), self.index(len(self._classes) - 1)
            self.dataChanged.emit(first, last, [int(role)])


def class_key(row: int) -> str:
    """Return the key that chooses the class of a row by itself; empty where none does."""
    if row < _NUM_DIGITS:
        return str(row + 1)
    return f"Shift+{row + 1 - _NUM_DIGITS}" if row < 2 * _NUM_DIGITS else ""
