"""A choice between a few things, side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton

from desktop.qtkit.texts import styled


class Segments(QFrame):
    """Buttons of which exactly one is down; arrow keys move between them. GUI thread only."""

    # The person chose another: its key.
    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], *, name: str, fills: bool = False
    ) -> None:
        """Offer choices as (key, text), the first of which is chosen.

        Args:
            choices: What there is to choose from.
            name: For readers.
            fills: Whether they share out all the room there is.
        """
        super().__init__()
        self._fills = fills
        styled(self, look="segments")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(2)
        for key, text in choices:
            button = self._button(key, text)
            layout.addWidget(button)
        self.choose(choices[0][0])

    @property
    def current(self) -> str:
        """The key of what is chosen."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Choose without telling."""
        self._buttons[key].setChecked(True)

    def set_text(self, key: str, text: str) -> None:
        """Call a choice something else."""
        self._buttons[key].setText(text)

    def set_choice_visible(self, key: str, *, is_visible: bool) -> None:
        """Offer a choice, or not."""
        self._buttons[key].setVisible(is_visible)

    def _button(self, key: str, text: str) -> QToolButton:
        button = styled(QToolButton(), look="segment")
        button.setText(text)
        button.setCheckable(True)
        if self._fills:
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.chosen.emit(key))
        self._group.addButton(button)
        self._buttons[key] = button
        return button
