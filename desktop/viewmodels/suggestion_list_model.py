"""The suggestions shown on the canvas as a list, in the order in which they are walked."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor
from typing_extensions import override

from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import Suggestion
from desktop.viewmodels.index import Index
from desktop.viewmodels.source_words import source_words


class SuggestionRole(IntEnum):
    """What a suggestion tells besides its class's name and color."""

    SUGGESTION_ID = Qt.ItemDataRole.UserRole + 1
    CONFIDENCE = Qt.ItemDataRole.UserRole + 2
    QUESTION = Qt.ItemDataRole.UserRole + 3
    IS_SELECTED = Qt.ItemDataRole.UserRole + 4
    SOURCE = Qt.ItemDataRole.UserRole + 5


class SuggestionListModel(QAbstractListModel):
    """Follows the edit model: one shown suggestion a row. GUI thread only."""

    def __init__(self, edit_model: EditModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edit_model = edit_model
        self._suggestions: list[Suggestion] = []
        self._connect_signals()
        self._on_model_objects_changed()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # as Qt declares it
        return 0 if parent.isValid() else len(self._suggestions)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        suggestion = self._suggestions[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._class_words(suggestion)[0]
            case Qt.ItemDataRole.DecorationRole:
                return QColor(self._class_words(suggestion)[1])
            case SuggestionRole.SUGGESTION_ID:
                return suggestion.id
            case SuggestionRole.CONFIDENCE:
                return suggestion.confidence
            case SuggestionRole.QUESTION | Qt.ItemDataRole.ToolTipRole:
                return suggestion.question
            case SuggestionRole.SOURCE:
                return source_words(suggestion.suggested_by)
            case SuggestionRole.IS_SELECTED:
                return suggestion.id in self._edit_model.selection
            case _:
                return None

    def _connect_signals(self) -> None:
        self._edit_model.objects_changed.connect(self._on_model_objects_changed)
        self._edit_model.classes_changed.connect(self._on_model_objects_changed)
        self._edit_model.selection_changed.connect(self._on_model_selection_changed)

    def _on_model_objects_changed(self) -> None:
        shown = self._edit_model.shown_suggestions()
        if shown == self._suggestions:
            return
        self.beginResetModel()
        self._suggestions = shown
        self.endResetModel()

    def _on_model_selection_changed(self) -> None:
        if self._suggestions:
            first, last = self.index(0), self.index(len(self._suggestions) - 1)
            self.dataChanged.emit(first, last, [int(SuggestionRole.IS_SELECTED)])

    def _class_words(self, suggestion: Suggestion) -> tuple[str, str]:
        classes = self._edit_model.classes
        found = (class_ for class_ in classes if class_.id == suggestion.class_id)
        return next(((class_.name, class_.color) for class_ in found), ("", ""))
