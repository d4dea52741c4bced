"""The labels of the open image: what there is, what is hidden, what is locked."""

from __future__ import annotations

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeView, QWidget
from typing_extensions import override

from desktop.pages.label.row_delegate import RowContent, RowDelegate, icon_at
from desktop.qtkit.blocked import blocked
from desktop.qtkit.keycap import key_cap
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels import edit_commands
from desktop.viewmodels.edit_model import EditModel
from desktop.viewmodels.edits import ObjectId
from desktop.viewmodels.object_list_model import ObjectListModel, ObjectRole

_NOTHING = tr("Nothing is labeled on this image.")
_EYE, _LOCK = 0, 1


class ObjectPanel(QWidget):
    """A list whose selection is that of the canvas, both ways. GUI thread only."""

    # The expert wants to see a label on the canvas: its id.
    object_requested = Signal(object)

    def __init__(self, model: EditModel, theme: Theme) -> None:
        super().__init__()
        self._model = model
        # While the list says what is selected, nothing is to be learned of the model.
        self._is_telling = False
        self._list_model = ObjectListModel(model, self)
        self._list = _ObjectList()
        self._list.setModel(self._list_model)
        self._delegate = RowDelegate(theme, content_of=_object_row)
        self._list.setItemDelegate(self._delegate)
        self._nothing = text_label(_NOTHING, TextRole.CAPTION, wrap=True)
        keys = row(
            key_cap("Space"), text_label(tr("hide or show"), TextRole.CAPTION), None, spacing_px=6
        )
        self._keys = QWidget()
        self._keys.setLayout(keys)
        layout = column(self._nothing, self._keys, spacing_px=6)
        layout.addWidget(self._list, 1)
        layout.addStretch(0)
        self.setLayout(layout)
        self._connect_signals()
        self._on_model_objects_changed()

    @property
    def num_objects(self) -> int:
        """How many labels the image has."""
        return self._list_model.rowCount()

    def take_focus(self) -> None:
        """Let the keys go to the list."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._list.currentIndex().isValid() and self.num_objects:
            self._list.setCurrentIndex(self._list_model.index(0))

    def _connect_signals(self) -> None:
        self._list.selectionModel().selectionChanged.connect(self._on_list_selection_changed)
        self._list.activated.connect(self._on_activated)
        self._list.eye_clicked.connect(self._toggle_hidden)
        self._list.lock_clicked.connect(self._model.marks.toggle_locks)
        self._list.delete_pressed.connect(lambda: edit_commands.delete_selected(self._model))
        self._model.objects_changed.connect(self._on_model_objects_changed)
        self._model.selection_changed.connect(self._on_model_selection_changed)

    def _on_model_objects_changed(self) -> None:
        self._nothing.setVisible(not self.num_objects)
        self._list.setVisible(self.num_objects > 0)
        self._keys.setVisible(self.num_objects > 0)
        # A list that was made anew has forgotten what is selected.
        self._on_model_selection_changed()

    def _on_model_selection_changed(self) -> None:
        if self._is_telling:
            return
        selection = self._list_model.selection_of(self._model.selection)
        chosen, flags = self._list.selectionModel(), QItemSelectionModel.SelectionFlag
        with blocked(chosen):
            chosen.select(selection, flags.ClearAndSelect)
        if not selection.isEmpty():
            first = selection.at(0).topLeft()
            chosen.setCurrentIndex(first, flags.NoUpdate)
            self._list.scrollTo(first)
        self._list.viewport().update()

    def _on_list_selection_changed(self) -> None:
        rows = sorted(index.row() for index in self._list.selectionModel().selectedRows())
        self._is_telling = True
        # What is hidden can be pointed at here, but not be selected.
        self._model.select(self._list_model.ids(rows))
        self._is_telling = False

    def _on_activated(self, index: QModelIndex) -> None:
        self.object_requested.emit(index.data(ObjectRole.OBJECT_ID))

    def _toggle_hidden(self, object_ids: list[ObjectId]) -> None:
        marks = self._model.marks
        if marks.hidden.issuperset(object_ids):
            marks.show(object_ids)
        else:
            marks.hide(object_ids)


class _ObjectList(QTreeView):
    """Takes clicks on the signs of a row for themselves, and Space and Delete for the rows.

    A tree without branches: a list view lays all its rows out anew whenever one of them changes.
    """

    # The sign was clicked, or its key pressed: a list of ObjectId.
    eye_clicked = Signal(object)
    lock_clicked = Signal(object)
    delete_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setHeaderHidden(True)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # A click leaves the focus, and with it the keys, on the canvas.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Labels of the image"))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        clicked = self._sign_at(event.position().toPoint())
        if clicked is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        object_id, sign = clicked
        (self.eye_clicked if sign == _EYE else self.lock_clicked).emit([object_id])

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._sign_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Space:
                self.eye_clicked.emit(self._meant())
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.delete_pressed.emit()
            case _:
                super().keyPressEvent(event)

    def _meant(self) -> list[ObjectId]:
        """Return what is selected, or else the row that has the focus."""
        rows = self.selectionModel().selectedRows() or [self.currentIndex()]
        return [index.data(ObjectRole.OBJECT_ID) for index in rows if index.isValid()]

    def _sign_at(self, place: QPoint) -> tuple[ObjectId, int] | None:
        index = self.indexAt(place)
        if not index.isValid():
            return None
        sign = icon_at(self.visualRect(index), place, num_icons=2)
        return None if sign is None else (index.data(ObjectRole.OBJECT_ID), sign)


def _object_row(index: QModelIndex | QPersistentModelIndex) -> RowContent:
    is_hidden, is_locked = index.data(ObjectRole.IS_HIDDEN), index.data(ObjectRole.IS_LOCKED)
    return RowContent(
        color=index.data(Qt.ItemDataRole.DecorationRole),
        name=index.data(),
        detail=index.data(ObjectRole.DETAIL),
        icons=(("eye_off" if is_hidden else "eye", is_hidden), ("lock", is_locked)),
    )
