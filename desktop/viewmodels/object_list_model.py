"""The labels of the open image as a list: what lies in front comes first."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QItemSelection, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from desktop.qtkit.engine_texts import said
from desktop.qtkit.translation import tr
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId
from desktop.viewmodels.index import Index
from engine.domain.annotations import Annotation, Attributes, Source
from engine.domain.identifiers import ClassId
from engine.domain.shapes import shape_in_words

_SOURCES = {
    Source.EXPERT: "",
    Source.ACCEPTED: tr("accepted"),
    Source.BULK_ACCEPTED: tr("bulk-accepted"),
    Source.IMPORT: tr("imported"),
}


class ObjectRole(IntEnum):
    """What a label tells besides its class's name and color."""

    OBJECT_ID = Qt.ItemDataRole.UserRole + 1
    DETAIL = Qt.ItemDataRole.UserRole + 2
    IS_HIDDEN = Qt.ItemDataRole.UserRole + 3
    IS_LOCKED = Qt.ItemDataRole.UserRole + 4


_FLAGS = {
    "difficult": tr("difficult"),
    "truncated": tr("truncated"),
    "occluded": tr("occluded"),
}


class ObjectListModel(QAbstractListModel):
    """Follows the edit model: one label a row, hidden ones too. GUI thread only."""

    def __init__(self, edit_model: EditModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edit_model = edit_model
        self._rows: list[Annotation] = []
        self._row_of: dict[ObjectId, int] = {}
        self._names: dict[ClassId, tuple[str, str]] = {}
        edit_model.objects_changed.connect(self._on_model_objects_changed)
        edit_model.classes_changed.connect(self._on_model_classes_changed)
        self._on_model_classes_changed()
        self._on_model_objects_changed()

    def ids(self, rows: Iterable[int]) -> list[ObjectId]:
        """Return the labels of rows."""
        return [self._rows[row].id for row in rows]

    def selection_of(self, object_ids: Iterable[ObjectId]) -> QItemSelection:
        """Return the rows of labels, those that follow each other as one range."""
        rows = sorted(self._row_of[id_] for id_ in object_ids if id_ in self._row_of)
        selection, first = QItemSelection(), 0
        for place, row in enumerate(rows):
            if place + 1 == len(rows) or rows[place + 1] != row + 1:
                selection.select(self.index(rows[first]), self.index(row))
                first = place + 1
        return selection

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        annotation = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._names.get(annotation.class_id, ("", ""))[0]
            case Qt.ItemDataRole.DecorationRole:
                return QColor(self._names.get(annotation.class_id, ("", ""))[1])
            case Qt.ItemDataRole.ToolTipRole:
                return annotation.attributes.note
            case ObjectRole.OBJECT_ID:
                return annotation.id
            case ObjectRole.DETAIL | Qt.ItemDataRole.AccessibleDescriptionRole:
                return detail_text(annotation)
            case ObjectRole.IS_HIDDEN:
                return annotation.id in self._edit_model.marks.hidden
            case ObjectRole.IS_LOCKED:
                return annotation.id in self._edit_model.marks.locked
            case _:
                return None

    def _on_model_objects_changed(self) -> None:
        rows = sorted(self._edit_model.state.annotations.values(), key=lambda each: -each.z)
        ids = [each.id for each in rows]
        if ids == list(self._row_of):
            self._rows = rows
            self._emit_changed()
            return
        self.beginResetModel()
        self._rows = rows
        self._row_of = {id_: row for row, id_ in enumerate(ids)}
        self.endResetModel()

    def _on_model_classes_changed(self) -> None:
        names = {each.id: (each.name, each.color) for each in self._edit_model.classes}
        if names != self._names:
            self._names = names
            self._emit_changed()

    def _emit_changed(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


def detail_text(annotation: Annotation) -> str:
    """Return what a label is besides its class: its shape, whence it came, what is said of it."""
    parts = [
        said(shape_in_words(annotation.shape)),
        _SOURCES[annotation.source],
        *_attributes(annotation.attributes),
        f"z {annotation.z}" if annotation.z else "",
    ]
    return " · ".join(part for part in parts if part)


def _attributes(attributes: Attributes) -> list[str]:
    flags = [text for name, text in _FLAGS.items() if getattr(attributes, name)]
    return [*flags, tr("note")] if attributes.note else flags
