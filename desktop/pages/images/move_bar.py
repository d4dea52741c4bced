"""Asks into which group the selected images go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QLineEdit, QPushButton, QWidget
from typing_extensions import override

from desktop.qtkit.layouts import row
from desktop.qtkit.texts import TextRole, styled, text_label
from desktop.qtkit.translation import tr
from engine.domain.groups import group_words

_NAME_PX = 260
_MAX_OFFERED = 5_000


class MoveBar(QFrame):
    """A name to type or to choose, until it is said or given up. GUI thread only."""

    # The user named the group.
    named = Signal(str)
    # The user wants the images to stay where they are, or has said where they go.
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        styled(self, look="card")
        self._name = QLineEdit()
        self._name.setPlaceholderText(tr("A group, such as patient 7"))
        self._name.setAccessibleName(tr("Group to move the selected images to"))
        self._name.setFixedWidth(_NAME_PX)
        self._move = QPushButton(tr("Move"))
        cancel = styled(QPushButton(tr("Cancel")), look="quiet")
        why = text_label(tr("No split ever divides a group."), TextRole.CAPTION)
        self.setLayout(
            row(text_label(tr("Move to")), self._name, self._move, cancel, why, None, margin_px=12)
        )
        self._name.returnPressed.connect(self._on_move)
        self._name.textChanged.connect(self._on_text_changed)
        self._move.clicked.connect(self._on_move)
        cancel.clicked.connect(self.left)
        self._on_text_changed("")

    def ask(self, groups: Sequence[str]) -> None:
        """Ask, with these groups to choose from."""
        names = [group_words(each) for each in groups[:_MAX_OFFERED]]
        completer = QCompleter(names, self._name)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._name.setCompleter(completer)
        self._name.clear()
        self.show()
        self._name.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        self._move.setEnabled(bool(text.strip()))
        self._move.setToolTip("" if text.strip() else tr("Name a group first."))

    def _on_move(self) -> None:
        if name := self._name.text().strip():
            self.left.emit()
            self.named.emit(name)
