"""The command palette: every action, found by typing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QWidget
from typing_extensions import override

from desktop.actions.action_list import ActionDelegate, ActionListModel, ActionRole
from desktop.actions.registry import ActionRegistry
from desktop.qtkit.layouts import column
from desktop.qtkit.overlay import Overlay
from desktop.qtkit.texts import TextRole, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr

# The action that opens the palette.
OPEN_PALETTE = "window.palette"

_WIDTH_PX = 560
_HEIGHT_PX = 400
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(Overlay):
    """Floats over its window while the user looks for an action."""

    def __init__(self, registry: ActionRegistry, theme: Theme, window: QWidget) -> None:
        super().__init__(window, width_px=_WIDTH_PX, height_px=_HEIGHT_PX)
        self._registry = registry
        self._query = QLineEdit()
        self._query.setPlaceholderText(tr("Find a command"))
        self._query.setAccessibleName(tr("Find a command"))
        self._model = ActionListModel(registry, own_id=OPEN_PALETTE, parent=self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(ActionDelegate(theme, self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._nothing = text_label(tr("No command has these words."), TextRole.CAPTION)
        self.set_content(column(self._query, self._nothing, self._list, margin_px=12))
        self._connect_signals()

    @override
    def open(self) -> None:
        self._query.clear()
        self._on_query_changed("")
        super().open()
        self._query.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _LIST_KEYS:
                self._list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run_current()
                return True
        return super().eventFilter(watched, event)

    def _connect_signals(self) -> None:
        self._query.textChanged.connect(self._on_query_changed)
        self._query.installEventFilter(self)
        self._list.clicked.connect(self._run_current)

    def _on_query_changed(self, text: str) -> None:
        self._model.search(text)
        has_rows = self._model.rowCount() > 0
        self._nothing.setVisible(not has_rows)
        if has_rows:
            self._list.setCurrentIndex(self._model.index(0))

    def _run_current(self) -> None:
        index = self._list.currentIndex()
        if index.isValid():
            action_id = index.data(ActionRole.ID)
            self.close()
            self._registry.run(action_id)
