"""The card of the keys: every action with its keys, and other keys for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QPushButton, QWidget

from desktop.actions.action import Action
from desktop.actions.action_list import ActionDelegate, ActionRole
from desktop.actions.key_map import KeyMap
from desktop.actions.registry import ActionRegistry
from desktop.qtkit.keycap import key_text
from desktop.qtkit.layouts import column, row
from desktop.qtkit.texts import ElidedLabel, TextRole, styled, text_label
from desktop.qtkit.theme import Theme
from desktop.qtkit.translation import tr
from desktop.reporting.messages import MessageCenter
from desktop.settings.key_list import KeyListModel, keys_text
from desktop.settings.key_recorder import KeyRecorder
from engine.domain.errors import EngineError

_LIST_HEIGHT_PX = 320


class KeysEditor(QWidget):
    """Lists the actions; the chosen one can be given other keys. GUI thread only."""

    def __init__(
        self, registry: ActionRegistry, key_map: KeyMap, theme: Theme, messages: MessageCenter
    ) -> None:
        super().__init__()
        self._registry = registry
        self._key_map = key_map
        self._messages = messages
        self._chosen_id = ""
        # What the action gets if another is to lose its key.
        self._wanted_keys: tuple[str, ...] = ()
        self._model = KeyListModel(registry, key_map)
        self._model.setParent(self)
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(tr("Find an action"))
        self._filter.setAccessibleName(tr("Find an action"))
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(ActionDelegate(theme, self._list))
        self._list.setAccessibleName(tr("Actions and their keys"))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFixedHeight(_LIST_HEIGHT_PX)
        self._title = ElidedLabel(role=TextRole.STRONG)
        self._said = text_label("", TextRole.CAPTION, wrap=True)
        self._record = KeyRecorder(tr("Change"))
        self._add = KeyRecorder(tr("Add a key"))
        self._none = QPushButton(tr("No key"))
        self._reset = QPushButton(tr("Reset"))
        self._take = styled(QPushButton(tr("Take the key")), look="primary")
        self._reset_all = styled(QPushButton(tr("Forget all your own keys")), look="quiet")
        self._build()
        self._connect_signals()
        self.show_actions()

    def show_actions(self) -> None:
        """Show the actions there are now."""
        kept = self._chosen_id
        self._model.search(self._filter.text())
        rows = [self._model.index(number) for number in range(self._model.rowCount())]
        found = [index for index in rows if index.data(ActionRole.ID) == kept]
        if rows:
            self._list.setCurrentIndex((found or rows)[0])
        else:
            self._choose("")

    def _build(self) -> None:
        buttons = row(self._record, self._add, self._none, self._reset, None, self._reset_all)
        said = row(self._said, self._take, spacing_px=12)
        said.setStretch(0, 1)
        self.setLayout(column(self._filter, self._list, self._title, buttons, said, spacing_px=10))

    def _connect_signals(self) -> None:
        self._filter.textChanged.connect(self.show_actions)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._record.recorded.connect(partial(self._on_recorded, is_added=False))
        self._add.recorded.connect(partial(self._on_recorded, is_added=True))
        self._none.clicked.connect(lambda: self._store(lambda: self._give(())))
        self._reset.clicked.connect(lambda: self._store(self._on_reset_clicked))
        self._take.clicked.connect(self._on_take_clicked)
        self._reset_all.clicked.connect(lambda: self._store(self._key_map.reset_all))
        self._registry.changed.connect(self.show_actions)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        action_id = current.data(ActionRole.ID)
        if isinstance(action_id, str):
            self._choose(action_id)

    def _choose(self, action_id: str) -> None:
        if action_id != self._chosen_id:
            self._ask()
        self._chosen_id = action_id
        action = self._action
        for button in (self._record, self._add, self._none):
            button.setEnabled(action is not None)
        self._reset.setEnabled(self._key_map.is_own(action_id))
        if action is None:
            self._title.setText(tr("No action has these words."))
            return
        keys = keys_text(action.keys) or tr("no key")
        self._title.setText(f"{action.text}: {keys}")

    @property
    def _action(self) -> Action | None:
        known = {action.id: action for action in self._registry.actions}
        return known.get(self._chosen_id)

    def _on_recorded(self, key: str, *, is_added: bool) -> None:
        action = self._action
        if action is None:
            return
        keys = (*action.keys, key) if is_added else (key,)
        other = self._registry.action_with_key(key, meeting=action.id)
        if other is not None:
            self._ask(
                keys, said=tr("{key} does: {other}.").format(key=key_text(key), other=other.text)
            )
        else:
            self._ask()
            self._store(lambda: self._give(keys))

    def _ask(self, keys: tuple[str, ...] = (), *, said: str = "") -> None:
        """Ask whether another action is to lose a key; no keys = there is nothing to ask."""
        self._wanted_keys = keys
        self._said.setText(said)
        self._take.setVisible(bool(keys))

    def _on_take_clicked(self) -> None:
        keys = self._wanted_keys
        self._ask()
        self._store(lambda: self._give(keys))

    def _on_reset_clicked(self) -> None:
        self._key_map.reset(self._chosen_id)

    def _give(self, keys: tuple[str, ...]) -> None:
        self._key_map.choose(self._chosen_id, tuple(dict.fromkeys(keys)))

    def _store(self, act: Callable[[], None]) -> None:
        try:
            act()
        except EngineError as error:
            self._messages.error(error, page_id="settings")
