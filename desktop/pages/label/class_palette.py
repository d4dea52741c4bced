"""The class palette: any class, found by typing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget
from typing_extensions import override

from desktop.pages.label.row_delegate import RowContent, RowDelegate
from desktop.qtkit.layouts import column
from desktop.qtkit.overlay import Overlay
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.class_choice_model import ClassChoiceModel
from desktop.viewmodels.class_list_model import ClassRole
from desktop.viewmodels.edit_model import EditModel

_WIDTH_PX = 340
_HEIGHT_PX = 360
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_NEW_CLASS = QColor(0, 0, 0, 0)


class ClassPalette(Overlay):
    """Floats over the page: type to filter, Enter to choose, Escape to leave it as it is."""

    # The expert chose a class: its ClassId.
    class_requested = Signal(object)
    # The expert wants a new class: its name.
    add_requested = Signal(str)

    def __init__(self, model: EditModel, theme: Theme, page: QWidget) -> None:
        super().__init__(page, width_px=_WIDTH_PX, height_px=_HEIGHT_PX)
        self._edit_model = model
        self._model = ClassChoiceModel(self)
        self._query = QLineEdit()
        self._query.setPlaceholderText(tr("Find a class"))
        self._query.setAccessibleName(tr("Find a class"))
        self._query.setMaxLength(100)
        self._list = QListView()
        self._list.setModel(self._model)
        self._delegate = RowDelegate(theme, content_of=self._content)
        self._list.setItemDelegate(self._delegate)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setAccessibleName(tr("Classes that match"))
        self._heading = text_label("", TextRole.HEADING)
        self.set_content(column(self._heading, self._query, self._list, margin_px=12))
        self._connect_signals()

    def set_keys(self, in_force: Mapping[str, str]) -> None:
        """Name the keys in force, by the keys the classes have by themselves."""
        self._model.set_keys(in_force)

    @override
    def open(self) -> None:
        model = self._edit_model
        number = len(model.selection)
        self._heading.setText(
            tr("Class of new shapes")
            if not number
            else tr("Class of {number} objects").format(number=number)
            if number > 1
            else tr("Class of the object")
        )
        self._model.set_classes(model.classes, current=model.current_class_id)
        self._query.clear()
        self._choose_row(0)
        super().open()
        self._query.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._query and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in _LIST_KEYS:
                self._list.keyPressEvent(event)
                return True
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and is_enter:
                self._take(self._list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _connect_signals(self) -> None:
        self._query.textChanged.connect(self._on_query_changed)
        self._query.installEventFilter(self)
        self._list.clicked.connect(self._take)

    def _on_query_changed(self, text: str) -> None:
        self._model.search(text)
        self._choose_row(0)

    def _choose_row(self, row: int) -> None:
        self._list.setCurrentIndex(self._model.index(row))

    def _take(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        class_id, name = index.data(ClassRole.CLASS_ID), index.data()
        self.close()
        if class_id is None:
            self.add_requested.emit(name)
        else:
            self.class_requested.emit(class_id)

    def _content(self, index: QModelIndex | QPersistentModelIndex) -> RowContent:
        is_chosen = index.row() == self._list.currentIndex().row()
        if index.data(ClassRole.CLASS_ID) is None:
            name = tr("Add class “{name}”").format(name=index.data())
            return RowContent(_NEW_CLASS, name, "", is_marked=is_chosen)
        return RowContent(
            color=index.data(Qt.ItemDataRole.DecorationRole),
            name=index.data(),
            figure=tr("current") if index.data(ClassRole.IS_CURRENT) else "",
            key=index.data(ClassRole.KEY),
            is_marked=is_chosen,
        )
