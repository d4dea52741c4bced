"""The classes with their counts and keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QWidget
from typing_extensions import override

from desktop.pages.label.row_delegate import ROW_PX, RowContent, RowDelegate
from desktop.qtkit.engine_texts import said
from desktop.qtkit.icons import icon
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.viewmodels.class_list_model import ClassListModel, ClassRole
from engine.domain.errors import EngineError

_MAX_ROWS = 9


class ClassPanel(QWidget):
    """Click a class to draw with it, or to give it to what is selected; add one at the bottom."""

    # The expert chose a class: its ClassId.
    class_requested = Signal(object)
    # The expert wants a new class: its name.
    add_requested = Signal(str)
    # The typing of a name is over; the keys belong to the canvas again.
    typing_ended = Signal()

    def __init__(self, model: ClassListModel, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._list = QListView()
        self._list.setModel(model)
        self._delegate = RowDelegate(theme, content_of=_class_row)
        self._list.setItemDelegate(self._delegate)
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._list.setMouseTracking(True)
        self._list.setAccessibleName(tr("Classes"))
        self._add = styled(QPushButton(tr("Add class")), look="quiet")
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.setIconSize(QSize(16, 16))
        self._name = _NameEdit()
        self._note = text_label(role=TextRole.CAPTION, wrap=True)
        heading = row(text_label(tr("Classes"), TextRole.HEADING), None, self._add)
        self.setLayout(column(heading, self._list, self._name, self._note, spacing_px=4))
        self._connect_signals()
        self._on_typing_ended()
        self._fit()
        self._tint()

    def start_typing(self) -> None:
        """Ask for the name of a new class."""
        self._say(tr("Images labeled so far count as not checked for a new class."))
        self._name.show()
        self._name.setFocus()

    def show_refusal(self, error: EngineError) -> None:
        """Say why the name cannot be taken."""
        self._say(said(str(error)), role=TextRole.BAD)
        self._name.setFocus()

    def end_typing(self) -> None:
        """Take the field away: the class was added."""
        self._name.clear()
        self._on_typing_ended()
        self.typing_ended.emit()

    def _connect_signals(self) -> None:
        self._list.clicked.connect(self._on_chosen)
        self._list.activated.connect(self._on_chosen)
        self._add.clicked.connect(self.start_typing)
        self._name.returnPressed.connect(lambda: self.add_requested.emit(self._name.text()))
        self._name.escaped = self.end_typing
        self._model.modelReset.connect(self._fit)
        self._theme.changed.connect(self._tint)

    def _on_chosen(self, index: QModelIndex) -> None:
        self.class_requested.emit(index.data(ClassRole.CLASS_ID))

    def _on_typing_ended(self) -> None:
        self._name.hide()
        self._note.hide()

    def _say(self, text: str, *, role: TextRole = TextRole.CAPTION) -> None:
        styled(self._note, role=role).setText(text)
        self._note.show()

    def _fit(self) -> None:
        rows = min(max(self._model.rowCount(), 1), _MAX_ROWS)
        self._list.setFixedHeight(rows * ROW_PX)

    def _tint(self) -> None:
        self._add.setIcon(icon("add", self._theme.tokens))


class _NameEdit(QLineEdit):
    """A field that Escape leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.escaped: Callable[[], None] = self.clear
        self.setPlaceholderText(tr("Name of the new class"))
        self.setAccessibleName(tr("Name of the new class"))
        self.setMaxLength(100)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped()
        else:
            super().keyPressEvent(event)


def _class_row(index: QModelIndex | QPersistentModelIndex) -> RowContent:
    return RowContent(
        color=index.data(Qt.ItemDataRole.DecorationRole),
        name=index.data(),
        figure=f"{index.data(ClassRole.COUNT):,}",
        key=index.data(ClassRole.KEY),
        is_marked=index.data(ClassRole.IS_CURRENT),
    )
