"""The classes that match what is typed, to choose one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from desktop.actions.action_list import match_quality
from desktop.viewmodels.class_list_model import ClassRole, class_key
from desktop.viewmodels.index import Index
from engine.domain.classes import ObjectClass
from engine.domain.identifiers import ClassId


class ClassChoiceModel(QAbstractListModel):
    """Best match first, else the project's order; the last row may be a new class.

    GUI thread only. The row of a new class has no id; its name is what was typed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._classes: tuple[ObjectClass, ...] = ()
        self._current_id: ClassId | None = None
        self._shown: list[ObjectClass] = []
        self._new_name = ""
        self._in_force: Mapping[str, str] = {}

    def set_keys(self, in_force: Mapping[str, str]) -> None:
        """Name other keys: those in force by those the classes have by themselves."""
        self._in_force = in_force

    def set_classes(self, classes: Iterable[ObjectClass], *, current: ClassId | None) -> None:
        """Choose from these classes; the one that new shapes get is marked."""
        self._classes = tuple(sorted(classes, key=lambda class_: class_.position))
        self._current_id = current
        self.search("")

    def search(self, query: str) -> None:
        """Show what matches; a name that no class has is offered as a new class."""
        name = query.strip()
        ranked = [(match_quality(query, class_.name), class_) for class_ in self._classes]
        matching = [(rank, class_) for rank, class_ in ranked if rank is not None]
        self.beginResetModel()
        self._shown = [class_ for _, class_ in sorted(matching, key=_rank)]
        is_known = any(class_.name.casefold() == name.casefold() for class_ in self._classes)
        self._new_name = "" if is_known else name
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._shown) + bool(self._new_name)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if index.row() == len(self._shown):
            return self._new_name if role == Qt.ItemDataRole.DisplayRole else None
        class_ = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return class_.name
            case Qt.ItemDataRole.DecorationRole:
                return QColor(class_.color)
            case ClassRole.CLASS_ID:
                return class_.id
            case ClassRole.KEY:
                own = class_key(self._classes.index(class_))
                return self._in_force.get(own, own)
            case ClassRole.IS_CURRENT:
                return class_.id == self._current_id
            case _:
                return None


def _rank(pair: tuple[int, ObjectClass]) -> tuple[int, int]:
    quality, class_ = pair
    return quality, class_.position
